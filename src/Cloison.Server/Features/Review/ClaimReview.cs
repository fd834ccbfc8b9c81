using Cloison.Contracts;
using Cloison.Domain;
using Cloison.Domain.Ids;
using Cloison.Domain.Tasks;
using Cloison.Server.Features.Blind;
using Cloison.Server.Features.Tasks;
using Cloison.Server.Features.Work;
using Cloison.Server.Platform;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.AccessLogs;
using Cloison.Server.Platform.Http;
using Cloison.Storage.Compartments;
using Cloison.Storage.Databases;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Review;

/// <summary>
/// Gives the caller an annotation to judge: the highest review level first, then the oldest; never his own, nor what a reviewer has made
/// of his own, never one that he has judged before.
/// </summary>
internal static class ClaimReview
{
    public static async Task<Results<Ok<ClaimedReview>, ProblemHttpResult>> HandleAsync(
        ProjectId project, Claim request, Caller caller, Compartment compartment, AccessLog log, TaskReader reader, Consensuses consensuses, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var taken = await compartment.Database.WriteAsync(
            db =>
            {
                var given = Take(db, project, caller.Person, request.Have ?? [], now);
                if (given.Succeeded)
                    AccessLog.Append(db, log.Prepare(given.Value.Lease.Logged(caller, LeaseWords.Taken)));
                return given;
            },
            ct);
        return taken.Succeeded
            ? TypedResults.Ok(await OpenAsync(taken.Value.Lease, taken.Value.Project, compartment, reader, consensuses, ct) with { Watermark = await Watermark.ForAsync(compartment, project, caller, now, ct) })
            : taken.Problem.ToHttp();
    }

    internal static Outcome<(Lease Lease, WorkProject Project)> Take(Session db, ProjectId project, PersonId person, IReadOnlyList<LeaseId> have, DateTimeOffset now)
    {
        var rules = WorkProject.ReadActive(db, project);
        if (!rules.Succeeded)
            return rules.Problem;
        var until = now.AddSeconds(rules.Value.LeaseSeconds);
        var held = Lease.Held(db, project, person).Where(l => l.Kind == LeasePurpose.Review && l.ExpiresAt > now).ToList();
        if (held.Find(l => !have.Contains(l.Id)) is { } forgotten)
            return (forgotten.Extend(db, until), rules.Value);
        if (held.Count >= ClaimTask.MaxHeld)
            return TaskProblems.TooManyHeld(ClaimTask.MaxHeld);
        // The level may be above today's setting when a lead has lowered it: those annotations still get their verdict.
        for (var level = 2; level >= 1; level--)
            if (FindWaiting(db, project, person, level) is var (annotation, task) && !annotation.IsEmpty)
            {
                var lease = new Lease(LeaseId.New(now), project, task, annotation, person, LeasePurpose.Review, level, ClaimTask.NextToken(db, task), LeaseState.Active, until);
                lease.Insert(db, now);
                return (lease, rules.Value);
            }

        return TaskProblems.NothingToReview;
    }

    private static (AnnotationId Annotation, TaskId Task) FindWaiting(Session db, ProjectId project, PersonId person, int level) => db.First(
        """
        SELECT id, task FROM annotations
        WHERE project = @project AND state = 0 AND level = @level AND person <> @person
          AND NOT EXISTS (SELECT 1 FROM tasks WHERE tasks.id = annotations.task AND tasks.state = 3)
          AND NOT EXISTS (SELECT 1 FROM annotations original WHERE original.id = annotations.replaces AND original.person = @person)
          AND NOT EXISTS (SELECT 1 FROM leases WHERE leases.task = annotations.task AND leases.annotation = annotations.id AND leases.state = 0)
          AND NOT EXISTS (SELECT 1 FROM leases WHERE leases.task = annotations.task AND leases.annotation = annotations.id AND leases.person = @person AND leases.state = 2)
          AND NOT EXISTS (SELECT 1 FROM reviews WHERE reviews.annotation = annotations.id AND reviews.person = @person)
        ORDER BY id LIMIT 1
        """,
        row => (row.Id<AnnotationKind>(0), row.Id<TaskKind>(1)),
        ("@project", project.Text), ("@level", (long)level), ("@person", person.Text));

    private static async Task<ClaimedReview> OpenAsync(
        Lease lease, WorkProject project, Compartment compartment, TaskReader reader, Consensuses consensuses, CancellationToken ct)
    {
        var sealedTask = await compartment.Database.ReadAsync(
            db => db.First("SELECT content FROM task_contents WHERE task = @task", row => row.Bytes(0), ("@task", lease.Task.Text)), ct);
        var content = compartment.Sealer(lease.Project).OpenJson<TaskContent>(Seals.TaskContent(lease.Task), sealedTask!);
        var annotations = await reader.AnnotationsOfAsync(compartment, lease.Project, lease.Task, ct);
        var comments = await reader.CommentsAsync(compartment, lease.Project, lease.Task, null, ct);
        var judged = annotations.First(a => a.Id == lease.Annotation);
        var others = annotations.Where(a => a.Person != judged.Person && a.State is AnnotationState.InReview or AnnotationState.Accepted).ToList();
        var consensus = others.Count == 0
            ? null
            : await consensuses.OfAsync(compartment, lease.Project, [judged, .. others], ct);
        return new(lease.Ticket(project.LeaseSeconds), lease.Task, content.Shown(lease.Task), content.Data, lease.Level, judged, others, consensus, comments);
    }
}
