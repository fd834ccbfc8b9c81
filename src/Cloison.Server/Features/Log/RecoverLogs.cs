using System.Globalization;
using System.Security.Cryptography;
using Cloison.Domain;
using Cloison.Domain.Ids;
using Cloison.Server.Features.People;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.AccessLogs;
using Cloison.Storage.AccessLogs;
using Cloison.Storage.Compartments;
using Cloison.Storage.Databases;
using Cloison.Storage.Sealing;
using Cloison.Transparency;
using Cloison.Transparency.Merkle;
using Cloison.Transparency.Notes;
using Cloison.Transparency.Signatures;

namespace Cloison.Server.Features.Log;

/// <param name="Customer">Null: the log of logs.</param>
public sealed record RecoveredLog(CustomerId? Customer, LogBreak Break);

/// <summary>
/// The way out when a database was put back from a backup and no newer one is left: closes each log that is behind what it has signed, and begins another one that says
/// so in its first entry. On the data folder of servers that are stopped. Nothing is signed that contradicts what was signed: the old key signs only that it ends, and is destroyed.
/// </summary>
public sealed class RecoverLogs(Installation installation, TimeProvider clock)
{
    private static readonly Problem NoReason = new(
        "log.reason", 400, $"A reason has 1 to {LogBreak.MaxReasonChars} characters in one line.", "Customers read it beside the figures, and it is signed.");

    /// <param name="customerName">Only his log, exactly as he is called; null: every log, and the log of logs.</param>
    /// <param name="kept">A checkpoint that somebody has kept, such as a witness, when the marks were put back as well; null when there is none.</param>
    /// <returns>The logs that were behind; none when all are in order.</returns>
    /// <exception cref="NoteException">A mark or the kept checkpoint is not of its log.</exception>
    public async Task<Outcome<IReadOnlyList<RecoveredLog>>> RunAsync(string? customerName, string reason, SignedNote? kept, CancellationToken ct)
    {
        if (reason.Trim() is not { Length: > 0 and <= LogBreak.MaxReasonChars } said || said.Any(char.IsControl))
            return NoReason;
        var customers = await CustomersAsync(customerName, ct);
        if (customerName is not null && customers.Count != 1)
            return new Problem("not_found", 404, $"{(customers.Count == 0 ? "No customer is" : $"{customers.Count} customers are")} called '{customerName}'.");
        var recovered = new List<RecoveredLog>();
        foreach (var customer in customers)
        {
            var mark = new HighWaterMark(Path.Combine(installation.DataFolder, "compartments", customer.Text, "log-mark"));
            if (await installation.UseClosedAsync(customer, database => RecoverAsync(CompartmentName.Of(customer), database, mark, said, kept, EntryOf, ct), ct) is { } broken)
                recovered.Add(new(customer, broken));
            // Of the log before: made anew within a minute.
            if (recovered.Count > 0 && recovered[^1].Customer == customer)
                await installation.Control.WriteAsync(db => db.Execute("DELETE FROM log_anchors WHERE customer = @customer", ("@customer", customer.Text)), ct);
        }

        if (customerName is null && await RecoverAsync(
                CompartmentName.Control, installation.Control, new(Path.Combine(installation.DataFolder, "log-mark")), said, kept, (_, b) => new(TreeHash.OfLeaf(b.Digest), b.Digest), ct) is { } ofLogs)
        {
            await installation.Control.WriteAsync(db => db.Execute("DELETE FROM log_anchors"), ct);
            recovered.Add(new(null, ofLogs));
        }

        return recovered;
    }

    private Task<List<CustomerId>> CustomersAsync(string? name, CancellationToken ct)
    {
        var sealer = new ControlSealer(installation.ControlKeys.ForCompartment());
        return new ControlDatabase(installation.Control).ReadAsync(
            db => name is null
                ? db.List("SELECT id FROM customers WHERE state = 0 ORDER BY id", row => row.Id<CustomerKind>(0))
                : CustomerRows.List(db, sealer).Where(c => c.Name == name).Select(c => c.Id).ToList(),
            ct);
    }

    /// <returns>Null when the log is not behind, or has signed nothing yet.</returns>
    private async Task<LogBreak?> RecoverAsync(
        CompartmentName name, Database database, HighWaterMark mark, string reason, SignedNote? kept, Func<LogKeys, LogBreak, PreparedEntry> entryOf, CancellationToken ct)
    {
        var breaks = await database.ReadAsync(LogBreaks.List, ct);
        // A run before this one was stopped half-way.
        if (breaks is [.., { Successor: { } sealedSeed } begun])
            return await FinishAsync(name, database, mark, begun, sealedSeed, ct);
        if (await LogKeys.FindAsync(installation.Control, installation.ControlKeys, name, ct) is not { } keys)
            return null;
        using (keys)
        {
            if (await FindLostAsync(database, keys.Signer.Key, mark, kept, ct) is not var (signed, note, left, root))
                return null;
            var number = breaks.Count + 1;
            var seed = RandomNumberGenerator.GetBytes(Ed25519.SeedBytes);
            try
            {
                using var key = Ed25519Key.FromSeed(seed);
                var first = breaks.Count > 0 ? breaks[0].Break.Closed.Name : signed.Origin;
                var signer = new LogSigner(string.Create(CultureInfo.InvariantCulture, $"{first}/{number + 1}"), key);
                var now = DateTimeOffset.FromUnixTimeSeconds(clock.GetUtcNow().ToUnixTimeSeconds());
                var broken = new LogBreak(keys.Signer.Key, signed.Size, signed.Root, left, root, signer.Key, now, reason);
                var stored = new StoredBreak(number, SignedNote.Sign(broken.ToString(), keys.Signer, signer), note, installation.ControlKeys.ForCompartment().Seal(At(name, number), seed), null, null);
                var entry = entryOf(keys, broken);
                var checkpoint = new Checkpoint(signer.Key.Name, 1, entry.Leaf);
                await database.WriteAsync(
                    db =>
                    {
                        LogBreaks.Store(db, stored, entry, new(checkpoint, checkpoint.Sign(signer), now));
                        if (name != CompartmentName.Control)
                            LogWitness.ForgetCosigned(db);
                    },
                    CancellationToken.None);
                return await FinishAsync(name, database, mark, stored, stored.Successor!, ct);
            }
            finally
            {
                CryptographicOperations.ZeroMemory(seed);
            }
        }
    }

    /// <summary>What the log has signed and the database does not continue: the larger one of the mark and of what somebody has kept.</summary>
    private static async Task<(Checkpoint Signed, SignedNote Note, long Left, TreeHash Root)?> FindLostAsync(
        Database database, NoteKey key, HighWaterMark mark, SignedNote? kept, CancellationToken ct)
    {
        (Checkpoint, SignedNote, long, TreeHash)? lost = null;
        foreach (var note in new[] { mark.Read(), kept is not null && Checkpoint.Parse(kept.Text).Origin == key.Name ? kept : null })
        {
            if (note is null)
                continue;
            var (signed, _) = Checkpoint.Open(note, [key]);
            var (left, root, rootAt) = await database.ReadAsync(db => LogBreaks.Measure(db, signed.Size), ct);
            if (rootAt != signed.Root && (lost is null || lost.Value.Item1.Size < signed.Size))
                lost = (signed, note, left, root);
        }

        return lost;
    }

    /// <summary>Gives the new log its keys and its mark. Every step may be done again.</summary>
    private async Task<LogBreak> FinishAsync(CompartmentName name, Database database, HighWaterMark mark, StoredBreak broken, byte[] sealedSeed, CancellationToken ct)
    {
        var seed = installation.ControlKeys.ForCompartment().Open(At(name, broken.Number), sealedSeed);
        try
        {
            await LogKeys.SucceedAsync(installation.Control, installation.ControlKeys, name, broken.Break.Next.Name, seed, ct);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seed);
        }

        mark.Begin(broken.Number, (await database.ReadAsync(LogHead.Read, ct))!.Note);
        await database.WriteAsync(db => LogBreaks.Settle(db, broken.Number), ct);
        return broken.Break;
    }

    private PreparedEntry EntryOf(LogKeys keys, LogBreak broken) => AccessLog.Sealed(
        keys, EntryEncoding.Write(new(LogTypes.Recovery, Actor: null, Session: null, Rule: broken.Figures), null, null, broken.Closed.Name, LogKeys.Version, clock.GetUtcNow()));

    private static SealContext At(CompartmentName name, int number) => new("log_breaks", "successor", string.Create(CultureInfo.InvariantCulture, $"{name}/{number}"));
}
