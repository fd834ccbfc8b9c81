using System.Data.Common;
using Cloison.Contracts;
using Cloison.Domain.Annotations;
using Cloison.Domain.Ids;
using Cloison.Domain.Tasks;
using Cloison.Server.Features.People;
using Cloison.Server.Platform;
using Cloison.Storage.Compartments;
using Cloison.Storage.Databases;

namespace Cloison.Server.Features.Tasks;

/// <summary>Opens annotations, reviews, comments and results of a task, with people's names.</summary>
internal sealed class TaskReader(PeopleNames names)
{
    private const string AnnotationColumns = "id, task, person, state, replaces, ontology_version, content, active_ms, created_at";

    public async Task<AnnotationDetail?> AnnotationAsync(Compartment compartment, ProjectId project, AnnotationId annotation, CancellationToken ct) =>
        (await AnnotationsAsync(compartment, project, "id = @id", annotation.Text, ct)).FirstOrDefault();

    public Task<List<AnnotationDetail>> AnnotationsOfAsync(Compartment compartment, ProjectId project, TaskId task, CancellationToken ct) =>
        AnnotationsAsync(compartment, project, "task = @id", task.Text, ct);

    /// <param name="annotation">Only what is about this annotation; null: everything on the task.</param>
    public async Task<List<CommentDetail>> CommentsAsync(Compartment compartment, ProjectId project, TaskId task, AnnotationId? annotation, CancellationToken ct)
    {
        var rows = await compartment.Database.ReadAsync(
            db => db.List(
                "SELECT id, annotation, person, content, resolved, created_at FROM comments WHERE task = @task ORDER BY id LIMIT 1000",
                row => (Id: row.Id<CommentKind>(0), Annotation: row.IdOrNull<AnnotationKind>(1), Person: row.Id<PersonKind>(2), Content: row.Bytes(3), Resolved: row.Flag(4), At: row.Time(5)),
                ("@task", task.Text)),
            ct);
        var people = await names.OfAsync(rows.Select(r => r.Person), ct);
        var sealer = compartment.Sealer(project);
        return [.. rows.Where(r => annotation is null || r.Annotation == annotation).Select(r =>
        {
            var content = sealer.OpenJson<CommentContent>(Seals.Comment(r.Id), r.Content);
            return new CommentDetail(r.Id, r.Person, people[r.Person], content.Text, r.Annotation, content.Region, content.X, content.Y, r.Resolved, r.At);
        })];
    }

    public async Task<TaskResult?> ResultAsync(Compartment compartment, ProjectId project, TaskId task, CancellationToken ct)
    {
        var (single, agreement, sealedResult) = await compartment.Database.ReadAsync(
            db => db.First(
                "SELECT t.result_annotation, t.agreement, c.result FROM tasks t JOIN task_contents c ON c.task = t.id WHERE t.id = @task",
                row => (row.IdOrNull<AnnotationKind>(0), row.IsDBNull(1) ? (double?)null : row.GetDouble(1), row.BytesOrNull(2)), ("@task", task.Text)),
            ct);
        if (sealedResult is not null)
        {
            var result = compartment.Sealer(project).OpenJson<ResultContent>(Seals.Result(task), sealedResult);
            return new(result.Content, result.Agreement, result.At);
        }

        return single is { } id && await AnnotationAsync(compartment, project, id, ct) is { } annotation
            ? new(annotation.Content, agreement, annotation.CreatedAt)
            : null;
    }

    private async Task<List<AnnotationDetail>> AnnotationsAsync(Compartment compartment, ProjectId project, string condition, string id, CancellationToken ct)
    {
        var (annotations, reviews) = await compartment.Database.ReadAsync(
            db =>
            {
                var found = db.List($"SELECT {AnnotationColumns} FROM annotations WHERE {condition} ORDER BY id LIMIT 500", AnnotationRow.Map, ("@id", id));
                var judged = found.ToDictionary(
                    a => a.Id,
                    a => db.List(
                        "SELECT id, person, level, verdict, comment, created_at FROM reviews WHERE annotation = @annotation ORDER BY id", ReviewRow.Map, ("@annotation", a.Id.Text)));
                return (found, judged);
            },
            ct);
        var people = await names.OfAsync(annotations.Select(a => a.Person).Concat(reviews.Values.SelectMany(r => r).Select(r => r.Person)), ct);
        var sealer = compartment.Sealer(project);
        return [.. annotations.Select(a => new AnnotationDetail(
            a.Id, a.Person, people[a.Person], a.State, a.Replaces, a.OntologyVersion,
            sealer.OpenJson<AnnotationContent>(Seals.Annotation(a.Id), a.Content),
            [.. reviews[a.Id].Select(r => new ReviewDetail(
                r.Id, r.Person, people[r.Person], r.Level, r.Verdict, r.Comment is null ? null : sealer.OpenText(Seals.ReviewComment(r.Id), r.Comment), r.At))],
            a.ActiveMs / 1000.0, a.At))];
    }

    private sealed record AnnotationRow(
        AnnotationId Id, TaskId Task, PersonId Person, AnnotationState State, AnnotationId? Replaces, int OntologyVersion, byte[] Content, long ActiveMs, DateTimeOffset At)
    {
        public static AnnotationRow Map(DbDataReader row) => new(
            row.Id<AnnotationKind>(0), row.Id<TaskKind>(1), row.Id<PersonKind>(2), row.Enum<AnnotationState>(3), row.IdOrNull<AnnotationKind>(4), row.Int(5), row.Bytes(6),
            row.GetInt64(7), row.Time(8));
    }

    private sealed record ReviewRow(ReviewId Id, PersonId Person, int Level, Verdict Verdict, byte[]? Comment, DateTimeOffset At)
    {
        public static ReviewRow Map(DbDataReader row) => new(row.Id<ReviewKind>(0), row.Id<PersonKind>(1), row.Int(2), row.Enum<Verdict>(3), row.BytesOrNull(4), row.Time(5));
    }
}
