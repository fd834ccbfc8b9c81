using Cloison.Contracts;
using Cloison.Domain;
using Cloison.Inference.Gold;
using Cloison.Server.Features.Quality;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.Http;
using Cloison.Storage.Compartments;
using Cloison.Storage.Databases;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Exams;

/// <summary>A lead gives somebody one more try at once, or lets him work without having passed.</summary>
internal static class GrantExamTry
{
    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        ProjectId project, PersonId person, GrantExam request, Caller caller, Compartment compartment, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return (await compartment.Database.WriteAsync(db => Grant(db, project, person, request.Grant, caller.Person, now), ct)).ToNoContent();
    }

    private static Outcome<bool> Grant(Session db, ProjectId project, PersonId person, ExamGrant grant, PersonId by, DateTimeOffset now)
    {
        var skill = SkillRow.Read(db, project, person);
        if (!SkillRow.Exists(db, project, person))
            return CommonProblems.NotFound;
        if (ExamCandidate.Read(db, QualityRow.Read(db, project), skill) is not { } candidate || skill.ExamWaivedBy is not null
            || candidate.MayTry(now) is not { State: not ExamPermissionState.HasPassed } may)
            return ExamProblems.NotNeeded;
        (grant == ExamGrant.Waive
            ? skill with { ExamWaivedBy = by }
            // Who has only to wait keeps the try that he waits for.
            : skill with { ExamExtraTries = skill.ExamExtraTries + (may.State == ExamPermissionState.NoTriesLeft ? 1 : 0), ExamGrantedAfter = candidate.Tries.Count }).Store(db, now);
        return true;
    }
}
