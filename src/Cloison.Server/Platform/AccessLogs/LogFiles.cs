using Cloison.Transparency.Audit;
using Cloison.Transparency.Tiles;

namespace Cloison.Server.Platform.AccessLogs;

/// <summary>A compartment's log as files, by the paths of c2sp.org/tlog-tiles: what is served, and what goes along when a customer leaves.</summary>
/// <remarks>Only what the newest checkpoint has: nothing is shown that was not signed.</remarks>
internal sealed class LogFiles(AccessLog log) : ILogFiles
{
    public async Task<byte[]?> ReadAsync(string path, CancellationToken ct)
    {
        if (path == "checkpoint")
            return (await log.CheckpointAsync(ct))?.ToUtf8();
        var size = log.Tree.Head?.Size ?? 0;
        if (TileAddress.TryParse(path, out var tile) && IsWithin(tile, size))
            return await log.Database.ReadAsync(db => LogTree.ReadTile(db, tile), ct);
        if (!TileAddress.TryParseEntries(path, out tile) || !IsWithin(tile, size))
            return null;
        using var bundle = new MemoryStream();
        foreach (var entry in await log.ReadAsync(tile.Index * TileAddress.FullWidth, tile.Width, ct))
            EntryBundle.Append(bundle, entry);
        return bundle.ToArray();
    }

    internal static bool IsWithin(TileAddress tile, long size) => tile.Index * TileAddress.FullWidth + tile.Width <= TileAddress.HashesAt(tile.Level, size);
}
