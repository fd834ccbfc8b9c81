using Cloison.Contracts;
using Cloison.Domain;
using Cloison.Domain.Annotations;
using Cloison.Domain.Tasks;
using Cloison.Server.Features.Projects;
using Cloison.Server.Features.Tasks;
using Cloison.Server.Features.Work;
using Cloison.Server.Platform;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.Http;
using Cloison.Storage.Compartments;
using Cloison.Storage.Databases;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Quality;

/// <summary>Takes a task out of the ordinary work, to be given because its answer is known; changes how; and puts it back.</summary>
internal static class MakeTaskGold
{
    private const int MaxExplanation = 5_000;

    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        ProjectId project, TaskId task, MakeGold request, Caller caller, Compartment compartment, Ontologies ontologies, TaskReader reader, TimeProvider clock, CancellationToken ct)
    {
        if (request.Explanation is { Length: > MaxExplanation })
            return CommonProblems.Invalid("explanation", $"An explanation has at most {MaxExplanation} characters.").ToHttp();
        var (row, content, known) = await compartment.Database.ReadAsync(
            db => (
                ProjectRow.Read(db, project),
                db.First("SELECT c.content FROM task_contents c JOIN tasks t ON t.id = c.task WHERE t.id = @task AND t.project = @project", r => r.Bytes(0), ("@task", task.Text), ("@project", project.Text)),
                db.Scalar<byte[]>("SELECT gold FROM task_contents WHERE task = @task", ("@task", task.Text))),
            ct);
        if (row is null || content is null)
            return CommonProblems.NotFound.ToHttp();
        var sealer = compartment.Sealer(project);
        var right = request.Answer ?? (known is null ? (await reader.ResultAsync(compartment, project, task, ct))?.Content : null);
        if (right is null && known is null)
            return QualityProblems.NoAnswer.ToHttp();
        if (request.Answer is { } given)
        {
            var ontology = (await ontologies.FindAsync(compartment, project, row.OntologyVersion, ct))!;
            var data = sealer.OpenJson<TaskContent>(Seals.TaskContent(task), content).Data;
            if (AnnotationRules.Check(ontology, data, given) is { Count: > 0 } errors)
                return CommonProblems.Invalid([.. errors.Take(100).Select(e => e with { Path = "answer." + e.Path })]).ToHttp();
        }

        var gold = right is null ? known! : sealer.SealJson(Seals.Gold(task), right);
        var explanation = request.Explanation is { } text ? sealer.SealText(Seals.GoldExplanation(task), text) : null;
        var now = clock.GetUtcNow();
        return (await compartment.Database.WriteAsync(db => Make(db, project, task, request.Purpose, gold, explanation, caller.Person, now), ct)).ToNoContent();
    }

    public static async Task<Results<NoContent, ProblemHttpResult>> ChangeAsync(
        ProjectId project, TaskId task, UpdateGold request, Compartment compartment, CancellationToken ct) =>
        (await compartment.Database.WriteAsync<Outcome<bool>>(
            db => db.Execute(
                "UPDATE gold_tasks SET state = @state WHERE task = @task AND project = @project",
                ("@state", (long)request.State), ("@task", task.Text), ("@project", project.Text)) > 0 ? true : QualityProblems.NotGold,
            ct)).ToNoContent();

    public static async Task<Results<NoContent, ProblemHttpResult>> UndoAsync(ProjectId project, TaskId task, Compartment compartment, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return (await compartment.Database.WriteAsync(db => Undo(db, project, task, now), ct)).ToNoContent();
    }

    private static Outcome<bool> Make(Session db, ProjectId project, TaskId id, GoldPurpose purpose, byte[] gold, byte[]? explanation, PersonId by, DateTimeOffset now)
    {
        if (TaskProgress.Read(db, project, id) is not { } task)
            return CommonProblems.NotFound;
        // Somebody who has it on his screen would be scored by what he was not told.
        if (task.State != TaskState.Gold && Lease.ActiveOn(db, id).Count > 0)
            return QualityProblems.InWork;
        db.Execute("UPDATE task_contents SET gold = @gold WHERE task = @task", ("@gold", gold), ("@task", id.Text));
        db.Execute(
            """
            INSERT INTO gold_tasks (task, project, purpose, state, explanation, added_by, added_at) VALUES (@task, @project, @purpose, 0, @explanation, @by, @now)
            ON CONFLICT (task) DO UPDATE SET purpose = excluded.purpose, state = 0, explanation = COALESCE(excluded.explanation, gold_tasks.explanation)
            """,
            ("@task", id.Text), ("@project", project.Text), ("@purpose", (long)purpose), ("@explanation", explanation), ("@by", by.Text),
            ("@now", now.ToUnixTimeMilliseconds()));
        if (task.State == TaskState.Gold)
            return true;
        db.Execute(
            "UPDATE tasks SET state = @state, is_unclear = 0, result_due = 0, updated_at = @now WHERE id = @task",
            ("@state", (long)TaskState.Gold), ("@now", now.ToUnixTimeMilliseconds()), ("@task", id.Text));
        TaskCounting.Move(db, project, task.Batch, task.State, TaskState.Gold);
        return true;
    }

    private static Outcome<bool> Undo(Session db, ProjectId project, TaskId id, DateTimeOffset now)
    {
        if (TaskProgress.Read(db, project, id) is not { State: TaskState.Gold } task)
            return QualityProblems.NotGold;
        db.Execute("DELETE FROM gold_tasks WHERE task = @task", ("@task", id.Text));
        // What was answered meanwhile counts like any answer, and has a reviewer to pass.
        db.Execute("UPDATE annotations SET level = 1 WHERE task = @task AND state = 0 AND level = 0", ("@task", id.Text));
        TaskProgress.Change(db, task, now, reopen: true);
        TaskQueue.MoveBack(db, id);
        return true;
    }
}
