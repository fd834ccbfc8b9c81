using System.Security.Cryptography;
using Cloison.Domain.Ids;
using Cloison.Storage.AccessLogs;
using Cloison.Storage.Compartments;
using Cloison.Storage.Databases;
using Cloison.Storage.Sealing;
using Cloison.Transparency;
using Cloison.Transparency.Merkle;
using Cloison.Transparency.Notes;

namespace Cloison.Server.Platform.AccessLogs;

/// <summary>What a customer needs to find his checkpoint in the log of logs.</summary>
internal sealed record Anchor(SignedNote Checkpoint, byte[] Salt, long Index, DateTimeOffset At);

/// <summary>
/// The log that everybody sees and outside witnesses cosign: each minute one commitment a customer, SHA-256(salt ‖ checkpoint), in an order of chance. A
/// customer who is silent has one too, of nothing: how much anybody works cannot be read off, and no customer can be shown another history than the world.
/// </summary>
internal sealed class LogOfLogs(Installation installation, OpenLogs logs, TimeProvider clock, ILogger<LogOfLogs> output) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);
    private readonly SemaphoreSlim opening = new(1, 1);
    private LogTree? tree;
    private LogKeys? keys;

    public async Task<LogTree> TreeAsync(CancellationToken ct)
    {
        await opening.WaitAsync(ct);
        try
        {
            if (tree is not null)
                return tree;
            keys = await LogKeys.OpenAsync(
                installation.Control, installation.ControlKeys, CompartmentName.Control, _ => Task.FromResult($"{logs.Domain}/logs"), clock.GetUtcNow(), CancellationToken.None);
            var opened = new LogTree(installation.Control, keys.Signer, new HighWaterMark(Path.Combine(installation.DataFolder, "log-mark")), clock, keys.PostQuantum);
            await opened.OpenAsync(CancellationToken.None);
            return tree = opened;
        }
        finally
        {
            opening.Release();
        }
    }

    public async Task<LogFiles> FilesAsync(CancellationToken ct)
    {
        var opened = await TreeAsync(ct);
        return new(
            opened, installation.Control, (first, count, cancel) => installation.Control.ReadAsync(db => LogTree.Entries(db, first, count), cancel), _ => Task.FromResult(opened.Head?.Note),
            stored => stored.Entry);
    }

    /// <summary>Adds a commitment for every customer, and signs.</summary>
    public async Task AnchorAsync(CancellationToken ct)
    {
        var opened = await TreeAsync(ct);
        var now = clock.GetUtcNow();
        var heads = new Dictionary<CustomerId, SignedNote>();
        foreach (var compartment in installation.Opened)
            if ((await logs.OfAsync(compartment)).Tree is { IsRolledBack: false, Head: { } head })
                heads[compartment.Customer] = head.Note;
        var customers = await installation.Control.ReadAsync(db => db.List("SELECT id FROM customers WHERE state = 0", row => row.Id<CustomerKind>(0)).ToArray(), ct);
        RandomNumberGenerator.Shuffle(customers.AsSpan());
        var leaves = customers.Select(customer => Commitment.Of(customer, heads.GetValueOrDefault(customer), installation.ControlKeys)).ToList();
        await installation.Control.WriteAsync(
            db =>
            {
                foreach (var leaf in leaves)
                    leaf.Store(db, now);
            },
            ct);
        await opened.PublishAsync(ct);
    }

    /// <summary>The newest commitment to a customer's checkpoint, and the proof that the log of logs has it; null when there is none yet.</summary>
    public async Task<(Anchor Anchor, LogProof Proof, LogTree Tree)?> FindAsync(CustomerId customer, CancellationToken ct)
    {
        var opened = await TreeAsync(ct);
        var (index, content, at) = await installation.Control.ReadAsync(
            db => db.First("SELECT n, content, at FROM log_anchors WHERE customer = @customer", row => (row.GetInt64(0), row.Bytes(1), row.Time(2)), ("@customer", customer.Text)), ct);
        if (content is null)
            return null;
        var plain = installation.ControlKeys.ForCompartment().Open(Commitment.At(customer), content);
        var head = opened.Head is { } signed && index < signed.Size ? signed : await opened.PublishAsync(ct);
        var proof = await installation.Control.ReadAsync(db => TreeMath.Inclusion(LogTree.Hashes(db, head.Size), index, head.Size), ct);
        return (new(SignedNote.Parse(plain.AsSpan(Commitment.SaltBytes)), plain[..Commitment.SaltBytes], index, at), new(index, proof, head.Note), opened);
    }

    public override void Dispose()
    {
        base.Dispose();
        opening.Dispose();
        tree?.Dispose();
        keys?.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            try
            {
                await AnchorAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                output.LogError("The log of logs got no entries: {Kind}", e.GetType().Name);
            }
    }

    /// <param name="Sealed">Salt and checkpoint; null: a commitment to nothing.</param>
    private sealed record Commitment(CustomerId Customer, byte[] Hash, byte[]? Sealed)
    {
        public const int SaltBytes = 32;

        public static Commitment Of(CustomerId customer, SignedNote? checkpoint, KeyRing controlKeys)
        {
            if (checkpoint is null)
                return new(customer, RandomNumberGenerator.GetBytes(SHA256.HashSizeInBytes), null);
            byte[] content = [.. RandomNumberGenerator.GetBytes(SaltBytes), .. checkpoint.ToUtf8()];
            return new(customer, SHA256.HashData(content), controlKeys.ForCompartment().Seal(At(customer), content));
        }

        public static SealContext At(CustomerId customer) => new("log_anchors", "content", customer.Text);

        public void Store(Session db, DateTimeOffset now)
        {
            var n = LogTree.Append(db, TreeHash.OfLeaf(Hash), Hash);
            if (Sealed is not null)
                db.Execute(
                    """
                    INSERT INTO log_anchors (customer, n, content, at) VALUES (@customer, @n, @content, @now)
                    ON CONFLICT (customer) DO UPDATE SET n = excluded.n, content = excluded.content, at = excluded.at
                    """,
                    ("@customer", Customer.Text), ("@n", n), ("@content", Sealed), ("@now", now.ToUnixTimeMilliseconds()));
        }
    }
}
