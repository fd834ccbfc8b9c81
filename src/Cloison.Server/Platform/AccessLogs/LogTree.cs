using System.Data.Common;
using Cloison.Storage.AccessLogs;
using Cloison.Storage.Databases;
using Cloison.Transparency;
using Cloison.Transparency.Merkle;
using Cloison.Transparency.Notes;
using Cloison.Transparency.Tiles;

namespace Cloison.Server.Platform.AccessLogs;

/// <summary>
/// A Merkle tree in a database: leaves are added in other people's transactions; from time to time the tree over them is signed. A tile of level 0
/// is rows of <c>log_entries</c>; what lies above is kept in <c>log_nodes</c> as it becomes whole.
/// </summary>
/// <remarks>
/// Rows are only ever added and what a reader sees is on disk already (both databases flush a commit before they show it), so that a root may be
/// worked out and signed outside of the writer: its time is everybody's.
/// </remarks>
/// <param name="second">Signs checkpoints as well; null where the platform has no second algorithm.</param>
internal sealed class LogTree(Database database, LogSigner signer, HighWaterMark mark, TimeProvider clock, INoteSigner? second = null) : IDisposable
{
    /// <summary>Nodes that one transaction stores: a few milliseconds of the writer.</summary>
    private const int NodesAtOnce = 64;

    private readonly SemaphoreSlim publishing = new(1, 1);
    private volatile LogHead? head;
    private volatile bool isRolledBack;

    /// <summary>The checkpoint that was signed last; null before the first.</summary>
    public LogHead? Head => head;

    /// <summary>The database is older than what was signed: nothing is signed or served any more, until somebody has looked.</summary>
    public bool IsRolledBack => isRolledBack;

    public NoteKey Key => signer.Key;

    /// <summary>Of the second signature; null when there is none.</summary>
    public NoteKey? SecondKey => second?.Key;

    /// <summary>Adds a leaf, in the caller's transaction.</summary>
    /// <returns>Its place, from 0 on.</returns>
    /// <exception cref="LogUnavailableException">The database does not take it.</exception>
    public static long Append(Session db, TreeHash leaf, byte[] entry)
    {
        try
        {
            // Writers come one after the other, on both databases and all nodes: the numbers have no gaps.
            return db.Scalar<long>(
                "INSERT INTO log_entries (n, leaf, entry) SELECT COALESCE(MAX(n), -1) + 1, @leaf, @entry FROM log_entries RETURNING n",
                ("@leaf", leaf.ToArray()), ("@entry", entry));
        }
        catch (DbException e)
        {
            throw new LogUnavailableException(e);
        }
    }

    /// <summary>Entries so far, signed or not.</summary>
    public static long Size(Session db) => db.Scalar<long>("SELECT COALESCE(MAX(n), -1) + 1 FROM log_entries");

    /// <summary>Stored entries from a place on, as they are stored.</summary>
    public static List<byte[]> Entries(Session db, long first, int count) =>
        db.List("SELECT entry FROM log_entries WHERE n >= @first AND n < @end ORDER BY n", row => row.Bytes(0), ("@first", first), ("@end", first + count));

    /// <summary>The hashes of a tile, one after the other. Only what the signed tree has.</summary>
    public static byte[] ReadTile(Session db, TileAddress tile)
    {
        var first = tile.Index * TileAddress.FullWidth;
        var hashes = tile.Level == 0
            ? db.List("SELECT leaf FROM log_entries WHERE n >= @first AND n < @end ORDER BY n", row => row.Bytes(0), ("@first", first), ("@end", first + tile.Width))
            : db.List(
                "SELECT hash FROM log_nodes WHERE level = @level AND n >= @first AND n < @end ORDER BY n", row => row.Bytes(0),
                ("@level", (long)tile.Level), ("@first", first), ("@end", first + tile.Width));
        if (hashes.Count != tile.Width)
            throw new InvalidDataException($"{tile.Path} has {hashes.Count} hashes instead of {tile.Width}.");
        var bytes = new byte[tile.Width * TreeHash.Bytes];
        for (var i = 0; i < hashes.Count; i++)
            hashes[i].CopyTo(bytes, i * TreeHash.Bytes);
        return bytes;
    }

    /// <summary>The hashes of the tree of the first <paramref name="size"/> entries, which must have been signed.</summary>
    public static TileHashes Hashes(Session db, long size) => new(size, tile => ReadTile(db, tile));

    /// <summary>Looks whether the database is as it was when it was last signed. Before anything is served.</summary>
    public async Task OpenAsync(CancellationToken ct)
    {
        head = await database.ReadAsync(LogHead.Read, ct);
        if (head is not null && mark.Read() is null)
            mark.Raise(head.Note);
        await CheckMarkAsync(ct);
        if (!isRolledBack)
            await PublishAsync(ct);
    }

    /// <summary>Signs all entries that there are, if there are more than were signed.</summary>
    /// <returns>The newest checkpoint.</returns>
    /// <exception cref="LogUnavailableException">The database was rolled back and must not be signed, or does not take it.</exception>
    public async Task<LogHead> PublishAsync(CancellationToken ct)
    {
        await publishing.WaitAsync(ct);
        try
        {
            if (isRolledBack)
                throw RolledBack();
            var (size, stored) = await database.ReadAsync(db => (Size(db), LogHead.Read(db)), ct);
            if (stored is not null && stored.Size == size)
                return head = stored;
            await StoreNodesAsync(size, ct);
            if (!await CheckMarkAsync(ct))
                throw RolledBack();
            var checkpoint = new Checkpoint(signer.Key.Name, size, await database.ReadAsync(db => TreeMath.Root(Hashes(db, size), size), ct));
            var next = new LogHead(checkpoint, second is null ? checkpoint.Sign(signer) : checkpoint.Sign(signer, second), clock.GetUtcNow());
            // The mark first: nothing that was given away may be larger than it.
            mark.Raise(next.Note);
            await database.WriteAsync(next.Store, CancellationToken.None);
            return head = next;
        }
        catch (DbException e)
        {
            throw new LogUnavailableException(e);
        }
        finally
        {
            publishing.Release();
        }
    }

    /// <summary>Compares the database with a checkpoint that this log has signed and somebody else has kept.</summary>
    public async Task CompareAsync(Checkpoint signed, CancellationToken ct) =>
        isRolledBack |= !await database.ReadAsync(db => Size(db) >= signed.Size && (signed.Size > (LogHead.Read(db)?.Size ?? 0) || RootOf(db, signed.Size) == signed.Root), ct);

    public void Dispose() => publishing.Dispose();

    private static LogUnavailableException RolledBack() => new("The access log is older than what it has signed: its database was put back from a backup.");

    /// <returns>False when the database does not continue what was signed.</returns>
    private async Task<bool> CheckMarkAsync(CancellationToken ct)
    {
        if (mark.Read() is not { } note)
            return true;
        var (signed, _) = Checkpoint.Open(note, [signer.Key]);
        var continues = await database.ReadAsync(db => Size(db) >= signed.Size && RootOf(db, signed.Size) == signed.Root, ct);
        isRolledBack |= !continues;
        return continues;
    }

    private static TreeHash? RootOf(Session db, long size)
    {
        try
        {
            return TreeMath.Root(Hashes(db, size), size);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private async Task StoreNodesAsync(long size, CancellationToken ct)
    {
        for (var level = 1; TileAddress.HashesAt(level, size) is > 0 and var wanted; level++)
        {
            var (below, at) = (level - 1, (long)level);
            var next = await database.ReadAsync(db => db.Scalar<long>("SELECT COALESCE(MAX(n), -1) + 1 FROM log_nodes WHERE level = @level", ("@level", at)), ct);
            while (next < wanted)
            {
                var (first, count) = (next, (int)Math.Min(NodesAtOnce, wanted - next));
                var nodes = await database.ReadAsync(
                    db => Enumerable.Range(0, count).Select(i => RootOf(ReadTile(db, new(below, first + i, TileAddress.FullWidth)))).ToList(), ct);
                await database.WriteAsync(
                    db =>
                    {
                        for (var i = 0; i < nodes.Count; i++)
                            db.Execute(
                                "INSERT INTO log_nodes (level, n, hash) VALUES (@level, @n, @hash) ON CONFLICT (level, n) DO NOTHING",
                                ("@level", at), ("@n", first + i), ("@hash", nodes[i].ToArray()));
                    },
                    ct);
                next += count;
            }
        }
    }

    private static TreeHash RootOf(ReadOnlySpan<byte> tile)
    {
        var frontier = new TreeFrontier();
        for (var at = 0; at < tile.Length; at += TreeHash.Bytes)
            frontier.Append(TreeHash.Of(tile.Slice(at, TreeHash.Bytes)));
        return frontier.Root;
    }
}
