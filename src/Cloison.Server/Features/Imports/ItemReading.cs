using Cloison.Formats;
using Cloison.Formats.Dataset;
using Cloison.Formats.Files;
using Cloison.Formats.Rows;

namespace Cloison.Server.Features.Imports;

/// <summary>Reads files that make tasks, or that label them, with the format's reader.</summary>
internal static class ItemReading
{
    private const int SampleRows = 100;

    /// <summary>The items of a file of a kind that makes tasks.</summary>
    public static async Task<IAsyncEnumerable<DatasetEntry>> OpenAsync(ActiveImport import, FileKind kind, IFileSource files, CancellationToken ct)
    {
        var file = files.Files[0];
        if (kind == FileKind.TaskRows)
            return TaskRows.ReadAsync(await files.OpenAsync(file, ct), file.Name, ct);
        var options = OptionsOf(import);
        if (kind == FileKind.Table)
        {
            var mapping = import.Options.Mapping;
            if (mapping is null)
            {
                var preview = await RowPreview.ReadAsync(files, file, SampleRows, ct: ct);
                mapping = RowMappings.Guess(import.Ontology, preview.Columns, preview.Rows);
            }

            options = options with { Rows = RowMappings.ToRules(mapping, import.Ontology, import.Options.Labels) };
        }

        return ReaderOf(kind, file).ReadAsync(files, options, new OntologyBuilder(), ct);
    }

    /// <summary>The labels of a set of files.</summary>
    /// <param name="sizeOf">The size of the project's image of that name.</param>
    public static IAsyncEnumerable<DatasetEntry> Labels(
        ActiveImport import, FileKind kind, IFileSource files, Func<string, CancellationToken, ValueTask<ImageSize?>> sizeOf, CancellationToken ct) =>
        ReaderOf(kind, files.Files[0]).ReadAsync(files, OptionsOf(import) with { SizeOf = sizeOf }, new OntologyBuilder(), ct);

    private static ImportOptions OptionsOf(ActiveImport import) => new()
    {
        ImageInput = import.ImageInput ?? "image",
        TextInput = import.TextInput ?? "text",
        Author = import.Options.Model,
    };

    private static IDatasetReader ReaderOf(FileKind kind, SourceFile file) => kind switch
    {
        FileKind.Table => (file.Extension is ".json" or ".jsonl" or ".ndjson" ? FormatCatalog.Jsonl : FormatCatalog.Csv).Reader!,
        FileKind.Native => FormatCatalog.Native.Reader!,
        FileKind.Conll => FormatCatalog.Conll.Reader!,
        FileKind.Coco => FormatCatalog.Coco.Reader!,
        FileKind.Voc => FormatCatalog.Voc.Reader!,
        FileKind.Cvat => FormatCatalog.Cvat.Reader!,
        FileKind.Yolo => FormatCatalog.Yolo.Reader!,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No reader."),
    };
}
