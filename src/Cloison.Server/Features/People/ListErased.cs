using Cloison.Contracts;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.People;

/// <summary>Accounts that were erased and of which something is still kept, by ids that name nobody; and whether one is held beyond its time.</summary>
internal static class ListErased
{
    public static async Task<Ok<List<ErasedPerson>>> HandleAsync(ControlDatabase control, CancellationToken ct) => TypedResults.Ok(await control.ReadAsync(ErasedPeople.List, ct));

    /// <summary>A legal hold: kept whatever the time, until it is taken back.</summary>
    public static async Task<Results<NoContent, ProblemHttpResult>> HandleHoldAsync(PersonId person, HoldErased request, ControlDatabase control, CancellationToken ct) =>
        await control.WriteAsync(db => ErasedPeople.Hold(db, person, request.Held), ct) ? TypedResults.NoContent() : CommonProblems.NotFound.ToHttp();
}
