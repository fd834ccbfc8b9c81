using Cloison.Server.Features.People;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.Http;
using Cloison.Server.Platform.Walls;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Walls;

/// <summary>Notes that two accounts are one person's: what one has seen, the other has seen.</summary>
internal static class LinkAccounts
{
    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        Contracts.LinkAccounts request, ControlDatabase control, WallGate wall, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var linked = await control.WriteAsync(
            db =>
            {
                if (PersonRows.Find(db, request.Person) is null || PersonRows.Find(db, request.Other) is null)
                    return false;
                WallRegistry.Link(db, request.Person, request.Other, now);
                return true;
            },
            ct);
        wall.Forget();
        return linked ? TypedResults.NoContent() : CommonProblems.NotFound.ToHttp();
    }
}
