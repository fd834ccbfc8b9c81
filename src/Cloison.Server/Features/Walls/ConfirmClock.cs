using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.Walls;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Walls;

/// <summary>An operator says that the machine's clock is right: doors open again, by its time.</summary>
internal static class ConfirmClock
{
    public static async Task<NoContent> HandleAsync(Caller caller, ControlDatabase control, WallClock clock, CancellationToken ct)
    {
        var now = clock.Confirm();
        await control.WriteAsync(db => WallLog.Append(db, new("time.jump", Customer: null, caller.Person, Decision: "confirm"), now), ct);
        return TypedResults.NoContent();
    }
}
