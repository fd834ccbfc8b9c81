using Cloison.Server.Platform;
using Cloison.Storage.Compartments;

namespace Cloison.Server.Features.Tasks;

/// <summary>
/// Finds tasks by what stands in their name or texts. An exact name is found by its blind index, at any size; anything else by opening
/// sealed rows from the cursor on, so many at a time: the page then says where to go on, and may be short or empty before the end.
/// </summary>
internal static class TaskSearch
{
    private const int ChunkRows = 500;
    private const int MostRows = 10_000;
    private const long MostBytes = 64 << 20;

    /// <returns>The rows of a page, and the cursor of the next; null at the end.</returns>
    public static async Task<(List<TaskRow> Rows, string? Next)> FindAsync(
        Compartment compartment, TaskQuery query, string search, string? cursor, int size, CancellationToken ct)
    {
        if (cursor is null)
        {
            var exact = query with { ExternalKey = ExternalKeys.OfName(compartment, search) };
            if (await compartment.Database.ReadAsync(db => exact.Read(db, null), ct) is { Count: > 0 } named)
                return (named, null);
        }

        var sealer = compartment.Sealer(query.Project);
        var found = new List<TaskRow>();
        var (rows, bytes, at) = (0, 0L, cursor);
        while (true)
        {
            var from = at;
            var chunk = await compartment.Database.ReadAsync(db => (query with { Limit = ChunkRows }).Read(db, from), ct);
            foreach (var row in chunk)
            {
                at = row.Id.Text;
                bytes += row.Content.Length;
                if (Holds(sealer.OpenJson<TaskContent>(Seals.TaskContent(row.Id), row.Content), search))
                    found.Add(row);
                if (found.Count == size || bytes > MostBytes)
                    return (found, at);
            }

            rows += chunk.Count;
            if (chunk.Count < ChunkRows)
                return (found, null);
            if (rows >= MostRows)
                return (found, at);
        }
    }

    private static bool Holds(TaskContent content, string search) =>
        content.Name.Contains(search, StringComparison.OrdinalIgnoreCase)
        || content.Data.Json.Any(entry => content.Data.GetText(entry.Key)?.Contains(search, StringComparison.OrdinalIgnoreCase) == true);
}
