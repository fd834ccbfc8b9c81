using Cloison.Contracts;
using Cloison.Domain;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.Http;
using Cloison.Storage.Compartments;
using Cloison.Storage.Databases;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Quality;

/// <summary>A lead has read why, and what the person says: it stands or is taken back, and he may work again or not.</summary>
internal static class SettleSkillNotice
{
    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        ProjectId project, PersonId person, int number, SettleNotice request, Caller caller, Compartment compartment, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return (await compartment.Database.WriteAsync(db => Settle(db, project, person, number, request, caller.Person, now), ct)).ToNoContent();
    }

    private static Outcome<bool> Settle(Session db, ProjectId project, PersonId person, int number, SettleNotice request, PersonId by, DateTimeOffset now)
    {
        var settled = db.Execute(
            """
            UPDATE skill_notices SET settled_by = @by, settled_at = @now, is_taken_back = @back
            WHERE project = @project AND person = @person AND n = @n AND settled_at IS NULL
            """,
            ("@by", by.Text), ("@now", now.ToUnixTimeMilliseconds()), ("@back", request.TakeBack ? 1L : 0L), ("@project", project.Text), ("@person", person.Text),
            ("@n", (long)number)) > 0;
        if (!settled)
            return db.Scalar<long>(
                "SELECT COUNT(*) FROM skill_notices WHERE project = @project AND person = @person AND n = @n",
                ("@project", project.Text), ("@person", person.Text), ("@n", (long)number)) > 0 ? QualityProblems.Settled : CommonProblems.NotFound;
        var skill = SkillRow.Read(db, project, person) with { Standing = request.Standing };
        if (request.TakeBack)
            skill = ActionOf(db, project, person, number) switch
            {
                RuleAction.LowerWeight => skill with { IsDiscounted = false },
                // What he passed before counts again.
                RuleAction.Requalify => skill with { ExamVoidUntil = 0 },
                _ => skill,
            };
        skill.Store(db, now);
        return true;
    }

    private static RuleAction ActionOf(Session db, ProjectId project, PersonId person, int number) => (RuleAction)db.Scalar<long>(
        "SELECT action FROM skill_notices WHERE project = @project AND person = @person AND n = @n", ("@project", project.Text), ("@person", person.Text), ("@n", (long)number));
}
