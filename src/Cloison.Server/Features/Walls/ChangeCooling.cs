using Cloison.Domain.Walls;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.Http;
using Cloison.Server.Platform.Walls;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Walls;

/// <summary>Lengthens the cooling-off at once, or shortens it for what is seen from now on.</summary>
internal static class ChangeCooling
{
    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        Contracts.SetCooling request, Caller caller, ControlDatabase control, WallGate wall, TimeProvider clock, CancellationToken ct)
    {
        if (request.Days is < CoolingOff.LeastDays or > CoolingOff.MostDays)
            return CommonProblems.Invalid("days", $"From {CoolingOff.LeastDays} to {CoolingOff.MostDays} days.").ToHttp();
        var now = clock.GetUtcNow();
        await control.WriteAsync(db => WallRegistry.SetCooling(db, caller.OwnCustomer, request.Days, caller.Person, now), ct);
        wall.Forget();
        return TypedResults.NoContent();
    }
}
