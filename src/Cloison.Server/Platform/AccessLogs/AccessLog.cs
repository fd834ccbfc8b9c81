using System.Collections.Concurrent;
using System.Data.Common;
using Cloison.Contracts;
using Cloison.Storage.AccessLogs;
using Cloison.Storage.Databases;
using Cloison.Storage.Sealing;
using Cloison.Transparency;
using Cloison.Transparency.Merkle;
using Cloison.Transparency.Notes;

namespace Cloison.Server.Platform.AccessLogs;

/// <summary>
/// One compartment's access log: who was given what, when and why. Content leaves only after its entry is durably stored; the checkpoint over it
/// follows within a second. See docs/operations/access-log.md.
/// </summary>
internal sealed class AccessLog
{
    /// <summary>Pseudonyms that are remembered: everybody at work; more would only cost memory.</summary>
    private const int MaxRemembered = 20_000;

    private readonly Database database;
    private readonly LogKeys keys;
    private readonly TimeProvider clock;
    private readonly ConcurrentDictionary<string, string> pseudonyms = new(StringComparer.Ordinal);

    private AccessLog(Database database, LogKeys keys, HighWaterMark mark, TimeProvider clock)
    {
        (this.database, this.keys, this.clock) = (database, keys, clock);
        Tree = new(database, keys.Signer, mark, clock, keys.PostQuantum);
    }

    public LogTree Tree { get; }

    public LogKeys Keys => keys;

    public Database Database => database;

    public LogState State => Tree.IsRolledBack ? LogState.Rollback : LogState.Ready;

    public static async Task<AccessLog> OpenAsync(Database database, LogKeys keys, HighWaterMark mark, TimeProvider clock, CancellationToken ct)
    {
        var log = new AccessLog(database, keys, mark, clock);
        await log.Tree.OpenAsync(ct);
        return log;
    }

    /// <summary>Hashes and seals an entry.</summary>
    /// <remarks>About ten microseconds. Within the writer only where the entry is not known before: which task somebody is given is decided there.</remarks>
    public PreparedEntry Prepare(LogEntry entry)
    {
        var session = entry.Session?.Text ?? entry.Key?.Text;
        var bytes = EntryEncoding.Write(
            entry, entry.Actor is { } actor ? Pseudonym(actor.Text) : null, session is null ? null : Pseudonym(session),
            PersonId.TryParse(entry.Object, out var person) ? Pseudonym(person.Text) : entry.Object, LogKeys.Version, clock.GetUtcNow());
        return Sealed(keys, bytes);
    }

    /// <summary>Hashes and seals the bytes of an entry.</summary>
    internal static PreparedEntry Sealed(LogKeys keys, byte[] entry)
    {
        var leaf = TreeHash.OfLeaf(entry);
        return new(leaf, keys.Seal(At(leaf), entry));
    }

    /// <summary>Adds an entry to the transaction of what it is about: both are stored, or neither.</summary>
    /// <returns>Its place in the log.</returns>
    /// <exception cref="LogUnavailableException">The log does not take it: the transaction must not commit.</exception>
    public static long Append(Session db, PreparedEntry entry) => LogTree.Append(db, entry.Leaf, entry.Sealed);

    /// <summary>Adds an entry by itself; returns when it would survive a power cut.</summary>
    /// <returns>Its place in the log.</returns>
    /// <exception cref="LogUnavailableException">The log does not take it.</exception>
    public async Task<long> AppendAsync(LogEntry entry, CancellationToken ct)
    {
        ThrowIfRolledBack();
        var prepared = Prepare(entry);
        try
        {
            return await database.WriteAsync(db => Append(db, prepared), ct);
        }
        catch (StorageUnavailableException e) when (e.InnerException is DbException inner)
        {
            throw new LogUnavailableException(inner);
        }
    }

    /// <summary>A proof that the log holds an entry, to be kept and checked without the log; the entry goes along. Signs a checkpoint if none has the entry yet.</summary>
    /// <returns>The text of a <c>.tlog-proof</c> file; null when there is no such entry.</returns>
    public async Task<string?> ReceiptAsync(long index, CancellationToken ct)
    {
        ThrowIfRolledBack();
        var head = Tree.Head is { } signed && index < signed.Size ? signed : await Tree.PublishAsync(ct);
        if (index < 0 || index >= head.Size)
            return null;
        var (proof, stored, cosigned) = await database.ReadAsync(
            db => (TreeMath.Inclusion(LogTree.Hashes(db, head.Size), index, head.Size), ReadStored(db, index, 1)[0], Cosignatures(db, head.Size)), ct);
        return new LogProof(index, proof, head.Note.With(cosigned), Open(stored)).ToString();
    }

    /// <summary>Signs a statement of the log about its customer, such as a certificate.</summary>
    /// <param name="noteText">Ends with a line end; must not be mistaken for a checkpoint.</param>
    /// <exception cref="ArgumentException">The text could be read as a checkpoint: signing it would be a fork.</exception>
    public Task<SignedNote> SignAsync(string noteText)
    {
        ThrowIfRolledBack();
        try
        {
            Checkpoint.Parse(noteText);
        }
        catch (NoteException)
        {
            return Task.FromResult(SignedNote.Sign(noteText, keys.Signer));
        }

        throw new ArgumentException("This text is a checkpoint.", nameof(noteText));
    }

    /// <summary>The checkpoint as it is served, with the signatures of those who have cosigned this one; null before the first.</summary>
    public async Task<SignedNote?> CheckpointAsync(CancellationToken ct) =>
        Tree.Head is { } head ? head.Note.With(await database.ReadAsync(db => Cosignatures(db, head.Size), ct)) : null;

    /// <summary>Entries from a place on, opened.</summary>
    public async Task<List<byte[]>> ReadAsync(long first, int count, CancellationToken ct)
    {
        var stored = await database.ReadAsync(db => ReadStored(db, first, count), ct);
        return stored.ConvertAll(Open);
    }

    /// <summary>Stands for a person, session or key in this log.</summary>
    public string Pseudonym(string id)
    {
        if (pseudonyms.TryGetValue(id, out var known))
            return known;
        if (pseudonyms.Count >= MaxRemembered)
            pseudonyms.Clear();
        return pseudonyms.GetOrAdd(id, keys.Pseudonym);
    }

    /// <summary>Opens an entry as it is stored.</summary>
    public byte[] Open((byte[] Leaf, byte[] Entry) stored) => keys.Open(At(TreeHash.Of(stored.Leaf)), stored.Entry);

    /// <summary>Zeroes the log's keys.</summary>
    // Not IDisposable: a request's service scope would close it behind everybody's back. OpenLogs closes it.
    public void Close()
    {
        Tree.Dispose();
        keys.Dispose();
        pseudonyms.Clear();
    }

    private static List<(byte[] Leaf, byte[] Entry)> ReadStored(Session db, long first, int count) => db.List(
        "SELECT leaf, entry FROM log_entries WHERE n >= @first AND n < @end ORDER BY n", row => (row.Bytes(0), row.Bytes(1)), ("@first", first), ("@end", first + count));

    private static List<NoteSignature> Cosignatures(Session db, long size) =>
    [
        .. db.List("SELECT signature FROM log_witnesses WHERE size = @size AND signature IS NOT NULL ORDER BY id", row => row.GetString(0), ("@size", size))
            .Select(line => NoteSignature.TryParse(line, out var signature) ? signature : null).OfType<NoteSignature>(),
    ];

    private static SealContext At(TreeHash leaf) => new("log_entries", "entry", leaf.ToString());

    private void ThrowIfRolledBack()
    {
        if (Tree.IsRolledBack)
            throw new LogUnavailableException("The access log was rolled back.");
    }
}
