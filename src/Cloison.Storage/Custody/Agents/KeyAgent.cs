using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Cloison.Storage.Sealing;
using Cloison.Transparency;
using Cloison.Transparency.Merkle;
using Cloison.Transparency.Notes;

namespace Cloison.Storage.Custody.Agents;

/// <summary>
/// A customer's key agent: gives the root of one compartment to one server, and only against a receipt that the customer's access log says so.
/// No receipt, no key: every opening of the compartment is in a log that the customer can read, and that cannot be rewritten behind the agent's back.
/// </summary>
public sealed class KeyAgent : IDisposable
{
    /// <summary>How far the server's clock may be off, and how old an entry may be.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(5);

    private readonly KeyAgentFolder folder;
    private readonly TimeProvider clock;
    // One request at a time: what it remembers decides on the next one.
    private readonly Lock gate = new();
    private readonly Dictionary<string, DateTimeOffset> nonces = new(StringComparer.Ordinal);
    private readonly ECDiffieHellman boxKey = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);

    public KeyAgent(KeyAgentFolder folder, TimeProvider clock) => (this.folder, this.clock) = (folder, clock);

    /// <param name="operation">The last part of the address: <c>status</c>, <c>wrap</c> or <c>unwrap</c>.</param>
    /// <returns>The reply's exact bytes, and its signature.</returns>
    public (byte[] Body, string Signature) Answer(string operation, ReadOnlySpan<byte> body, string? signature)
    {
        AgentReply reply;
        lock (gate)
            reply = Decide(operation, body, signature);
        var answer = AgentSignatures.Json(reply);
        return (answer, Convert.ToBase64String(folder.Key.Sign(AgentSignatures.OfReply(body, answer))));
    }

    public void Dispose() => boxKey.Dispose();

    private AgentReply Decide(string operation, ReadOnlySpan<byte> body, string? signature)
    {
        // Unsigned requests are not even recorded: anybody could fill the disk.
        if (!AgentSignatures.IsSigned(folder.ServerKey.Span, AgentSignatures.OfRequest(body), signature))
            return Refusal(AgentRefusals.Signature);
        if (AgentSignatures.Read<AgentRequest>(body) is not { V: 1 } request || request.Operation != operation || request.Agent != folder.PublicKey
            || request.Customer != folder.Identity.Customer || KeyNumberOf(request.Subject) is not { } number)
            return Refusal(AgentRefusals.Address);
        if (!IsFresh(request))
            return Refused(request, AgentRefusals.Stale);
        if (operation == "status")
            return new(1, BoxKey: Convert.ToBase64String(boxKey.ExportSubjectPublicKeyInfo()));
        if (folder.Standing.IsRevoked)
            return Refused(request, AgentRefusals.Revoked);
        var context = new CustodyContext(CompartmentName.Of(request.Customer), number);
        return operation switch
        {
            "wrap" => Wrap(request, context),
            "unwrap" => Unwrap(request, context),
            _ => Refused(request, AgentRefusals.Address),
        };
    }

    private AgentReply Wrap(AgentRequest request, CustodyContext context)
    {
        using var root = PinnedKey.Filled(this, static (bytes, _) => bytes.Clear());
        using var hold = root.Use();
        try
        {
            SealedBox.Open(boxKey, Convert.FromBase64String(request.Root ?? ""), AgentCustodian.Bound(request), hold.Writable.Span);
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            return Refused(request, AgentRefusals.Address);
        }

        var wrapped = folder.OuterKeys[0].WrapAsync(hold.Memory, context, CancellationToken.None).AsTask().GetAwaiter().GetResult();
        folder.Audit(new(clock.GetUtcNow(), "wrap", "wrapped", request.Subject));
        return new(1, Wrapped: Convert.ToBase64String(wrapped));
    }

    private AgentReply Unwrap(AgentRequest request, CustodyContext context)
    {
        var now = clock.GetUtcNow();
        if (Receipt.Read(request, folder.LogKey) is not { } receipt)
            return Refused(request, AgentRefusals.Receipt);
        var memory = folder.Memory;
        if (Compare(memory, receipt.Checkpoint, request.Consistency) is { } difference)
            return difference.Refused == AgentRefusals.Consistency ? difference : Refused(request, difference.Refused!, receipt);
        // What was seen counts from here on, whatever becomes of the request.
        memory = memory with { Checkpoint = receipt.Note.ToString(), Used = [.. memory.Used.Where(u => u.At > (now - TimeSpan.FromHours(1)).ToUnixTimeMilliseconds())] };
        folder.Remember(memory);

        if (receipt.Type != UnwrapIntent.Type || receipt.Object != request.Subject)
            return Refused(request, AgentRefusals.Receipt, receipt);
        if (memory.Used.Any(u => u.Index == receipt.Index) || (now - receipt.At).Duration() > Fresh)
            return Refused(request, AgentRefusals.Used, receipt);
        if ((folder.Policy is { } policy ? policy.Refusal(now, receipt.Purpose, receipt.Actor, memory.Used.Count) : AgentRefusals.Policy) is { } against)
            return Refused(request, against, receipt);

        using var root = PinnedKey.Filled(this, static (bytes, _) => bytes.Clear());
        using var hold = root.Use();
        if (!TryUnwrap(request.Wrapped, context, hold.Writable) || ReplyKey(request) is not { } replyKey)
            return Refused(request, AgentRefusals.NotOurs, receipt);
        // Both on the disk before the root leaves.
        folder.Remember(memory with { Used = [.. memory.Used, new(receipt.Index, now.ToUnixTimeMilliseconds())] });
        folder.Audit(new(now, "unwrap", "given", request.Subject, receipt.Index, receipt.Purpose, receipt.Actor, receipt.Session));
        return new(1, Root: Convert.ToBase64String(SealedBox.Seal(replyKey, hold.Span, AgentCustodian.Bound(request))));
    }

    /// <summary>Null when the checkpoint extends the last one that was seen.</summary>
    private static AgentReply? Compare(AgentMemory memory, Checkpoint offered, AgentConsistency? consistency)
    {
        if (memory.Checkpoint is null)
            return null;
        var last = Checkpoint.Parse(SignedNote.Parse(memory.Checkpoint).Text);
        if (offered.Size == last.Size)
            return offered.Root == last.Root ? null : Refusal(AgentRefusals.Fork);
        if (offered.Size < last.Size || consistency is null || consistency.OldSize != last.Size)
            return new(1, AgentRefusals.Consistency, last.Size);
        var hashes = new List<TreeHash>();
        foreach (var text in consistency.Hashes)
            hashes.Add(TreeHash.TryParse(text, out var hash) ? hash : default);
        return ProofCheck.Extends(last.Root, last.Size, offered.Root, offered.Size, hashes) ? null : Refusal(AgentRefusals.Fork);
    }

    private bool TryUnwrap(string? wrapped, CustodyContext context, Memory<byte> root)
    {
        foreach (var outer in folder.OuterKeys)
            try
            {
                outer.UnwrapAsync(Convert.FromBase64String(wrapped ?? ""), context, root, CancellationToken.None).AsTask().GetAwaiter().GetResult();
                return true;
            }
            catch (Exception e) when (e is KeyCustodyException or FormatException)
            {
                // An older outer key may have wrapped it.
            }

        return false;
    }

    private static byte[]? ReplyKey(AgentRequest request)
    {
        try
        {
            using var key = ECDiffieHellman.Create();
            var spki = Convert.FromBase64String(request.ReplyKey ?? "");
            key.ImportSubjectPublicKeyInfo(spki, out _);
            return key.KeySize == 256 ? spki : null;
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            return null;
        }
    }

    private bool IsFresh(AgentRequest request)
    {
        var now = clock.GetUtcNow();
        var at = DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(request.Time, 0, DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()));
        foreach (var (old, _) in nonces.Where(n => now - n.Value > 2 * Fresh).ToList())
            nonces.Remove(old);
        return (now - at).Duration() <= Fresh && nonces.TryAdd(request.Nonce, now);
    }

    private static uint? KeyNumberOf(string? subject) =>
        subject?.Split('/') is [_, "root", var number] && uint.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var read) ? read : null;

    private static AgentReply Refusal(string why) => new(1, why);

    private AgentReply Refused(AgentRequest request, string why, Receipt? receipt = null)
    {
        folder.Audit(new(clock.GetUtcNow(), request.Operation, why, request.Subject, receipt?.Index, receipt?.Purpose, receipt?.Actor, receipt?.Session));
        return Refusal(why);
    }

    /// <summary>An entry whose place in the log is proven, with what the agent decides by: nothing that the request merely says.</summary>
    private sealed record Receipt(long Index, SignedNote Note, Checkpoint Checkpoint, string? Type, string? Object, DateTimeOffset At, string? Purpose, string? Actor, string? Session)
    {
        public static Receipt? Read(AgentRequest request, NoteKey log)
        {
            try
            {
                var (entry, proof) = (Convert.FromBase64String(request.Entry ?? ""), LogProof.Parse(request.Proof ?? ""));
                var (checkpoint, _) = proof.Verify(entry, [log]);
                using var json = JsonDocument.Parse(entry);
                return new(
                    proof.Index, proof.Checkpoint, checkpoint, Text(json, "type"), Text(json, "object"), DateTimeOffset.FromUnixTimeMilliseconds(json.RootElement.GetProperty("t").GetInt64()),
                    Text(json, "purpose"), Text(json, "actor"), Text(json, "session"));
            }
            catch (Exception e) when (e is NoteException or FormatException or JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException)
            {
                return null;
            }
        }

        private static string? Text(JsonDocument json, string name) => json.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
    }
}
