using System.Globalization;
using Cloison.Transparency.Merkle;
using Cloison.Transparency.Notes;
using Cloison.Transparency.Tiles;

namespace Cloison.Transparency.Audit;

/// <summary>One log that was closed because its database was put back, as it was verified.</summary>
/// <param name="Number">From 1 on.</param>
/// <param name="SeenAndGone">Entries that an earlier audit has seen and that are gone; null when that audit was not of this log.</param>
public sealed record AuditedBreak(int Number, LogBreak Break, long? SeenAndGone);

/// <summary>Checks what is said and left of the logs that a log took the place of: <c>breaks/1/note</c>, <c>breaks/1/checkpoint</c>, <c>breaks/1/tile/entries/…</c>, and so on.</summary>
public static class BreakAudit
{
    /// <param name="keys">Those that are known. A statement counts when one of its two logs is known, or is the log before or after one that counts.</param>
    /// <param name="seen">The checkpoint of an earlier audit, of whichever of the logs.</param>
    /// <returns>In order; none when the log has never been broken off.</returns>
    /// <exception cref="NoteException">The log must not be believed: the message says what is wrong and where.</exception>
    /// <exception cref="IOException">A file could not be read.</exception>
    public static async Task<IReadOnlyList<AuditedBreak>> RunAsync(ILogFiles log, IReadOnlyCollection<NoteKey> keys, Checkpoint? seen = null, CancellationToken ct = default)
    {
        var breaks = new List<LogBreak>();
        while (await log.ReadAsync($"{Folder(breaks.Count + 1)}/note", ct) is { } note)
        {
            var next = LogBreak.Open(SignedNote.Parse(note));
            if (breaks.Count > 0 && breaks[^1].Next != next.Closed)
                throw new NoteException($"After {breaks[^1].Next.Name} the server shows the end of {next.Closed.Name}: something between is missing.");
            breaks.Add(next);
        }

        // They form a chain, so that one key is enough.
        if (breaks.Count > 0 && !breaks.Any(b => keys.Contains(b.Closed) || keys.Contains(b.Next)))
            throw new NoteException($"The server says that {breaks[0].Closed.Name} was closed, and neither its key nor that of a log after it is known.");
        var audited = new List<AuditedBreak>();
        foreach (var broken in breaks)
            audited.Add(new(audited.Count + 1, broken, await CheckKeptAsync(new Below(log, Folder(audited.Count + 1)), broken, seen, ct)));
        return audited;
    }

    /// <summary>Looks whether a log begins as it must after what was broken off, or hides that something was.</summary>
    /// <param name="origin">Of the log that was verified.</param>
    /// <param name="first">Its first entry; empty when it has none.</param>
    /// <exception cref="NoteException">It does not.</exception>
    public static void CheckBeginning(string origin, ReadOnlySpan<byte> first, IReadOnlyList<AuditedBreak> breaks)
    {
        if (breaks.Count == 0 && LogBreak.IsBegunBy(first))
            throw new NoteException($"{origin} begins after another log that was closed, and the server does not show that one.");
        if (breaks.Count > 0 && (breaks[^1].Break.Next.Name != origin || !breaks[^1].Break.IsNamedBy(first)))
            throw new NoteException($"{origin} does not begin with what was signed about the end of {breaks[^1].Break.Closed.Name}.");
    }

    private static async Task<long?> CheckKeptAsync(ILogFiles files, LogBreak broken, Checkpoint? seen, CancellationToken ct)
    {
        var (last, _) = Checkpoint.Open(SignedNote.Parse(await files.ReadAsync("checkpoint", ct) ?? throw new NoteException($"The last checkpoint of {broken.Closed.Name} is missing.")), [broken.Closed]);
        if (last != new Checkpoint(broken.Closed.Name, broken.Size, broken.Root))
            throw new NoteException($"The last checkpoint of {broken.Closed.Name} is not the one that it was closed at.");
        var ours = seen?.Origin == broken.Closed.Name ? seen : null;
        var tree = new TreeFrontier();
        while (tree.Size < broken.Kept)
        {
            foreach (var entry in await LogAudit.ReadEntriesAsync(files, TileAddress.Holding(0, tree.Size, broken.Kept)!.Value, ct))
            {
                tree.Append(TreeHash.OfLeaf(entry.Span));
                if (tree.Size == ours?.Size && tree.Root != ours.Root)
                    throw new NoteException($"What is left of {broken.Closed.Name} has another history: its first {ours.Size} entries are not those that were seen before.");
            }
        }

        if (tree.Root != broken.KeptRoot)
            throw new NoteException($"The {broken.Kept} entries that are left of {broken.Closed.Name} are not those that both logs signed.");
        return ours is null ? null : Math.Max(0, ours.Size - broken.Kept);
    }

    private static string Folder(int number) => $"breaks/{number.ToString(CultureInfo.InvariantCulture)}";

    private sealed class Below(ILogFiles log, string folder) : ILogFiles
    {
        public Task<byte[]?> ReadAsync(string path, CancellationToken ct) => log.ReadAsync($"{folder}/{path}", ct);
    }
}
