using Cloison.Contracts;
using Cloison.Domain.Walls;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.Walls;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Walls;

/// <summary>
/// Shows, before anybody is given work, who may start here and what that closes. Of others it shows what the customer has signed itself: how
/// many customers there are, and who is whose rival, is nobody's business.
/// </summary>
internal static class PlanStaff
{
    public static async Task<Ok<Staffing>> HandleAsync(Caller caller, ControlDatabase control, WallClock wallClock, WallRules rules, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var codeName = await CodeNames.OfAsync(control, caller.OwnCustomer, now, ct);
        return TypedResults.Ok(await control.ReadAsync(
            db =>
            {
                var time = wallClock.Now(WallLog.LastAt(db));
                var rivals = ShowWalls.Agreements(db, caller.OwnCustomer, codeName).Count(a => a.EffectiveAt is not { } at || time.Time < at);
                // Brewer and Nash, theorem 3: k rivals need k people at least.
                return new Staffing(Staff.List(db, caller.OwnCustomer, time, rules), WallRegistry.LongestCooling(db, caller.OwnCustomer, time.Time), rivals, 1 + rivals);
            },
            ct));
    }
}
