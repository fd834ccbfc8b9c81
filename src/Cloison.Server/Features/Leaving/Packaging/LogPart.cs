using Cloison.Server.Platform.AccessLogs;
using Cloison.Storage.Compartments;
using Cloison.Transparency.Tiles;

namespace Cloison.Server.Features.Leaving.Packaging;

/// <summary>The whole access log as files, entries and all: unpacked, the folder verifies without the server.</summary>
internal sealed class LogPart(OpenLogs logs) : IPackagePart
{
    public string Readme =>
        "* `log/`: the access log, who was given what and when, by the paths of c2sp.org/tlog-tiles; `log/keys` holds the key of its checkpoints. "
        + "`cloison log verify log` checks it, unpacked.";

    public async Task WriteAsync(PackageWriter package, Compartment compartment, CancellationToken ct)
    {
        var log = await logs.OfAsync(compartment);
        if (log.Tree.IsRolledBack)
        {
            await package.AddAsync("log/UNUSABLE", "The database of this log was put back from a backup: it is older than what the log has signed.\n", ct);
            return;
        }

        await log.Tree.PublishAsync(ct);
        // Of this checkpoint throughout, whatever is logged while the package is written.
        if (await log.CheckpointAsync(ct) is not { } note)
            return;
        var size = Transparency.Checkpoint.Parse(note.Text).Size;
        var files = new LogFiles(log);
        foreach (var tile in TileAddress.All(size))
        {
            await AddAsync(tile.Path);
            if (tile.Level == 0)
                await AddAsync(tile.EntriesPath);
        }

        foreach (var path in LogBreaks.Paths(await log.Database.ReadAsync(LogBreaks.List, ct)))
            await AddAsync(path);
        await package.AddAsync("log/checkpoint", new MemoryStream(note.ToUtf8()), ct);
        await package.AddAsync("log/keys", string.Concat(new[] { log.Tree.Key, log.Tree.SecondKey }.OfType<Transparency.Notes.NoteKey>().Select(key => $"{key}\n")), ct);

        async Task AddAsync(string path) => await package.AddAsync(
            $"log/{path}", new MemoryStream(await files.ReadAsync(path, ct) ?? throw new InvalidDataException($"The access log has no {path}.")), ct);
    }
}
