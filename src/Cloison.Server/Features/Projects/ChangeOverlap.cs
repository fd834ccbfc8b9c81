using Cloison.Domain.Ids;
using Cloison.Server.Features.Tasks;
using Cloison.Server.Features.Work;
using Cloison.Storage.Compartments;
using Cloison.Storage.Databases;

namespace Cloison.Server.Features.Projects;

/// <summary>Brings tasks to a project's new overlap, a thousand at a time, so that people go on working meanwhile.</summary>
internal static class ChangeOverlap
{
    private const int Chunk = 1_000;

    /// <remarks>Not to be cancelled with its request: half of the tasks would be left behind.</remarks>
    public static async Task ApplyAsync(Compartment compartment, ProjectId project, TimeProvider clock)
    {
        for (var after = ""; ;)
        {
            var from = after;
            var last = await compartment.Database.WriteAsync(db => ApplyTo(db, project, from, clock.GetUtcNow()), CancellationToken.None);
            if (last is null)
                return;
            after = last;
        }
    }

    private static string? ApplyTo(Session db, ProjectId project, string after, DateTimeOffset now)
    {
        // Read each time: when two changes overtake each other, every task ends at the one that is stored.
        var overlap = WorkProject.Read(db, project)!.Overlap;
        var tasks = db.List(
            "SELECT id FROM tasks WHERE project = @project AND id > @after ORDER BY id LIMIT @chunk", row => row.Id<TaskKind>(0),
            ("@project", project.Text), ("@after", after), ("@chunk", (long)Chunk));
        foreach (var id in tasks)
        {
            var task = TaskProgress.Read(db, project, id)!;
            if (task.Overlap == overlap)
                continue;
            // Leases in progress keep their slots: free slots may fall below zero and come back as those end.
            var free = task.FreeSlots + overlap - task.Overlap;
            db.Execute("UPDATE tasks SET overlap = @overlap, free_slots = @free WHERE id = @id", ("@overlap", (long)overlap), ("@free", (long)free), ("@id", id.Text));
            TaskProgress.Change(db, task with { Overlap = overlap, FreeSlots = free }, now);
            if (overlap > task.Overlap)
                TaskQueue.MoveBack(db, id);
        }

        return tasks.Count < Chunk ? null : tasks[^1].Text;
    }
}
