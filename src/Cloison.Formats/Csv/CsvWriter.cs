using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Cloison.Formats.Dataset;
using Cloison.Formats.Rows;

namespace Cloison.Formats.Csv;

/// <summary>
/// Writes the table of <see cref="RowLayout"/> by RFC 4180, UTF-8, CRLF. Unless <see cref="ExportOptions.Exact"/> is set, a cell that a
/// spreadsheet would run as a formula gets an apostrophe in front (OWASP, CSV injection), and is counted as changed.
/// </summary>
internal sealed partial class CsvWriter(char delimiter) : IDatasetWriter
{
    public async Task<FidelityReport> WriteAsync(DatasetSource source, Stream output, ExportOptions options, CancellationToken ct)
    {
        var fidelity = new FidelityCount { CurrentItem = "ontology" };
        var layout = new RowLayout(source.Ontology);
        fidelity.Lose("ontology.class", "The table has no classes.", source.Ontology.Classes?.Count ?? 0);
        await using var text = new StreamWriter(output, new UTF8Encoding(false), 65_536, leaveOpen: true);
        await WriteRowAsync(text, layout.Columns, options, fidelity, ct);
        await foreach (var item in source.Items(ct).WithCancellation(ct))
            await WriteRowAsync(text, layout.Cells(item, options, fidelity).Select(n => Cell(n, fidelity)), options, fidelity, ct);
        await text.FlushAsync(ct);
        return fidelity.Report();
    }

    /// <summary>Whether a spreadsheet would take the text for a formula. A plain number is none.</summary>
    internal static bool IsFormula(string cell) =>
        cell.Length > 0 && cell[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '＝' or '＋' or '－' or '＠' && !Number.IsMatch(cell);

    [GeneratedRegex(@"^[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$", RegexOptions.CultureInvariant, 100)]
    private static partial Regex Number { get; }

    private async Task WriteRowAsync(StreamWriter text, IEnumerable<string> cells, ExportOptions options, FidelityCount fidelity, CancellationToken ct)
    {
        var row = new StringBuilder();
        foreach (var (i, cell) in cells.Index())
        {
            if (i > 0)
                row.Append(delimiter);
            var safe = cell;
            if (!options.Exact && IsFormula(cell))
            {
                safe = "'" + cell;
                fidelity.Lose("text.formula", "The cell begins like a formula and got an apostrophe in front; export exactly to keep it.");
            }

            if (safe.Length > 0 && (safe.Contains(delimiter) || safe.AsSpan().ContainsAny("\"\r\n") || safe[0] == ' ' || safe[^1] == ' '))
                row.Append('"').Append(safe.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
            else
                row.Append(safe);
        }

        await text.WriteAsync(row.Append("\r\n"), ct);
    }

    private static string Cell(JsonNode? node, FidelityCount fidelity)
    {
        switch (node)
        {
            case null: return "";
            case JsonValue value when value.GetValueKind() == JsonValueKind.String: return value.GetValue<string>();
            case JsonArray list when list.All(i => i is JsonValue v && v.GetValueKind() == JsonValueKind.String):
                var items = list.Select(i => i!.GetValue<string>()).ToArray();
                fidelity.Lose("field.separator", $"An item of a list has the separator '{RowLayout.ListSeparator}' in it.", items.Count(i => i.Contains(RowLayout.ListSeparator)));
                return string.Join(RowLayout.ListSeparator, items);
            case JsonValue value: return value.ToJsonString();
            default:
                fidelity.Lose("item.data.structure", "A structured value is written as JSON in one cell.");
                return node.ToJsonString();
        }
    }
}
