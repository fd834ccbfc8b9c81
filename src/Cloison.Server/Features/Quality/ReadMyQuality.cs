using Cloison.Contracts;
using Cloison.Server.Features.People;
using Cloison.Server.Features.Projects;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.Http;
using Cloison.Storage.Compartments;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Quality;

/// <summary>What the caller may know of his own work: all that decides about it, some answers behind. Not which tasks were gold.</summary>
internal static class ReadMyQuality
{
    public static async Task<Results<Ok<PersonQuality>, ProblemHttpResult>> HandleAsync(
        ProjectId project, Caller caller, Compartment compartment, PeopleNames names, TimeProvider clock, CancellationToken ct)
    {
        var (exists, stored) = await compartment.Database.ReadAsync(
            db => (ProjectRow.Read(db, project) is not null, PersonQualities.ReadOwn(db, SkillRow.Read(db, project, caller.Person), clock.GetUtcNow())), ct);
        if (!exists)
            return CommonProblems.NotFound.ToHttp();
        var people = await names.OfAsync([caller.Person], ct);
        return TypedResults.Ok(PersonQualities.Open(stored, people[caller.Person], compartment.Sealer(project)));
    }
}
