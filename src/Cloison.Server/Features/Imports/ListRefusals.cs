using System.Globalization;
using System.Text;
using Cloison.Contracts;
using Cloison.Server.Platform;
using Cloison.Server.Platform.Http;
using Cloison.Storage.Compartments;
using Cloison.Storage.Databases;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Imports;

/// <summary>What an import did not take in, place by place: as pages, or all of it as a table to download.</summary>
internal static class ListRefusals
{
    private const int PageSize = 100;
    private const int CsvChunk = 1_000;

    public static async Task<Results<Ok<Page<Refusal>>, PushStreamHttpResult, ProblemHttpResult>> HandleAsync(
        ProjectId project, ImportId import, string? cursor, string? format, Compartment compartment, CancellationToken ct)
    {
        long after = -1;
        if (cursor is not null && !long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out after))
            return CommonProblems.Invalid("cursor", "This is not a cursor of this listing.").ToHttp();
        if (format is not (null or "json" or "csv"))
            return CommonProblems.Invalid("format", "Refusals come as json or csv.").ToHttp();
        if (await compartment.Database.ReadAsync(db => ImportRow.Read(db, project, import), ct) is null)
            return CommonProblems.NotFound.ToHttp();
        if (format == "csv")
            return TypedResults.Stream(output => WriteCsvAsync(compartment, project, import, output, ct), "text/csv; charset=utf-8", $"refusals-{import}.csv");
        var page = await ReadAsync(compartment, project, import, after, PageSize + 1, ct);
        return TypedResults.Ok(new Page<Refusal>(
            [.. page.Take(PageSize).Select(r => r.Refusal)], page.Count > PageSize ? page[PageSize - 1].N.ToString(CultureInfo.InvariantCulture) : null));
    }

    internal static async Task<List<(long N, Refusal Refusal)>> ReadAsync(
        Compartment compartment, ProjectId project, ImportId import, long after, int limit, CancellationToken ct)
    {
        var rows = await compartment.Database.ReadAsync(
            db => db.List(
                "SELECT n, content FROM import_refusals WHERE import = @import AND n > @after ORDER BY n LIMIT @limit", row => (N: row.GetInt64(0), Content: row.Bytes(1)),
                ("@import", import.Text), ("@after", after), ("@limit", (long)limit)),
            ct);
        var sealer = compartment.Sealer(project);
        return rows.ConvertAll(r => (r.N, sealer.OpenJson<Refusal>(Seals.ImportRefusal(import, r.N), r.Content)));
    }

    private static async Task WriteCsvAsync(Compartment compartment, ProjectId project, ImportId import, Stream output, CancellationToken ct)
    {
        await using var csv = new StreamWriter(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true) { NewLine = "\r\n" };
        await csv.WriteLineAsync("place,reason");
        for (long after = -1; ;)
        {
            var rows = await ReadAsync(compartment, project, import, after, CsvChunk, ct);
            foreach (var (n, refusal) in rows)
            {
                await csv.WriteLineAsync($"{Cell(refusal.Place)},{Cell(refusal.Reason)}");
                after = n;
            }

            if (rows.Count < CsvChunk)
                break;
        }

        await csv.FlushAsync(ct);
    }

    /// <summary>RFC 4180, and with an apostrophe before what a spreadsheet would run as a formula: places hold names from other people's files.</summary>
    private static string Cell(string text) =>
        $"\"{(text.Length > 0 && "=+-@\t\r＝＋－＠".Contains(text[0]) ? "'" : "")}{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
