using Cloison.Contracts;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.Walls;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Walls;

/// <summary>The wall's time, and whether it is in doubt.</summary>
internal static class ShowClock
{
    public static async Task<Ok<WallClockState>> HandleAsync(ControlDatabase control, WallClock clock, CancellationToken ct)
    {
        var time = clock.Now(await control.ReadAsync(WallLog.LastAt, ct));
        return TypedResults.Ok(new WallClockState(time.Time, time.IsInDoubt));
    }
}
