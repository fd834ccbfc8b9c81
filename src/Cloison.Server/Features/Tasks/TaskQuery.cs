using System.Data.Common;
using Cloison.Domain.Ids;
using Cloison.Domain.Tasks;
using Cloison.Storage.Databases;

namespace Cloison.Server.Features.Tasks;

/// <summary>One row of the task list, content still sealed.</summary>
internal sealed record TaskRow(
    TaskId Id, BatchId? Batch, TaskState State, long Rank, int Answers, int Overlap, AssetId? Thumbnail, byte[] Content, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    public const string Columns = "t.id, t.batch, t.state, t.rank, t.answers, t.overlap, t.thumbnail, c.content, t.created_at, t.updated_at";

    public static TaskRow Map(DbDataReader row) => new(
        row.Id<TaskKind>(0), row.IdOrNull<BatchKind>(1), row.Enum<TaskState>(2), row.GetInt64(3), row.Int(4), row.Int(5), row.IdOrNull<AssetKind>(6), row.Bytes(7), row.Time(8),
        row.Time(9));
}

/// <summary>Which tasks, newest first. Fields combine.</summary>
internal sealed record TaskQuery(ProjectId Project, TaskState? State, PersonId? Person, byte[]? LabelKey, BatchId? Batch, int Limit)
{
    public TaskId? Task { get; init; }

    public byte[]? ExternalKey { get; init; }

    public List<TaskRow> Read(Session db, string? before)
    {
        // The SQL is put together from constants only; all values are parameters.
        var sql = $"SELECT {TaskRow.Columns} FROM tasks t JOIN task_contents c ON c.task = t.id";
        var where = " WHERE t.project = @project AND t.id < @before";
        List<(string, object?)> parameters = [("@project", Project.Text), ("@before", before ?? "~"), ("@limit", (long)Limit)];
        void And(string condition, string name, object? value)
        {
            where += " AND " + condition;
            parameters.Add((name, value));
        }

        if (State is { } state)
            And("t.state = @state", "@state", (long)state);
        if (Batch is { } batch)
            And("t.batch = @batch", "@batch", batch.Text);
        if (Task is { } task)
            And("t.id = @task", "@task", task.Text);
        if (ExternalKey is not null)
            And("t.external_key = @key", "@key", ExternalKey);
        if (Person is { } person)
        {
            sql += " JOIN task_people p ON p.task = t.id";
            And("p.person = @person", "@person", person.Text);
        }

        if (LabelKey is not null)
        {
            sql += " JOIN task_labels tl ON tl.task = t.id AND tl.n > 0 JOIN labels l ON l.id = tl.label";
            And("l.project = @project AND l.name_key = @label", "@label", LabelKey);
        }

        return db.List(sql + where + " ORDER BY t.id DESC LIMIT @limit", TaskRow.Map, [.. parameters]);
    }
}
