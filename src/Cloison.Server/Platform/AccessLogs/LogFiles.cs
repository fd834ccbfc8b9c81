using Cloison.Storage.Databases;
using Cloison.Transparency.Audit;
using Cloison.Transparency.Notes;
using Cloison.Transparency.Tiles;

namespace Cloison.Server.Platform.AccessLogs;

/// <summary>A log as files, by the paths of c2sp.org/tlog-tiles: what is served, and what goes along when a customer leaves.</summary>
/// <remarks>Only what the newest checkpoint has: nothing is shown that was not signed.</remarks>
/// <param name="entries">Entries from a place on, as they were logged.</param>
/// <param name="open">Opens an entry of a log that was closed, as it is stored.</param>
internal sealed class LogFiles(
    LogTree tree, Database database, Func<long, int, CancellationToken, Task<List<byte[]>>> entries, Func<CancellationToken, Task<SignedNote?>> checkpoint,
    Func<(byte[] Leaf, byte[] Entry), byte[]> open) : ILogFiles
{
    public LogFiles(AccessLog log) : this(log.Tree, log.Database, log.ReadAsync, log.CheckpointAsync, log.Open)
    {
    }

    public async Task<byte[]?> ReadAsync(string path, CancellationToken ct)
    {
        if (path == "checkpoint")
            return (await checkpoint(ct))?.ToUtf8();
        if (path.StartsWith(LogBreaks.Folder, StringComparison.Ordinal))
            return await LogBreaks.ReadFileAsync(database, path, open, ct);
        var size = tree.Head?.Size ?? 0;
        if (TileAddress.TryParse(path, out var tile) && IsWithin(tile, size))
            return await database.ReadAsync(db => LogTree.ReadTile(db, tile), ct);
        if (!TileAddress.TryParseEntries(path, out tile) || !IsWithin(tile, size))
            return null;
        using var bundle = new MemoryStream();
        foreach (var entry in await entries(tile.Index * TileAddress.FullWidth, tile.Width, ct))
            EntryBundle.Append(bundle, entry);
        return bundle.ToArray();
    }

    private static bool IsWithin(TileAddress tile, long size) =>
        tile.Index < long.MaxValue / TileAddress.FullWidth - 1 && tile.Index * TileAddress.FullWidth + tile.Width <= TileAddress.HashesAt(tile.Level, size);
}
