using Cloison.Contracts;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.Walls;
using Cloison.Storage.Compartments;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Blind;

/// <summary>The customer's own list, for those who write what workers read.</summary>
internal static class ReadBlind
{
    public static async Task<Ok<BlindSettings>> HandleAsync(Caller caller, Compartment compartment, ControlDatabase control, CancellationToken ct) => TypedResults.Ok(new BlindSettings(
        await DenyList.ReadAsync(compartment, ct), await control.ReadAsync(db => CodeNames.ShowsName(db, caller.OwnCustomer), ct)));
}
