using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Cloison.Domain.Json;
using Cloison.Transparency.Signatures;

namespace Cloison.Storage.Custody.Agents;

/// <summary>What a server asks of a key agent. Signed by the server over the exact bytes of its JSON.</summary>
/// <param name="Agent">The public key of the agent that is asked, base64: a request to one is none to another.</param>
/// <param name="Time">Unix milliseconds.</param>
/// <param name="Nonce">16 random bytes, base64.</param>
/// <param name="Subject">Which root: <see cref="UnwrapIntent.Subject"/>.</param>
/// <param name="ReplyKey">SPKI of a P-256 key made for this request, base64: the root comes back sealed for it.</param>
/// <param name="Wrapped">To unwrap: what the agent gave when it wrapped the root.</param>
/// <param name="Root">To wrap: the root in a <see cref="SealedBox"/> for the agent.</param>
/// <param name="Entry">To unwrap: the access log's entry, base64.</param>
/// <param name="Proof">To unwrap: the entry's <c>.tlog-proof</c>.</param>
/// <param name="Consistency">To unwrap: that the proof's checkpoint extends the one that the agent saw last; hashes in base64.</param>
internal sealed record AgentRequest(
    int V, string Operation, string Agent, CustomerId Customer, long Time, string Nonce, string? Subject = null, string? ReplyKey = null, string? Wrapped = null,
    string? Root = null, string? Entry = null, string? Proof = null, AgentConsistency? Consistency = null);

internal sealed record AgentConsistency(long OldSize, IReadOnlyList<string> Hashes);

/// <summary>What the agent says. Signed by the agent over the request and the exact bytes of its JSON.</summary>
/// <param name="Refused">A word; absent when it did what was asked. See <see cref="AgentRefusals"/>.</param>
/// <param name="Size">With <see cref="AgentRefusals.Consistency"/>: how many entries the last checkpoint had that the agent saw.</param>
/// <param name="Root">The root in a <see cref="SealedBox"/> for the request's reply key.</param>
/// <param name="BoxKey">Of a status: what roots for the agent are sealed for, SPKI in base64.</param>
internal sealed record AgentReply(int V, string? Refused = null, long? Size = null, string? Root = null, string? Wrapped = null, string? BoxKey = null);

/// <summary>What an agent tells its server unasked. Signed by the agent.</summary>
/// <param name="State"><c>revoked</c> or <c>restored</c>.</param>
/// <param name="Number">Grows with every message: an old one, sent again, counts for nothing.</param>
public sealed record AgentNotice(int V, CustomerId Customer, string Agent, string State, long Number, long Time)
{
    public const string Revoked = "revoked", Restored = "restored";
}

/// <summary>Why an agent did not do what it was asked.</summary>
internal static class AgentRefusals
{
    /// <summary>Not signed by the server that the agent serves.</summary>
    public const string Signature = "signature";

    /// <summary>For another agent, customer, version or operation.</summary>
    public const string Address = "address";

    /// <summary>Too old, of the future, or seen before.</summary>
    public const string Stale = "stale";

    /// <summary>The customer has taken the key back.</summary>
    public const string Revoked = "revoked";

    /// <summary>No receipt, a forged one, one of another log, or one for something else.</summary>
    public const string Receipt = "receipt";

    /// <summary>The receipt was used before, or its entry is too old.</summary>
    public const string Used = "used";

    /// <summary>The checkpoint is not shown to extend the last one; <see cref="AgentReply.Size"/> says which proof is wanted.</summary>
    public const string Consistency = "consistency";

    /// <summary>The checkpoint does not extend the last one: the log shows different histories.</summary>
    public const string Fork = "fork";

    public const string Hours = "hours", Reason = "reason", Person = "person", Rate = "rate";

    /// <summary>The agent's policy file cannot be read: then nobody gets anything.</summary>
    public const string Policy = "policy";

    /// <summary>The wrapped root is not one that this agent wrapped for this place.</summary>
    public const string NotOurs = "not_ours";
}

/// <summary>How messages are signed: Ed25519 over a label of their kind, what they answer, and their exact bytes.</summary>
internal static class AgentSignatures
{
    public const string Header = "Cloison-Signature";

    public const int MaxBytes = 256 * 1024;

    public static byte[] Json<T>(T message) => JsonSerializer.SerializeToUtf8Bytes(message, DomainJson.Options);

    /// <summary>Null for anything that is no such message.</summary>
    public static T? Read<T>(ReadOnlySpan<byte> body) where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(body, DomainJson.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static byte[] OfRequest(ReadOnlySpan<byte> body) => Labelled("cloison.keyagent.request.v1", body);

    public static byte[] OfReply(ReadOnlySpan<byte> request, ReadOnlySpan<byte> body) => Labelled($"cloison.keyagent.reply.v1 {Convert.ToHexStringLower(SHA256.HashData(request))}", body);

    public static byte[] OfNotice(ReadOnlySpan<byte> body) => Labelled("cloison.keyagent.notice.v1", body);

    public static bool IsSigned(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, string? signature)
    {
        Span<byte> bytes = stackalloc byte[Ed25519.SignatureBytes];
        return signature is not null && Convert.TryFromBase64String(signature, bytes, out var written) && written == bytes.Length && Ed25519.Verify(publicKey, message, bytes);
    }

    private static byte[] Labelled(string label, ReadOnlySpan<byte> body) => [.. Encoding.ASCII.GetBytes(label + "\n"), .. body];
}
