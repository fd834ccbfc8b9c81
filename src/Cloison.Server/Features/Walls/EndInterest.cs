using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.Http;
using Cloison.Server.Platform.Walls;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Walls;

/// <summary>Notes that an interest is over: from now on it cools off.</summary>
internal static class EndInterest
{
    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        PersonId person, InterestId interest, ControlDatabase control, WallGate wall, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var ended = await control.WriteAsync(db => WallRegistry.EndInterest(db, person, interest, now), ct);
        wall.Forget();
        return ended ? TypedResults.NoContent() : CommonProblems.NotFound.ToHttp();
    }
}
