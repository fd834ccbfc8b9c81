using Cloison.Domain;
using Cloison.Domain.Tasks;
using Cloison.Server.Features.Work;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.AccessLogs;
using Cloison.Server.Platform.Http;
using Cloison.Storage.Compartments;
using Cloison.Storage.Databases;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Tasks;

/// <summary>A lead's hand on one task: priority, cancel, reopen.</summary>
internal static class UpdateTask
{
    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        ProjectId project, TaskId task, Contracts.UpdateTask request, Caller caller, Compartment compartment, AccessLog log, TimeProvider clock, CancellationToken ct)
    {
        if (request.Priority is < 0 or > TaskQueue.MaxPriority)
            return CommonProblems.Invalid("priority", $"A priority is 0 to {TaskQueue.MaxPriority}.").ToHttp();
        var now = clock.GetUtcNow();
        return (await compartment.Database.WriteAsync(db => Update(db, log, project, task, request, caller.Person, now), ct)).ToNoContent();
    }

    private static Outcome<bool> Update(Session db, AccessLog log, ProjectId project, TaskId id, Contracts.UpdateTask request, PersonId by, DateTimeOffset now)
    {
        if (TaskProgress.Read(db, project, id) is not { } task)
            return CommonProblems.NotFound;
        if (request.Priority is { } priority)
        {
            db.Execute(
                "UPDATE tasks SET rank = @rank, pos = @pos WHERE id = @id",
                ("@rank", TaskQueue.RankOf(priority, returned: false)), ("@pos", TaskQueue.NextPositions(db, 1)), ("@id", id.Text));
            Record(db, id, "reprioritised", by, now);
        }

        if (request.Cancelled is { } cancelled && cancelled != (task.State == TaskState.Cancelled))
        {
            if (cancelled)
                Cancel(db, log, task, now);
            else
                Reopen(db, task, now);
            Record(db, id, cancelled ? "cancelled" : "reopened", by, now);
        }

        return true;
    }

    private static void Cancel(Session db, AccessLog log, TaskProgress task, DateTimeOffset now)
    {
        // Whoever works on it learns it from his next sign of life; what he submits all the same is kept as surplus.
        foreach (var lease in Lease.ActiveOn(db, task.Task))
        {
            EndLease.Apply(db, lease, LeaseState.Revoked, now);
            AccessLog.Append(db, log.Prepare(lease.LoggedEnd(LeaseWords.Revoked)));
        }

        db.Execute(
            "UPDATE tasks SET state = @state, updated_at = @now WHERE id = @id",
            ("@state", (long)TaskState.Cancelled), ("@now", now.ToUnixTimeMilliseconds()), ("@id", task.Task.Text));
        TaskCounting.Move(db, task.Project, task.Batch, task.State, TaskState.Cancelled);
    }

    private static void Reopen(Session db, TaskProgress task, DateTimeOffset now)
    {
        TaskProgress.Change(db, task, now, reopen: true);
        // People who passed while it was cancelled are offered it too.
        TaskQueue.MoveBack(db, task.Task);
    }

    private static void Record(Session db, TaskId task, string kind, PersonId by, DateTimeOffset now) => db.Execute(
        "INSERT INTO task_events (task, at, kind, person) VALUES (@task, @at, @kind, @person)",
        ("@task", task.Text), ("@at", now.ToUnixTimeMilliseconds()), ("@kind", kind), ("@person", by.Text));
}
