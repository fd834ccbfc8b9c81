using Cloison.Storage.Custody.Agents;
using Cloison.Storage.Sealing;
using Cloison.Transparency.Signatures;

namespace Cloison.Storage.Custody;

/// <summary>Makes the custodian that a customer's settings name.</summary>
/// <param name="local">The installation's own: its root key lies in this process.</param>
/// <param name="serverKey">Signs what this installation asks of key agents.</param>
/// <param name="reach">Where customers' custodians may be.</param>
public sealed class Custodians(IKeyCustodian local, Ed25519Key serverKey, CustodianReach reach, TimeProvider clock) : IDisposable
{
    // One for all: a dead agent has a connection of its own, and no turn to wait for.
    private readonly HttpClient http = AgentHttp.New(reach);

    /// <summary>The access log, once the server has one. Without it there is no agent: an agent gives nothing without a receipt.</summary>
    public IUnwrapReceipts? Receipts { get; set; }

    public CustodianReach Reach => reach;

    public ReadOnlyMemory<byte> ServerPublicKey => serverKey.PublicKey;

    /// <summary>What is wrong with an agent's settings, and in which of them; null when nothing is.</summary>
    public static (string Field, string Reason)? AgentRefusal(CustodianSettings.Agent agent, CustodianReach reach)
    {
        var key = new byte[Ed25519.PublicKeyBytes];
        if (!Convert.TryFromBase64String(agent.PublicKey, key, out var written) || written != key.Length)
            return ("custodian.publicKey", "The agent's public key: 32 bytes in base64.");
        return AgentHttp.Refusal(agent.Address, reach.PrivateAddresses) is { } reason ? ("custodian.address", reason) : null;
    }

    public static bool IsLocal(CustodianSettings settings) => settings is CustodianSettings.Installation;

    public IKeyCustodian Of(CustomerId customer, CustodianSettings settings) => settings switch
    {
        CustodianSettings.Installation => local,
        CustodianSettings.AwsKms kms => new AwsKmsCustodian(customer, kms, Receipts, reach.KmsEndpoint),
        CustodianSettings.Agent agent => new AgentCustodian(
            customer, agent, serverKey, Receipts ?? throw new KeyCustodyException(CustodyFailure.Unreachable, "There is no access log that could give receipts."), http, clock),
        _ => throw new InvalidOperationException($"No custodian for {settings.Kind}."),
    };

    public void Dispose()
    {
        http.Dispose();
        serverKey.Dispose();
        (local as IDisposable)?.Dispose();
    }
}

/// <param name="PrivateAddresses">Agents may be on this machine or in its private networks: for a customer who shares the network with the server.</param>
/// <param name="KmsEndpoint">Instead of AWS's public endpoint of the region, such as that of a private link.</param>
public sealed record CustodianReach(bool PrivateAddresses = false, Uri? KmsEndpoint = null);
