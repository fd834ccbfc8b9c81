using System.Text.Json.Nodes;
using Cloison.Domain.Tasks;
using Cloison.Server.Features.Tasks;
using Cloison.Server.Platform;
using Cloison.Storage.Compartments;
using Cloison.Storage.Databases;

namespace Cloison.ServerTests.Work;

/// <summary>Puts tasks into a project without an import.</summary>
internal static class TaskSeed
{
    public static void Insert(Session db, Compartment compartment, ProjectId project, int overlap, int priority, IReadOnlyList<(TaskId Id, int Number)> tasks, DateTimeOffset now)
    {
        var sealer = compartment.Sealer(project);
        var pos = TaskQueue.NextPositions(db, tasks.Count);
        foreach (var (id, number) in tasks)
        {
            db.Execute(
                """
                INSERT INTO tasks (id, project, external_key, state, rank, pos, overlap, free_slots, created_at, updated_at)
                VALUES (@id, @project, @key, 0, @rank, @pos, @overlap, @overlap, @now, @now)
                """,
                ("@id", id.Text), ("@project", project.Text), ("@key", ExternalKeys.OfName(compartment, id.Text)), ("@rank", TaskQueue.RankOf(priority, returned: false)),
                ("@pos", pos++), ("@overlap", (long)overlap), ("@now", now.ToUnixTimeMilliseconds()));
            var data = new TaskData(new JsonObject { ["text"] = $"This is task {number}." });
            db.Execute(
                "INSERT INTO task_contents (task, content) VALUES (@task, @content)",
                ("@task", id.Text), ("@content", sealer.SealJson(Seals.TaskContent(id), new TaskContent($"task-{number}", data))));
        }

        TaskCounting.Add(db, project, "", TaskState.Open, tasks.Count);
    }
}
