using Cloison.Transparency.Merkle;
using Cloison.Transparency.Notes;
using Cloison.Transparency.Tiles;

namespace Cloison.Transparency.Audit;

/// <param name="Checkpoint">What was verified: every entry below its size.</param>
/// <param name="Note">The checkpoint with its signatures: to be kept, for the next audit to compare with.</param>
/// <param name="Tiles">Tiles that were served and are as they must be.</param>
public sealed record AuditReport(Checkpoint Checkpoint, SignedNote Note, IReadOnlyList<VerifiedSignature> Signatures, long Tiles);

/// <summary>
/// Checks a whole log without trusting who serves it: signatures, every entry against the root, every tile, and that nothing that was seen before has changed or gone.
/// </summary>
/// <remarks>Memory: a bundle and a few tiles, however long the log.</remarks>
public static class LogAudit
{
    /// <param name="keys">The log's and its witnesses'.</param>
    /// <param name="seen">The checkpoint of an earlier audit; null at the first.</param>
    /// <param name="onEntry">Gets every entry, in order, as soon as its bundle is read. It is proven only when the audit has ended well.</param>
    /// <param name="progress">Gets, after each bundle, how many entries are done, and of how many.</param>
    /// <exception cref="NoteException">The log must not be believed: the message says what is wrong and where.</exception>
    /// <exception cref="IOException">A file could not be read.</exception>
    public static Task<AuditReport> RunAsync(
        ILogFiles log, IReadOnlyCollection<NoteKey> keys, Checkpoint? seen = null, Action<long, ReadOnlyMemory<byte>>? onEntry = null, Action<long, long>? progress = null, CancellationToken ct = default)
    {
        return RunAsync(log, keys, seen, ReadLeavesAsync, progress, ct);

        async Task<IEnumerable<TreeHash>> ReadLeavesAsync(TileAddress address)
        {
            var index = address.Index * TileAddress.FullWidth;
            return (await ReadEntriesAsync(log, address, ct)).Select(entry =>
            {
                onEntry?.Invoke(index++, entry);
                return TreeHash.OfLeaf(entry.Span);
            });
        }
    }

    /// <summary>
    /// Checks a log whose entries are gone, or are not shown: that the hashes of its entries make what the log signed, and that none that was seen before has
    /// changed. What the entries said is not checked.
    /// </summary>
    /// <inheritdoc cref="RunAsync(ILogFiles, IReadOnlyCollection{NoteKey}, Checkpoint?, Action{long, ReadOnlyMemory{byte}}?, Action{long, long}?, CancellationToken)"/>
    public static Task<AuditReport> RunOnHashesAsync(
        ILogFiles log, IReadOnlyCollection<NoteKey> keys, Checkpoint? seen = null, Action<long, long>? progress = null, CancellationToken ct = default) =>
        RunAsync(log, keys, seen, address => ReadHashesAsync(log, address, ct), progress, ct);

    private static async Task<AuditReport> RunAsync(
        ILogFiles log, IReadOnlyCollection<NoteKey> keys, Checkpoint? seen, Func<TileAddress, Task<IEnumerable<TreeHash>>> leaves, Action<long, long>? progress, CancellationToken ct)
    {
        var note = SignedNote.Parse(await log.ReadAsync("checkpoint", ct) ?? throw new NoteException("The log has no checkpoint."));
        var (checkpoint, signatures) = Checkpoint.Open(note, keys);
        Compare(checkpoint, seen);
        var full = new List<(TileAddress Address, byte[] Bytes)>();
        var builder = new TileBuilder((address, bytes) => full.Add((address, bytes.ToArray())));
        var tiles = 0L;
        for (var bundle = 0L; bundle * TileAddress.FullWidth < checkpoint.Size; bundle++)
        {
            var address = TileAddress.Holding(0, bundle * TileAddress.FullWidth, checkpoint.Size)!.Value;
            foreach (var leaf in await leaves(address))
            {
                builder.Append(leaf);
                if (seen is not null && builder.Size == seen.Size && builder.Root != seen.Root)
                    throw new NoteException($"The log has another history: its first {seen.Size} entries are not those that were seen before.");
            }

            // Compared as they become full: which bundle is wrong is said at once, and memory stays small.
            foreach (var (tile, bytes) in full)
                await CompareAsync(log, tile, bytes, ct);
            tiles += full.Count;
            full.Clear();
            progress?.Invoke(builder.Size, checkpoint.Size);
        }

        foreach (var (tile, bytes) in builder.Partial().ToList())
        {
            await CompareAsync(log, tile, bytes, ct);
            tiles++;
        }

        return builder.Root == checkpoint.Root
            ? new(checkpoint, note, signatures, tiles)
            : throw new NoteException($"The {checkpoint.Size} entries do not make the root that the log signed.");
    }

    private static void Compare(Checkpoint now, Checkpoint? seen)
    {
        if (seen is null)
            return;
        if (now.Origin != seen.Origin)
            throw new NoteException($"This is the log {now.Origin}; what was seen before is of {seen.Origin}.");
        if (now.Size < seen.Size)
            throw new NoteException($"The log is older than what was seen before: {now.Size} entries, and there were {seen.Size}.");
    }

    internal static async Task<IEnumerable<ReadOnlyMemory<byte>>> ReadEntriesAsync(ILogFiles log, TileAddress address, CancellationToken ct)
    {
        var (bytes, width) = await ReadWideAsync(log, address, a => a.EntriesPath, ct);
        try
        {
            return EntryBundle.Read(bytes, width).Take(address.Width);
        }
        catch (InvalidDataException e)
        {
            throw new NoteException($"{address.EntriesPath}: {e.Message}");
        }
    }

    private static async Task<IEnumerable<TreeHash>> ReadHashesAsync(ILogFiles log, TileAddress address, CancellationToken ct)
    {
        var (bytes, width) = await ReadWideAsync(log, address, a => a.Path, ct);
        if (bytes.Length != width * TreeHash.Bytes)
            throw new NoteException($"{address.Path} has {bytes.Length} bytes instead of {width * TreeHash.Bytes}.");
        return Enumerable.Range(0, address.Width).Select(at => TreeHash.Of(bytes.AsSpan(at * TreeHash.Bytes, TreeHash.Bytes)));
    }

    private static async Task CompareAsync(ILogFiles log, TileAddress address, ReadOnlyMemory<byte> expected, CancellationToken ct)
    {
        var (served, width) = await ReadWideAsync(log, address, a => a.Path, ct);
        if (served.Length != width * TreeHash.Bytes)
            throw new NoteException($"{address.Path} has {served.Length} bytes instead of {width * TreeHash.Bytes}.");
        for (var at = 0; at < expected.Length; at += TreeHash.Bytes)
            if (!served.AsSpan(at, TreeHash.Bytes).SequenceEqual(expected.Span.Slice(at, TreeHash.Bytes)))
                throw new NoteException(address.Level == 0
                    ? $"Entry {address.Index * TileAddress.FullWidth + at / TreeHash.Bytes} is not the one that was logged: its hash is not that of {address.Path}."
                    : $"{address.Path} does not follow from the entries: hash {at / TreeHash.Bytes} is wrong.");
    }

    /// <summary>A partial file may be gone once the full one is there.</summary>
    /// <returns>The bytes, and how many entries or hashes they must hold.</returns>
    private static async Task<(byte[] Bytes, int Width)> ReadWideAsync(ILogFiles log, TileAddress address, Func<TileAddress, string> path, CancellationToken ct)
    {
        if (await log.ReadAsync(path(address), ct) is { } bytes)
            return (bytes, address.Width);
        var full = address with { Width = TileAddress.FullWidth };
        return full != address && await log.ReadAsync(path(full), ct) is { } wide ? (wide, full.Width) : throw new NoteException($"{path(address)} is missing.");
    }
}
