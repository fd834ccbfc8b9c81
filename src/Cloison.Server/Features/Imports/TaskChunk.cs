using Cloison.Contracts;
using Cloison.Domain.Ids;
using Cloison.Domain.Tasks;
using Cloison.Server.Features.Tasks;
using Cloison.Server.Features.Work;
using Cloison.Storage.Databases;

namespace Cloison.Server.Features.Imports;

/// <summary>Some hundred sealed tasks, stored in one piece of the writer's work: small enough that a claim behind it does not wait long.</summary>
internal sealed record TaskChunk(ActiveImport Import, byte[] Source, IReadOnlyList<SealedTask> Tasks, IReadOnlyList<Refusal> Refusals, DateTimeOffset Now)
{
    /// <summary>What became of it.</summary>
    /// <param name="Made">New tasks.</param>
    /// <param name="Duplicates">Tasks that were there already.</param>
    /// <param name="Labels">Labels for tasks that were there already.</param>
    internal sealed record Result(int Made, int Duplicates, IReadOnlyList<Refusal> Refused, IReadOnlyList<TaskLabels> Labels);

    /// <summary>Runs in the writer.</summary>
    public Result Store(Session db)
    {
        ImportLedger.MakeSureOf(db, Import.Id);
        var overlap = WorkProject.Read(db, Import.Project)!.Overlap;
        var position = TaskQueue.NextPositions(db, Tasks.Count);
        var made = new Dictionary<string, int>(StringComparer.Ordinal);
        var labels = new List<TaskLabels>();
        var refused = new List<Refusal>(Refusals);
        long labelsAdded = 0;
        var duplicates = 0;
        foreach (var task in Tasks)
            if (Insert(db, task, overlap, position))
            {
                var batch = task.Row.Batch?.Text ?? "";
                made[batch] = made.GetValueOrDefault(batch) + 1;
                labelsAdded += task.Row.Answers.Labels;
                position++;
            }
            else
            {
                var (id, sameContent) = db.First(
                    "SELECT id, content_key FROM tasks WHERE project = @project AND external_key = @key",
                    row => (row.Id<TaskKind>(0), row.BytesOrNull(1) is { } key && key.AsSpan().SequenceEqual(task.ContentKey)),
                    ("@project", Import.Project.Text), ("@key", task.ExternalKey));
                if (sameContent)
                {
                    duplicates++;
                    TakePlace(db, id, task.Row.Batch, task.Row.Priority);
                }
                else
                    refused.Add(new(task.Row.Place, $"There is a task '{task.Row.Name}' with other content. It stays as it is."));
                if (sameContent && !task.Row.Answers.IsEmpty)
                    labels.Add(new(id, task.Row.Answers));
            }

        foreach (var (batch, count) in made)
            TaskCounting.Add(db, Import.Project, batch, TaskState.Open, count);
        ImportLedger.Count(db, Import.Id, tasks: made.Values.Sum(), duplicates: duplicates, labels: labelsAdded);
        ImportLedger.Refuse(db, Import, Source, refused);
        return new(made.Values.Sum(), duplicates, refused, labels);
    }

    /// <summary>
    /// A row may know more about a task than the image that made it: batch and priority are added where nobody has given them, and nobody has begun. Nothing is overridden.
    /// </summary>
    private void TakePlace(Session db, TaskId task, BatchId? batch, int priority)
    {
        if (batch is { } place
            && db.Execute("UPDATE tasks SET batch = @batch WHERE id = @id AND batch IS NULL AND state = 0 AND answers = 0", ("@batch", place.Text), ("@id", task.Text)) > 0)
        {
            TaskCounting.Add(db, Import.Project, "", TaskState.Open, -1);
            TaskCounting.Add(db, Import.Project, place.Text, TaskState.Open, 1);
        }

        if (priority > 0)
            db.Execute(
                "UPDATE tasks SET rank = @rank, pos = @pos WHERE id = @id AND rank = 0 AND state = 0 AND answers = 0",
                ("@rank", TaskQueue.RankOf(priority, returned: false)), ("@pos", TaskQueue.NextPositions(db, 1)), ("@id", task.Text));
    }

    private bool Insert(Session db, SealedTask task, int overlap, long position)
    {
        var isNew = db.Execute(
            """
            INSERT INTO tasks (id, project, batch, external_key, content_key, stem_key, state, rank, pos, overlap, free_slots, thumbnail, created_at, updated_at)
            VALUES (@id, @project, @batch, @key, @content, @stem, 0, @rank, @pos, @overlap, @overlap, @thumbnail, @now, @now)
            ON CONFLICT (project, external_key) DO NOTHING
            """,
            ("@id", task.Id.Text), ("@project", Import.Project.Text), ("@batch", task.Row.Batch?.Text), ("@key", task.ExternalKey), ("@content", task.ContentKey),
            ("@stem", task.StemKey), ("@rank", TaskQueue.RankOf(task.Row.Priority, returned: false)), ("@pos", position), ("@overlap", (long)overlap),
            ("@thumbnail", task.Assets is [var first, ..] ? first.Text : null), ("@now", Now.ToUnixTimeMilliseconds())) > 0;
        if (!isNew)
            return false;
        db.Execute(
            "INSERT INTO task_contents (task, content, gold) VALUES (@task, @content, @gold)",
            ("@task", task.Id.Text), ("@content", task.Content), ("@gold", task.Gold));
        foreach (var asset in task.Assets)
            db.Execute("INSERT INTO task_assets (asset, task) VALUES (@asset, @task)", ("@asset", asset.Text), ("@task", task.Id.Text));
        for (var n = 0; n < task.Predictions.Count; n++)
            db.Execute(
                "INSERT INTO predictions (task, n, content) VALUES (@task, @n, @content)",
                ("@task", task.Id.Text), ("@n", (long)n), ("@content", task.Predictions[n]));
        return true;
    }
}
