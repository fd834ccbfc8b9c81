using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.Walls;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Walls;

/// <summary>Takes a signature back: the two are rivals at once, and who has seen both is out of both. One that was never given is answered alike.</summary>
internal static class WithdrawAgreement
{
    public static async Task<NoContent> HandleAsync(
        string codeName, Caller caller, ControlDatabase control, KnownCallers known, WallGate wall, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var own = await CodeNames.OfAsync(control, caller.OwnCustomer, now, ct);
        await control.WriteAsync(db => WallRegistry.Withdraw(db, caller.OwnCustomer, own, codeName, caller.Person, now), ct);
        known.Forget();
        wall.Forget();
        return TypedResults.NoContent();
    }
}
