using System.CommandLine;

namespace Cloison.Cli;

/// <summary>Listings: a table, or with <c>--json</c> an object a line, as they come.</summary>
internal static class Output
{
    public static readonly Option<bool> AsJson = new("--json") { Description = "Prints JSON, one object a line." };

    public static async Task ListAsync<T>(
        ParseResult parsed, IAsyncEnumerable<T> items, IReadOnlyList<string> columns, Func<T, IReadOnlyList<string>> cells, CancellationToken ct)
    {
        var terminal = Terminal.Of(parsed);
        if (parsed.GetValue(AsJson))
        {
            await foreach (var item in items.WithCancellation(ct))
                terminal.Json(item);
            return;
        }

        var rows = new List<IReadOnlyList<string>>();
        await foreach (var item in items.WithCancellation(ct))
            rows.Add(cells(item));
        terminal.Table(columns, rows);
    }
}
