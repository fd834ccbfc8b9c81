using Cloison.Domain;
using Cloison.Domain.Walls;
using Cloison.Server.Features.Owners;
using Cloison.Server.Features.People;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.Http;
using Cloison.Server.Platform.Walls;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Walls;

/// <summary>Notes what a person is to the platform; from then on content is closed to him. An operator stays one, whatever is noted.</summary>
internal static class SetInsider
{
    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        PersonId person, Contracts.SetInsider request, ControlDatabase control, ControlSealer sealer, WallGate wall, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var refused = await control.WriteAsync<Problem?>(
            db =>
            {
                if (PersonRows.Find(db, person) is null)
                    return CommonProblems.NotFound;
                if (!request.Kind.IsOwner() && OwnerRegisters.Hold(db, sealer, person))
                    return OwnersProblems.InRegister;
                WallRegistry.SetInsider(db, person, request.Kind, now);
                return null;
            },
            ct);
        wall.Forget();
        return refused is null ? TypedResults.NoContent() : refused.ToHttp();
    }
}
