using Cloison.Contracts;
using Cloison.Domain.Tasks;
using Cloison.Server.Features.Projects;
using Cloison.Server.Platform;
using Cloison.Server.Platform.Http;
using Cloison.Storage.Compartments;
using Cloison.Storage.Databases;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Tasks;

/// <summary>
/// A page of tasks, newest first, filtered by state, person, label and batch, and searched by name. Every filter walks an index from the
/// cursor on, so a page costs the same at a million tasks as at ten.
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
        var query = new TaskQuery(project, state?.Value, person, label is null ? null : LabelTally.KeyOf(compartment, label), batch, size + 1)
        {
            // Searched text that is an id finds that task; otherwise the exact name, by its blind index.
            Task = TaskId.TryParse(search?.Trim(), out var id) ? id : null,
            ExternalKey = search is null || !id.IsEmpty ? null : ExternalKeys.OfName(compartment, search),
        };
        var found = await compartment.Database.ReadAsync(
            db => ProjectRow.Read(db, project) is null ? null : query.Read(db, cursor).ConvertAll(row => (Row: row, Labels: LabelsOf(db, row.Id))), ct);
        if (found is null)
            return CommonProblems.NotFound.ToHttp();
        var sealer = compartment.Sealer(project);
        var items = found.Take(size).Select(f =>
        {
            var content = sealer.OpenJson<TaskContent>(Seals.TaskContent(f.Row.Id), f.Row.Content);
            return new TaskSummary(
                f.Row.Id, content.Shown(f.Row.Id), f.Row.Batch, f.Row.State, TaskQueue.PriorityOf(f.Row.Rank), f.Row.Answers, f.Row.Overlap, f.Row.Thumbnail, Excerpt(content.Data),
                [.. f.Labels.Select(l => sealer.OpenText(Seals.LabelName(l.Id), l.Name))], f.Row.CreatedAt, f.Row.UpdatedAt);
        }).ToList();
        return TypedResults.Ok(new Page<TaskSummary>(items, found.Count > size ? items[^1].Id.Text : null));
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
