using System.Runtime.CompilerServices;
using Cloison.Formats.Files;
using Cloison.Formats.Input;

namespace Cloison.Formats.Csv;

/// <summary>What a first look at a delimited file tells: the delimiter, and whether the first row holds names.</summary>
internal sealed record DelimitedFile(char Delimiter, bool HasHeader, IReadOnlyList<string> Columns)
{
    private const int SampleChars = 65_536;
    private const int SampleRows = 50;

    public static async Task<DelimitedFile> InspectAsync(IFileSource files, SourceFile file, InputLimits limits, CancellationToken ct)
    {
        var sample = new char[SampleChars];
        await using var raw = await files.OpenAsync(file, ct);
        using var text = await Utf8Input.OpenTextAsync(raw, ct);
        var length = await text.ReadBlockAsync(sample, ct);
        var start = new string(sample, 0, length);
        var delimiter = file.Extension is ".tsv" or ".tab" ? '\t' : await SniffAsync(start, limits, ct);
        var rows = await RowsAsync(start, delimiter, limits, ct);
        var first = rows.FirstOrDefault(r => r.Problem is null && !r.IsBlank);
        if (first is null)
            return new(delimiter, false, []);
        var hasHeader = LooksLikeHeader(first.Cells, rows);
        return new(delimiter, hasHeader, hasHeader ? [.. first.Cells.Select(c => c.Trim())] : [.. first.Cells.Select((_, i) => $"column{i + 1}")]);
    }

    /// <summary>The rows below the header, blank ones left out.</summary>
    public async IAsyncEnumerable<DelimitedRow> RowsAsync(
        IFileSource files, SourceFile file, InputLimits limits, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var raw = await files.OpenAsync(file, ct);
        using var text = await Utf8Input.OpenTextAsync(raw, ct);
        var reader = new DelimitedReader(text, Delimiter, limits.MaxRowBytes);
        var isHeader = HasHeader;
        while (await reader.ReadAsync(ct) is { } row)
        {
            if (row.IsBlank)
                continue;
            if (isHeader && row.Problem is null)
            {
                isHeader = false;
                continue;
            }

            yield return row;
        }
    }

    /// <summary>The delimiter with which most of the first rows have the same number of cells, above one.</summary>
    private static async Task<char> SniffAsync(string start, InputLimits limits, CancellationToken ct)
    {
        var (best, bestScore) = (',', 0.0);
        foreach (var delimiter in (char[])[',', '\t', ';', '|'])
        {
            var rows = (await RowsAsync(start, delimiter, limits, ct)).Where(r => r.Problem is null && !r.IsBlank).ToArray();
            if (rows.Length == 0)
                continue;
            var usual = rows.GroupBy(r => r.Cells.Count).OrderByDescending(g => g.Count()).ThenByDescending(g => g.Key).First();
            var score = usual.Key == 1 ? 0 : (double)usual.Count() / rows.Length;
            if (score > bestScore)
                (best, bestScore) = (delimiter, score);
        }

        return best;
    }

    private static async Task<List<DelimitedRow>> RowsAsync(string start, char delimiter, InputLimits limits, CancellationToken ct)
    {
        using var text = new StringReader(start);
        var reader = new DelimitedReader(text, delimiter, limits.MaxRowBytes);
        var rows = new List<DelimitedRow>();
        while (rows.Count < SampleRows && await reader.ReadAsync(ct) is { } row)
            rows.Add(row);
        return rows;
    }

    /// <summary>Names are short, different, and not numbers.</summary>
    private static bool LooksLikeHeader(IReadOnlyList<string> cells, List<DelimitedRow> rows) =>
        cells.All(c => c.Trim().Length is > 0 and <= 64 && !c.Contains('\n') && !double.TryParse(c, out _))
        && cells.Distinct(StringComparer.OrdinalIgnoreCase).Count() == cells.Count
        && (cells.Count > 1 || rows.Count == 1 || !cells[0].Contains(' '));

}
