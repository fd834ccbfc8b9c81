using System.Text.Json;
using Cloison.Contracts;
using Cloison.Domain;
using Cloison.Domain.Ids;
using Cloison.Domain.Tasks;
using Cloison.Server.Features.Blind;
using Cloison.Server.Features.Quality;
using Cloison.Server.Features.Tasks;
using Cloison.Server.Platform;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.AccessLogs;
using Cloison.Server.Platform.Http;
using Cloison.Storage.Compartments;
using Cloison.Storage.Databases;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Work;

/// <summary>
/// Gives the caller work and holds it for the lease time: first what he holds already and does not know of (after a reload), then what came
/// back from review, then a gold task if it is its turn, then the most urgent open task that he has not had.
/// </summary>
internal static class ClaimTask
{
    /// <summary>One on the screen, two ahead, one that can still be taken back, and as many again for answers on a slow line or a second window.</summary>
    public const int MaxHeld = 8;

    public static async Task<Results<Ok<ClaimedTask>, ProblemHttpResult>> HandleAsync(
        ProjectId project, Claim request, Caller caller, Compartment compartment, AccessLog log, TaskReader tasks, TimeProvider clock, CancellationToken ct)
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
            ? TypedResults.Ok(await OpenAsync(taken.Value, caller, compartment, tasks, ct) with { Watermark = await Watermark.ForAsync(compartment, project, caller, now, ct) })
            : taken.Problem.ToHttp();
    }

    /// <summary>What the writer hands out; what the screen needs is read and opened outside of it.</summary>
    internal sealed record Taken(Lease Lease, int LeaseSeconds, int OntologyVersion);

    private sealed record Sealed(byte[] Content, GoldPurpose? Purpose, ExamProgress? Exam, byte[]? Draft, long DraftVersion, List<byte[]> Predictions)
    {
        public static Sealed Read(Session db, Lease lease)
        {
            // That a task is hidden gold is never said.
            var (content, purpose, exam) = db.First(
                """
                SELECT c.content, g.purpose, q.place, t.questions FROM task_contents c LEFT JOIN gold_tasks g ON g.task = c.task AND g.purpose <> 0
                  LEFT JOIN exam_questions q ON q.task = c.task AND q.person = @person
                  LEFT JOIN exam_tries t ON t.project = q.project AND t.person = q.person AND t.n = q.n AND t.finished_at IS NULL
                WHERE c.task = @task
                """,
                row => (row.Bytes(0), row.IsDBNull(1) ? (GoldPurpose?)null : row.Enum<GoldPurpose>(1), row.IsDBNull(3) ? null : new ExamProgress((int)row.GetInt64(2), (int)row.GetInt64(3))),
                ("@task", lease.Task.Text), ("@person", lease.Person.Text));
            var (draft, version) = db.First(
                "SELECT content, version FROM drafts WHERE task = @task AND person = @person",
                row => (row.Bytes(0), row.GetInt64(1)), ("@task", lease.Task.Text), ("@person", lease.Person.Text));
            var predictions = db.List("SELECT content FROM predictions WHERE task = @task ORDER BY n", row => row.Bytes(0), ("@task", lease.Task.Text));
            return new(content, purpose, exam, draft, version, predictions);
        }
    }

    internal static Outcome<Taken> Take(Session db, ProjectId project, PersonId person, IReadOnlyList<LeaseId> have, DateTimeOffset now)
    {
        var rules = WorkProject.ReadActive(db, project);
        if (!rules.Succeeded)
            return rules.Problem;
        var until = now.AddSeconds(rules.Value.LeaseSeconds);
        var held = Lease.Held(db, project, person).Where(l => l.Kind != LeasePurpose.Review && l.ExpiresAt > now).ToList();
        if (held.Find(l => !have.Contains(l.Id)) is { } forgotten)
            return new Taken(forgotten.Extend(db, until), rules.Value.LeaseSeconds, rules.Value.OntologyVersion);
        if (held.Count >= MaxHeld)
            return TaskProblems.TooManyHeld(MaxHeld);
        if (TakeRework(db, rules.Value, person, now, until) is { } rework)
            return new Taken(rework, rules.Value.LeaseSeconds, rules.Value.OntologyVersion);
        var turn = GoldTurn.Take(db, project, person, now);
        if (turn.Refusal is { } refusal)
            return refusal;
        if ((turn.Task ?? TaskQueue.TakeNext(db, project, person)) is not { } task)
            return TaskProblems.NothingToDo;
        GoldTurn.Count(db, project, person, task, turn.Task is not null, now);
        return new Taken(Hold(db, project, task, person, now, until), rules.Value.LeaseSeconds, rules.Value.OntologyVersion);
    }

    private static Lease? TakeRework(Session db, WorkProject project, PersonId person, DateTimeOffset now, DateTimeOffset until)
    {
        var (annotation, task) = db.First(
            """
            SELECT id, task FROM annotations
            WHERE project = @project AND person = @person AND rework_until IS NOT NULL
              AND NOT EXISTS (SELECT 1 FROM tasks WHERE tasks.id = annotations.task AND tasks.state = 3)
              AND NOT EXISTS (SELECT 1 FROM leases WHERE leases.task = annotations.task AND leases.person = @person AND leases.state = 0)
            ORDER BY id LIMIT 1
            """,
            row => (row.Id<AnnotationKind>(0), row.Id<TaskKind>(1)),
            ("@project", project.Id.Text), ("@person", person.Text));
        if (annotation.IsEmpty)
            return null;
        var lease = new Lease(LeaseId.New(now), project.Id, task, annotation, person, LeasePurpose.Rework, 0, NextToken(db, task), LeaseState.Active, until);
        lease.Insert(db, now);
        return lease;
    }

    private static Lease Hold(Session db, ProjectId project, TaskId task, PersonId person, DateTimeOffset now, DateTimeOffset until)
    {
        var token = db.Scalar<long>("UPDATE tasks SET free_slots = free_slots - 1, token = token + 1 WHERE id = @task RETURNING token", ("@task", task.Text));
        db.Execute("INSERT INTO task_people (task, person, state) VALUES (@task, @person, 0)", ("@task", task.Text), ("@person", person.Text));
        var lease = new Lease(LeaseId.New(now), project, task, null, person, LeasePurpose.Label, 0, token, LeaseState.Active, until);
        lease.Insert(db, now);
        return lease;
    }

    internal static long NextToken(Session db, TaskId task) =>
        db.Scalar<long>("UPDATE tasks SET token = token + 1 WHERE id = @task RETURNING token", ("@task", task.Text));

    private static async Task<ClaimedTask> OpenAsync(Taken taken, Caller caller, Compartment compartment, TaskReader tasks, CancellationToken ct)
    {
        var (lease, sealer) = (taken.Lease, compartment.Sealer(taken.Lease.Project));
        var stored = await compartment.Database.ReadAsync(db => Sealed.Read(db, lease), ct);
        var content = sealer.OpenJson<TaskContent>(Seals.TaskContent(lease.Task), stored.Content);
        var draft = stored.Draft is null
            ? null
            : new Draft(stored.DraftVersion, JsonElement.Parse(sealer.Open(Seals.Draft(lease.Task, caller.Person), stored.Draft)));
        var predictions = stored.Predictions.Select((p, n) => sealer.OpenJson<PredictionDetail>(Seals.Prediction(lease.Task, n), p)).ToList();
        // Only work that came back has a history to show; a first answer is made without looking at anybody else's.
        var (rejected, comments) = lease.Annotation is { } annotation
            ? (await tasks.AnnotationAsync(compartment, lease.Project, annotation, ct), await tasks.CommentsAsync(compartment, lease.Project, lease.Task, annotation, ct))
            : (null, []);
        return new(lease.Ticket(taken.LeaseSeconds), lease.Task, content.Shown(lease.Task), content.Data, taken.OntologyVersion, predictions, draft, rejected, comments, Purpose: stored.Purpose, Exam: stored.Exam);
    }
}
