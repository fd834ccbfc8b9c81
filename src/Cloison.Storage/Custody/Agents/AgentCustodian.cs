using System.Security.Cryptography;
using Cloison.Storage.Sealing;
using Cloison.Transparency;
using Cloison.Transparency.Notes;
using Cloison.Transparency.Signatures;

namespace Cloison.Storage.Custody.Agents;

/// <summary>
/// The server's side of a key agent: writes the access log's entry first, and asks the agent with its receipt. The root travels sealed for a key
/// that is made for the one request; what the agent says counts only when it has signed it.
/// </summary>
internal sealed class AgentCustodian(CustomerId customer, CustodianSettings.Agent agent, Ed25519Key serverKey, IUnwrapReceipts receipts, HttpClient http, TimeProvider clock) : IKeyCustodian
{
    private const int NonceBytes = 16;

    /// <summary>The agent may have seen other checkpoints meanwhile, from requests of other nodes.</summary>
    private const int MostAttempts = 4;

    private readonly byte[] agentKey = Convert.FromBase64String(agent.PublicKey);

    public async ValueTask<byte[]> WrapAsync(ReadOnlyMemory<byte> key, CustodyContext context, CancellationToken ct)
    {
        var status = await AskAsync("status", New("status", context), ct);
        if (status.BoxKey is not { } boxKey)
            throw Unusable();
        var request = New("wrap", context);
        request = request with { Root = Convert.ToBase64String(SealedBox.Seal(FromBase64(boxKey), key.Span, Bound(request))) };
        return FromBase64((await AskAsync("wrap", request, ct)).Wrapped);
    }

    public async ValueTask UnwrapAsync(ReadOnlyMemory<byte> wrapped, CustodyContext context, Memory<byte> key, CancellationToken ct)
    {
        var receipt = await receipts.MakeAsync(customer, UnwrapIntent.Subject(context.Compartment, context.KeyNumber), context.Why, ct);
        var proof = receipt.Proof;
        AgentConsistency? consistency = null;
        for (var attempt = 1; ; attempt++)
        {
            using var replyKey = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
            var request = New("unwrap", context) with
            {
                ReplyKey = Convert.ToBase64String(replyKey.ExportSubjectPublicKeyInfo()), Wrapped = Convert.ToBase64String(wrapped.Span),
                Entry = Convert.ToBase64String(receipt.Entry), Proof = proof, Consistency = consistency,
            };
            var reply = await AskAsync("unwrap", request, ct, mayWantConsistency: attempt < MostAttempts);
            if (reply.Size is { } seen)
            {
                (proof, consistency) = await ExtendAsync(receipt.Index, proof, seen, ct);
                continue;
            }

            try
            {
                SealedBox.Open(replyKey, FromBase64(reply.Root), Bound(request), key.Span);
                return;
            }
            catch (CryptographicException)
            {
                throw Unusable();
            }
        }
    }

    /// <summary>What a box belongs to: this request and nothing else.</summary>
    internal static byte[] Bound(AgentRequest request) => System.Text.Encoding.UTF8.GetBytes($"{request.Operation} {request.Customer} {request.Subject} {request.Nonce}");

    private async Task<(string Proof, AgentConsistency Consistency)> ExtendAsync(long index, string proof, long seen, CancellationToken ct)
    {
        var size = SizeOf(proof);
        if (size < seen)
        {
            proof = await receipts.RenewAsync(customer, index, ct);
            size = SizeOf(proof);
            if (size < seen)
                throw new KeyCustodyException(CustodyFailure.Refused, "The key agent has seen a longer access log than there is.");
        }

        var hashes = await receipts.ConsistencyAsync(customer, seen, size, ct);
        return (proof, new(seen, [.. hashes.Select(h => h.ToString())]));
    }

    private static long SizeOf(string proof)
    {
        try
        {
            return Checkpoint.Parse(LogProof.Parse(proof).Checkpoint.Text).Size;
        }
        catch (NoteException e)
        {
            throw new KeyCustodyException(CustodyFailure.Unreachable, "The access log gives no usable receipt.", e);
        }
    }

    private AgentRequest New(string operation, CustodyContext context) => new(
        1, operation, agent.PublicKey, customer, clock.GetUtcNow().ToUnixTimeMilliseconds(), Convert.ToBase64String(RandomNumberGenerator.GetBytes(NonceBytes)),
        UnwrapIntent.Subject(context.Compartment, context.KeyNumber));

    private async Task<AgentReply> AskAsync(string path, AgentRequest request, CancellationToken ct, bool mayWantConsistency = false)
    {
        var body = AgentSignatures.Json(request);
        byte[] answer;
        string? signature;
        try
        {
            using var message = new HttpRequestMessage(HttpMethod.Post, $"{agent.Address.TrimEnd('/')}/v1/{path}") { Content = new ByteArrayContent(body) };
            message.Content.Headers.ContentType = new("application/json");
            message.Headers.Add(AgentSignatures.Header, Convert.ToBase64String(serverKey.Sign(AgentSignatures.OfRequest(body))));
            using var response = await http.SendAsync(message, ct);
            answer = await response.Content.ReadAsByteArrayAsync(ct);
            signature = response.Headers.TryGetValues(AgentSignatures.Header, out var values) ? values.First() : null;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException)
        {
            throw new KeyCustodyException(CustodyFailure.Unreachable, "The key agent does not answer.", e);
        }

        // Also a refusal: who sits between must not be able to take a key out of use for good.
        if (!AgentSignatures.IsSigned(agentKey, AgentSignatures.OfReply(body, answer), signature) || AgentSignatures.Read<AgentReply>(answer) is not { V: 1 } reply)
            throw Unusable();
        return reply.Refused switch
        {
            null => reply,
            AgentRefusals.Consistency when mayWantConsistency && reply.Size is >= 0 => reply,
            AgentRefusals.Revoked => throw new KeyCustodyException(CustodyFailure.Revoked, "The key agent's owner has taken the key back."),
            var why => throw new KeyCustodyException(CustodyFailure.Refused, $"The key agent refused: {Known(why)}."),
        };
    }

    // A word of the agent's goes to people's screens: only one that we know.
    private static string Known(string why) => why is AgentRefusals.Signature or AgentRefusals.Address or AgentRefusals.Stale or AgentRefusals.Receipt or AgentRefusals.Used
        or AgentRefusals.Consistency or AgentRefusals.Fork or AgentRefusals.Hours or AgentRefusals.Reason or AgentRefusals.Person or AgentRefusals.Rate or AgentRefusals.Policy
        or AgentRefusals.NotOurs ? why : "another reason";

    private static byte[] FromBase64(string? text)
    {
        var bytes = new byte[text?.Length ?? 0];
        return text is not null && Convert.TryFromBase64String(text, bytes, out var written) ? bytes[..written] : throw Unusable();
    }

    private static KeyCustodyException Unusable() => new(CustodyFailure.Unreachable, "What answers at the key agent's address is not the key agent.");
}
