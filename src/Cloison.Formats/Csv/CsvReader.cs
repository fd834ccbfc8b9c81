using System.Runtime.CompilerServices;
using Cloison.Formats.Dataset;
using Cloison.Formats.Files;
using Cloison.Formats.Input;
using Cloison.Formats.Rows;

namespace Cloison.Formats.Csv;

/// <summary>CSV (RFC 4180) and TSV, one item a row, by a <see cref="RowMapping"/>. Delimiter and header are found out.</summary>
internal sealed class CsvReader : IDatasetReader
{
    public async IAsyncEnumerable<DatasetEntry> ReadAsync(
        IFileSource files, ImportOptions options, OntologyBuilder ontology, [EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var refusal in files.Refusals)
            yield return refusal;
        foreach (var file in files.Files.Where(f => files.Files.Count == 1 || f.Extension is ".csv" or ".tsv" or ".tab"))
            await foreach (var entry in Contained.FileAsync(file.Name, ReadFileAsync(files, file, options, ontology, ct), ct))
                yield return entry;
    }

    private static async IAsyncEnumerable<DatasetEntry> ReadFileAsync(
        IFileSource files, SourceFile file, ImportOptions options, OntologyBuilder ontology, [EnumeratorCancellation] CancellationToken ct)
    {
        var table = await DelimitedFile.InspectAsync(files, file, options.Limits, ct);
        if (table.Columns.Count == 0)
            throw new InputException("The file has no rows.");
        var mapping = options.Rows ?? (await RowPreview.ReadAsync(files, file, 100, options.Limits, ct)).GuessedMapping;
        var rows = new RowItems(mapping, ontology, options);
        if (rows.MissingColumns(table.Columns) is { } missing)
            throw new InputException($"There is no column '{missing}'; the file has: {string.Join(", ", table.Columns.Take(20))}.", $"{file.Name}:1");
        var indices = table.Columns.Index().DistinctBy(c => c.Item, StringComparer.Ordinal).ToDictionary(c => c.Item, c => c.Index, StringComparer.Ordinal);
        await foreach (var row in table.RowsAsync(files, file, options.Limits, ct))
        {
            var place = $"{file.Name}:{row.Line}";
            if (row.Problem is not null)
                yield return new Refusal(place, row.Problem);
            else if (row.Cells.Count != table.Columns.Count)
                yield return new Refusal(place, $"The row has {row.Cells.Count} cells, and the header has {table.Columns.Count}.");
            else
                yield return rows.Read(column => row.Cells[indices[column]], place);
        }
    }
}
