using Cloison.Contracts;
using Cloison.Domain.Tasks;
using Cloison.Server.Platform;
using Cloison.Server.Platform.Http;
using Cloison.Storage.Compartments;
using Cloison.Storage.Databases;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Tasks;

/// <summary>
/// A page of tasks, newest first, filtered by state, person, label and batch. Every filter walks an index from the cursor on, so a page costs
/// the same at a million tasks as at ten. A search finds an id, an exact name, or else what <see cref="TaskSearch"/> finds.
/// </summary>
internal static class ListTasks
{
    private const int ExcerptLength = 160;

    public static async Task<Results<Ok<Page<TaskSummary>>, ProblemHttpResult>> HandleAsync(
        ProjectId project, Compartment compartment, Word<TaskState>? state, PersonId? person, string? label, BatchId? batch, string? search, string? cursor, int? limit,
        CancellationToken ct)
    {
        if (cursor is not null && !TaskId.TryParse(cursor, out _))
            return CommonProblems.Invalid("cursor", "This is not a cursor of this listing.").ToHttp();
        if (limit is < 1 or > 200)
            return CommonProblems.Invalid("limit", "A page has 1 to 200 tasks.").ToHttp();
        var size = limit ?? 50;
        var wanted = search?.Trim() ?? "";
        var query = new TaskQuery(project, state?.Value, person, label is null ? null : LabelTally.KeyOf(compartment, label), batch, size + 1)
        {
            Task = TaskId.TryParse(wanted, out var id) ? id : null,
        };
        var (rows, next) = wanted.Length > 0 && id.IsEmpty
            ? await TaskSearch.FindAsync(compartment, query, wanted, cursor, size, ct)
            : await PageAsync(compartment, query, cursor, size, ct);
        var labels = await compartment.Database.ReadAsync(db => rows.ConvertAll(row => LabelsOf(db, row.Id)), ct);
        var sealer = compartment.Sealer(project);
        return TypedResults.Ok(new Page<TaskSummary>(
            [.. rows.Zip(labels, (row, named) =>
            {
                var content = sealer.OpenJson<TaskContent>(Seals.TaskContent(row.Id), row.Content);
                return new TaskSummary(
                    row.Id, content.Shown(row.Id), row.Batch, row.State, TaskQueue.PriorityOf(row.Rank), row.Answers, row.Overlap, row.Thumbnail, Excerpt(content.Data),
                    [.. named.Select(l => sealer.OpenText(Seals.LabelName(l.Id), l.Name))], row.CreatedAt, row.UpdatedAt);
            })],
            next));
    }

    private static async Task<(List<TaskRow> Rows, string? Next)> PageAsync(Compartment compartment, TaskQuery query, string? cursor, int size, CancellationToken ct)
    {
        var rows = await compartment.Database.ReadAsync(db => query.Read(db, cursor), ct);
        if (rows.Count <= size)
            return (rows, null);
        rows.RemoveAt(size);
        return (rows, rows[^1].Id.Text);
    }

    private static List<(long Id, byte[] Name)> LabelsOf(Session db, TaskId task) => db.List(
        "SELECT l.id, l.name FROM task_labels t JOIN labels l ON l.id = t.label WHERE t.task = @task AND t.n > 0 ORDER BY t.n DESC LIMIT 6",
        row => (row.GetInt64(0), row.Bytes(1)), ("@task", task.Text));

    private static string? Excerpt(TaskData data)
    {
        foreach (var (name, _) in data.Json)
            if (data.GetText(name) is { Length: > 0 } text)
                return text.Length <= ExcerptLength ? text : text[..ExcerptLength];
        return null;
    }
}
