using System.Text.Json;
using Cloison.Formats.Csv;
using Cloison.Formats.Dataset;
using Cloison.Formats.Files;
using Cloison.Formats.Input;
using Cloison.Formats.JsonRows;

namespace Cloison.Formats.Rows;

/// <summary>The first rows of a CSV, TSV, JSON or JSONL file, and what its columns seem to be: what a person sees before an import.</summary>
/// <param name="Rows">Cells in the order of <paramref name="Columns"/>; JSON values that are not texts as JSON, absent ones empty. Cut at 1,000 characters.</param>
/// <param name="Delimiter">Null for JSON.</param>
/// <param name="Refusals">What of the first rows cannot be read.</param>
public sealed record RowPreview(
    IReadOnlyList<string> Columns,
    IReadOnlyList<IReadOnlyList<string>> Rows,
    RowMapping GuessedMapping,
    char? Delimiter,
    bool HasHeader,
    IReadOnlyList<Refusal> Refusals)
{
    private const int MaxCellLength = 1_000;
    private const int MaxColumns = 500;

    public static async Task<RowPreview> ReadAsync(IFileSource files, SourceFile file, int maxRows, InputLimits? limits = null, CancellationToken ct = default)
    {
        limits ??= InputLimits.Default;
        return file.Extension is ".json" or ".jsonl" or ".ndjson"
            ? await ReadJsonAsync(files, file, maxRows, limits, ct)
            : await ReadDelimitedAsync(files, file, maxRows, limits, ct);
    }

    private static async Task<RowPreview> ReadDelimitedAsync(IFileSource files, SourceFile file, int maxRows, InputLimits limits, CancellationToken ct)
    {
        var table = await DelimitedFile.InspectAsync(files, file, limits, ct);
        var rows = new List<IReadOnlyList<string>>();
        var refusals = new List<Refusal>();
        await foreach (var row in table.RowsAsync(files, file, limits, ct))
        {
            if (rows.Count + refusals.Count == maxRows)
                break;
            if (row.Problem is not null || row.Cells.Count != table.Columns.Count)
                refusals.Add(new($"{file.Name}:{row.Line}", row.Problem ?? $"The row has {row.Cells.Count} cells, and the header has {table.Columns.Count}."));
            else
                rows.Add([.. row.Cells.Select(Cut)]);
        }

        return new(table.Columns, rows, RowGuess.Mapping(table.Columns, rows, isText: true), table.Delimiter, table.HasHeader, refusals);
    }

    private static async Task<RowPreview> ReadJsonAsync(IFileSource files, SourceFile file, int maxRows, InputLimits limits, CancellationToken ct)
    {
        var columns = new List<string>();
        var rows = new List<Dictionary<string, string>>();
        var refusals = new List<Refusal>();
        await using var reading = JsonRowFile.ReadAsync(files, file, limits, ct).GetAsyncEnumerator(ct);
        while (rows.Count + refusals.Count < maxRows)
        {
            try
            {
                if (!await reading.MoveNextAsync())
                    break;
                var (place, row, problem) = reading.Current;
                if (problem is not null || row.ValueKind != JsonValueKind.Object)
                {
                    refusals.Add(new(place, problem ?? "A row is a JSON object."));
                    continue;
                }

                var cells = new Dictionary<string, string>(StringComparer.Ordinal);
                foreach (var member in row.EnumerateObject())
                {
                    var name = member.SafeName();
                    if (columns.Count < MaxColumns && !columns.Contains(name))
                        columns.Add(name);
                    cells[name] = Cut(((JsonElement?)member.Value).Text() ?? (member.Value.ValueKind == JsonValueKind.Null ? "" : member.Value.GetRawText()));
                }

                rows.Add(cells);
            }
            catch (Exception e) when (Contained.Refuse(file.Name, e) is { } refusal)
            {
                refusals.Add(refusal);
                if (e is not InputException)
                    break;
            }
        }

        IReadOnlyList<IReadOnlyList<string>> table = [.. rows.Select(r => columns.Select(c => r.GetValueOrDefault(c, "")).ToArray())];
        return new(columns, table, RowGuess.Mapping(columns, table, isText: false), null, true, refusals);
    }

    private static string Cut(string text) => text.Length <= MaxCellLength ? text : text[..MaxCellLength] + "…";
}
