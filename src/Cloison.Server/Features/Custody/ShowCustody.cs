using Cloison.Contracts;
using Cloison.Storage.Compartments;
using Cloison.Storage.Custody;
using Cloison.Storage.Sealing;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Custody;

/// <summary>Who holds the customer's keys, how they stand, and which there are.</summary>
internal static class ShowCustody
{
    public static async Task<Ok<CustodySummary>> HandleAsync(Compartment compartment, Installation installation, CancellationToken ct)
    {
        // Somebody who looks at the keys wants what is so now, also when another node has just changed it.
        await compartment.Custody.ReloadAsync(ct);
        return TypedResults.Ok(Summary(compartment, installation));
    }

    public static CustodySummary Summary(Compartment compartment, Installation installation)
    {
        var (row, standing) = (compartment.Custody.Row, compartment.Custody.Standing);
        var state = standing.IsRevoked ? CustodyState.Revoked : standing.IsReachable ? CustodyState.Available : CustodyState.Unreachable;
        return new(
            compartment.Customer, Shown(row.Custodian), state, standing.IsRevoked ? row.Since : standing.Since, row.RevokedBy, standing.Detail, row.TtlSeconds, row.Background,
            standing.UnlockedUntil, Convert.ToBase64String(installation.Custodians.ServerPublicKey.Span),
            [.. compartment.Keys.Keys.Select(k => new KeyInRing(k.Number, k.Project, k.Purpose.Text(), k.State.Text(), Convert.ToHexStringLower(k.CheckValue), k.CreatedAt))]);
    }

    private static Custodian Shown(CustodianSettings settings) => settings switch
    {
        CustodianSettings.AwsKms kms => new AwsKmsCustodian(kms.KeyId, kms.Region, kms.AccessKeyId),
        CustodianSettings.Agent agent => new AgentCustodian(agent.Address, agent.PublicKey),
        _ => new InstallationCustodian(),
    };
}
