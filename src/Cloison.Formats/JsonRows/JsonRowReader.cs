using System.Runtime.CompilerServices;
using Cloison.Formats.Dataset;
using Cloison.Formats.Files;
using Cloison.Formats.Input;
using Cloison.Formats.Rows;

namespace Cloison.Formats.JsonRows;

/// <summary>JSON objects, one item each, by a <see cref="RowMapping"/>: JSON Lines, or a JSON array of any length.</summary>
internal sealed class JsonRowReader : IDatasetReader
{
    public async IAsyncEnumerable<DatasetEntry> ReadAsync(
        IFileSource files, ImportOptions options, OntologyBuilder ontology, [EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var refusal in files.Refusals)
            yield return refusal;
        foreach (var file in files.Files.Where(f => files.Files.Count == 1 || f.Extension is ".json" or ".jsonl" or ".ndjson"))
            await foreach (var entry in Contained.FileAsync(file.Name, ReadFileAsync(files, file, options, ontology, ct), ct))
                yield return entry;
    }

    private static async IAsyncEnumerable<DatasetEntry> ReadFileAsync(
        IFileSource files, SourceFile file, ImportOptions options, OntologyBuilder ontology, [EnumeratorCancellation] CancellationToken ct)
    {
        var mapping = options.Rows ?? (await RowPreview.ReadAsync(files, file, 100, options.Limits, ct)).GuessedMapping;
        var rows = new RowItems(mapping, ontology, options);
        await foreach (var (place, row, problem) in JsonRowFile.ReadAsync(files, file, options.Limits, ct))
            yield return problem is null ? rows.Read(row, place) : new Refusal(place, problem);
    }
}
