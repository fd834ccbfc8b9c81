using Cloison.Contracts;
using Cloison.Domain;
using Cloison.Domain.Ids;
using Cloison.Domain.Ontologies;
using Cloison.Domain.Tasks;
using Cloison.Server.Features.People;
using Cloison.Server.Features.Projects;
using Cloison.Server.Features.Tasks;
using Cloison.Server.Features.Work;
using Cloison.Server.Platform;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.Http;
using Cloison.Storage.Compartments;
using Cloison.Storage.Databases;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Tasks;

/// <summary>A lead's hand on one task: priority, cancel, reopen.</summary>
internal static class UpdateTask
{
    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        ProjectId project, TaskId task, Contracts.UpdateTask request, Caller caller, Compartment compartment, TimeProvider clock, CancellationToken ct)
    {
        if (request.Priority is < 0 or > TaskQueue.MaxPriority)
            return CommonProblems.Invalid("priority", $"A priority is 0 to {TaskQueue.MaxPriority}.").ToHttp();
        var now = clock.GetUtcNow();
        return (await compartment.Database.WriteAsync(db => Update(db, project, task, request, caller.Person, now), ct)).ToNoContent();
    }

    private static Outcome<bool> Update(Session db, ProjectId project, TaskId id, Contracts.UpdateTask request, PersonId by, DateTimeOffset now)
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
            var state = cancelled ? TaskState.Cancelled : TaskProgress.StateOf(task.Overlap, task.Accepted, task.Pending);
            // A fresh position when it reopens: people who passed while it was cancelled are offered it too.
            db.Execute(
                "UPDATE tasks SET state = @state, pos = @pos, updated_at = @now WHERE id = @id",
                ("@state", (long)state), ("@pos", TaskQueue.NextPositions(db, 1)), ("@now", now.ToUnixTimeMilliseconds()), ("@id", id.Text));
            TaskCounting.Move(db, project, task.Batch, task.State, state);
            Record(db, id, cancelled ? "cancelled" : "reopened", by, now);
        }

        return true;
    }

    private static void Record(Session db, TaskId task, string kind, PersonId by, DateTimeOffset now) => db.Execute(
        "INSERT INTO task_events (task, at, kind, person) VALUES (@task, @at, @kind, @person)",
        ("@task", task.Text), ("@at", now.ToUnixTimeMilliseconds()), ("@kind", kind), ("@person", by.Text));
}
