using System.Collections.Concurrent;
using System.Text.Json;
using Cloison.Storage.Custody;
using Cloison.Storage.Sealing;
using Cloison.Transparency;
using Cloison.Transparency.Merkle;
using Cloison.Transparency.Notes;
using Cloison.Transparency.Signatures;

namespace Cloison.ServerTests.Custody;

/// <summary>An access log of <c>key.unwrap</c> entries in memory, made by the product's own library: one for each customer.</summary>
internal sealed class TestLogs(TimeProvider clock) : IUnwrapReceipts
{
    private readonly ConcurrentDictionary<CustomerId, TestLog> logs = new();

    public TestLog Of(CustomerId customer) => logs.GetOrAdd(customer, id => new($"log.example/l/{id}", clock));

    public Task<UnwrapReceipt> MakeAsync(CustomerId customer, string subject, UnwrapPurpose? why, CancellationToken ct) =>
        Task.FromResult(Of(customer).Make(subject, why?.Reason, why?.Person?.Text));

    public Task<string> RenewAsync(CustomerId customer, long index, CancellationToken ct) => Task.FromResult(Of(customer).Proof(index));

    public Task<IReadOnlyList<TreeHash>> ConsistencyAsync(CustomerId customer, long oldSize, long newSize, CancellationToken ct) =>
        Task.FromResult(Of(customer).Consistency(oldSize, newSize));
}

internal sealed class TestLog(string origin, TimeProvider clock, byte? seed = null) : IHashSource
{
    private readonly Lock gate = new();
    private readonly List<byte[]> entries = [];
    private readonly LogSigner signer = new(origin, Ed25519Key.FromSeed([.. Enumerable.Repeat(seed ?? 7, Ed25519.SeedBytes)]));

    public NoteKey Key => signer.Key;

    public int Count
    {
        get
        {
            lock (gate)
                return entries.Count;
        }
    }

    public UnwrapReceipt Make(string subject, string? reason = "label", string? actor = "p1", string type = UnwrapIntent.Type, DateTimeOffset? at = null)
    {
        var entry = JsonSerializer.SerializeToUtf8Bytes(new
        {
            v = 1, type, t = (at ?? clock.GetUtcNow()).ToUnixTimeMilliseconds(), actor, session = "s1", purpose = reason, @object = subject, salt = Guid.NewGuid(),
        });
        var index = Append(entry);
        return new(index, entry, Proof(index));
    }

    public long Append(byte[] entry)
    {
        lock (gate)
        {
            entries.Add(entry);
            return entries.Count - 1;
        }
    }

    /// <summary>In the newest checkpoint.</summary>
    public string Proof(long index)
    {
        lock (gate)
        {
            var checkpoint = new Checkpoint(origin, entries.Count, TreeMath.Root(this, entries.Count));
            return new LogProof(index, TreeMath.Inclusion(this, index, entries.Count), checkpoint.Sign(signer)).ToString();
        }
    }

    public IReadOnlyList<TreeHash> Consistency(long oldSize, long newSize)
    {
        lock (gate)
            return TreeMath.Consistency(this, oldSize, newSize);
    }

    public TreeHash Read(int level, long index) => level == 0
        ? TreeHash.OfLeaf(entries[(int)index])
        : TreeHash.OfNode(Read(level - 1, 2 * index), Read(level - 1, 2 * index + 1));
}
