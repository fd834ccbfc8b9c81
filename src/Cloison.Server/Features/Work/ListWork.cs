using Cloison.Contracts;
using Cloison.Domain.Ids;
using Cloison.Domain.People;
using Cloison.Server.Features.Acceptances;
using Cloison.Server.Platform;
using Cloison.Server.Platform.Access;
using Cloison.Storage.Compartments;
using Cloison.Storage.Databases;

namespace Cloison.Server.Features.Work;

/// <summary>The active projects, with what waits for the caller in each.</summary>
internal static class ListWork
{
    public static async Task<IReadOnlyList<WorkSummary>> HandleAsync(Caller caller, Compartment compartment, CancellationToken ct)
    {
        var canLabel = caller.Roles.HasAny(Role.Annotator, Role.Reviewer, Role.Lead, Role.Administrator);
        var canReview = caller.Roles.HasAny(Role.Reviewer, Role.Lead, Role.Administrator);
        var (rows, audits) = await compartment.Database.ReadAsync(
            db => (db.List(
                """
                SELECT id, name,
                  COALESCE((SELECT SUM(n) FROM task_counts c WHERE c.project = projects.id AND c.state = 0), 0),
                  COALESCE((SELECT SUM(n) FROM task_counts c WHERE c.project = projects.id AND c.state = 1), 0),
                  (SELECT COUNT(*) FROM annotations a WHERE a.project = projects.id AND a.person = @person AND a.rework_until IS NOT NULL),
                  review_levels,
                  (SELECT COUNT(*) FROM quality_settings q WHERE q.project = projects.id AND q.exam_questions IS NOT NULL
                    AND NOT EXISTS (SELECT 1 FROM skills s WHERE s.project = q.project AND s.person = @person AND s.exam_waived_by IS NOT NULL)
                    AND NOT EXISTS (SELECT 1 FROM exam_tries t WHERE t.project = q.project AND t.person = @person AND t.passed = 1
                      AND t.n > COALESCE((SELECT s.exam_void_until FROM skills s WHERE s.project = q.project AND s.person = @person), 0)))
                FROM projects WHERE state = 0 ORDER BY id DESC LIMIT 500
                """,
                row => (Id: row.Id<ProjectKind>(0), Name: row.Bytes(1), Open: Convert.ToInt64(row.GetValue(2)), Review: Convert.ToInt64(row.GetValue(3)), Rework: row.GetInt64(4), Levels: row.Int(5),
                    NeedsExam: row.GetInt64(6) > 0),
                ("@person", caller.Person.Text)),
                canReview ? OwnWork.WaitingFor(db, caller.Person) : []),
            ct);
        // What is withheld is nobody's work.
        return [.. rows.Where(r => !compartment.Keys.IsWithheld(r.Id)).Select(r => new WorkSummary(
            r.Id, compartment.Sealer(r.Id).OpenText(Seals.ProjectName(r.Id), r.Name), canLabel,
            // When a lead does away with reviewing, what is in review still gets its verdicts.
            canReview && (r.Levels > 0 || r.Review > 0),
            canLabel ? r.Open : 0, canReview ? r.Review : 0, canLabel ? r.Rework : 0, canLabel && r.NeedsExam,
            [.. audits.Where(a => a.Project == r.Id).Select(a => a.Audit)]))];
    }
}
