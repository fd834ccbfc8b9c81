using Cloison.Contracts;
using Cloison.Server.Platform.Access;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.People;

/// <summary>The operator's list of customers: what they are called and whether they can work. Nothing of what they do, and nothing of how much.</summary>
internal static class ListCustomers
{
    public static async Task<Ok<List<CustomerStanding>>> HandleAsync(ControlDatabase control, ControlSealer sealer, CompartmentHealthReader readHealth, CancellationToken ct)
    {
        var health = await readHealth(ct);
        return TypedResults.Ok((await control.ReadAsync(db => CustomerRows.List(db, sealer), ct)).ConvertAll(c => health.TryGetValue(c.Id, out var found)
            ? c with { Custody = c.Custody == CustodyState.Revoked ? c.Custody : found.Custody, Log = found.Log, HeadSignedAt = found.HeadSignedAt }
            : c));
    }
}
