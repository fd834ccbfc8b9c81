using Cloison.Contracts;
using Cloison.Domain;
using Cloison.Domain.Ids;
using Cloison.Domain.Ontologies;
using Cloison.Domain.Tasks;
using Cloison.Server.Features.People;
using Cloison.Server.Features.Tasks;
using Cloison.Server.Platform;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.Http;
using Cloison.Storage.Compartments;
using Cloison.Storage.Databases;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Projects;

/// <summary>Brings tasks to a project's new overlap, a thousand at a time, so that people go on working meanwhile.</summary>
internal static class ChangeOverlap
{
    private const int Chunk = 1_000;

    public static async Task ApplyAsync(Compartment compartment, ProjectId project, int overlap, TimeProvider clock, CancellationToken ct)
    {
        for (var after = ""; ;)
        {
            var from = after;
            var last = await compartment.Database.WriteAsync(db => ApplyTo(db, project, overlap, from, clock.GetUtcNow()), ct);
            if (last is null)
                return;
            after = last;
        }
    }

    private static string? ApplyTo(Session db, ProjectId project, int overlap, string after, DateTimeOffset now)
    {
        var tasks = db.List(
            "SELECT id FROM tasks WHERE project = @project AND id > @after ORDER BY id LIMIT @chunk", row => row.Id<TaskKind>(0),
            ("@project", project.Text), ("@after", after), ("@chunk", (long)Chunk));
        foreach (var id in tasks)
        {
            var task = TaskProgress.Read(db, project, id)!;
            if (task.Overlap == overlap || task.State == TaskState.Cancelled)
                continue;
            // Leases in progress keep their slots: free slots may fall below zero and come back as those end.
            var free = task.FreeSlots + overlap - task.Overlap;
            db.Execute("UPDATE tasks SET overlap = @overlap, free_slots = @free WHERE id = @id", ("@overlap", (long)overlap), ("@free", (long)free), ("@id", id.Text));
            TaskProgress.Change(db, task with { Overlap = overlap, FreeSlots = free }, now);
            if (overlap > task.Overlap)
                db.Execute("UPDATE tasks SET pos = @pos WHERE id = @id", ("@pos", TaskQueue.NextPositions(db, 1)), ("@id", id.Text));
        }

        return tasks.Count < Chunk ? null : tasks[^1].Text;
    }
}
