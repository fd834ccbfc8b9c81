namespace Cloison.Storage.Custody.Agents;

/// <summary>The server's side of what agents say unasked.</summary>
public static class AgentNotices
{
    public const string SignatureHeader = AgentSignatures.Header;

    /// <summary>Null for anything that this agent has not signed.</summary>
    public static AgentNotice? Read(ReadOnlySpan<byte> body, string? signature, CustodianSettings.Agent agent)
    {
        // Read first: it is cheaper than a signature.
        if (AgentSignatures.Read<AgentNotice>(body) is not { V: 1, State: AgentNotice.Revoked or AgentNotice.Restored } notice || notice.Agent != agent.PublicKey)
            return null;
        return AgentSignatures.IsSigned(Convert.FromBase64String(agent.PublicKey), AgentSignatures.OfNotice(body), signature) ? notice : null;
    }
}
