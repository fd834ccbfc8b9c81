using Cloison.Contracts;
using Cloison.Domain;
using Cloison.Domain.Ids;
using Cloison.Server.Features.People;
using Cloison.Server.Features.Work;
using Cloison.Server.Platform;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.Http;
using Cloison.Storage.Compartments;
using Cloison.Storage.Databases;
using Cloison.Storage.Sealing;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Tasks;

/// <summary>A remark on a task, an annotation, a region or a place. Annotators may comment on what they have been given.</summary>
internal static class AddComment
{
    public const int MaxLength = 5_000;

    public static async Task<Results<Ok<CommentDetail>, ProblemHttpResult>> HandleAsync(
        ProjectId project, TaskId task, NewComment request, Caller caller, Compartment compartment, PeopleNames names, TimeProvider clock, CancellationToken ct)
    {
        if (request.Text.Trim() is not { Length: > 0 and <= MaxLength } text)
            return CommonProblems.Invalid("text", $"A comment has 1 to {MaxLength} characters.").ToHttp();
        if (request.Region is { Length: > 64 })
            return CommonProblems.Invalid("region", "A region's id has at most 64 characters.").ToHttp();
        if (!double.IsFinite(request.X ?? 0) || !double.IsFinite(request.Y ?? 0))
            return CommonProblems.Invalid(double.IsFinite(request.X ?? 0) ? "y" : "x", "A finite number is expected.").ToHttp();
        var now = clock.GetUtcNow();
        var remark = new CommentContent(text, request.Region, request.X, request.Y);
        var sealer = compartment.Sealer(project);
        var content = sealer.SealJson(Seals.Comment(request.Id), remark);
        var outcome = await compartment.Database.WriteAsync(
            db => FindStored(db, sealer, project, task, request, remark, caller.Person) ?? Store(db, project, task, request, content, caller, now), ct);
        if (!outcome.Succeeded)
            return outcome.Problem.ToHttp();
        var people = await names.OfAsync([caller.Person], ct);
        return TypedResults.Ok(new CommentDetail(
            request.Id, caller.Person, people[caller.Person], text, request.Annotation, request.Region, request.X, request.Y, false, outcome.Value));
    }

    /// <summary>A repeated send gives the first one's time; the same id with anything else is refused, because that remark would be lost.</summary>
    private static Outcome<DateTimeOffset>? FindStored(
        Session db, Sealer sealer, ProjectId project, TaskId task, NewComment comment, CommentContent remark, PersonId person)
    {
        var stored = db.First(
            "SELECT project, task, annotation, person, content, created_at FROM comments WHERE id = @id",
            row => (
                Project: row.Id<ProjectKind>(0), Task: row.Id<TaskKind>(1), Annotation: row.IdOrNull<AnnotationKind>(2), Person: row.Id<PersonKind>(3),
                Content: row.Bytes(4), At: row.Time(5)),
            ("@id", comment.Id.Text));
        if (stored.Content is null)
            return null;
        return stored.Project == project && stored.Task == task && stored.Person == person && stored.Annotation == comment.Annotation
            && sealer.OpenJson<CommentContent>(Seals.Comment(comment.Id), stored.Content) == remark
            ? stored.At
            : TaskProblems.IdTaken("comment");
    }

    private static Outcome<DateTimeOffset> Store(Session db, ProjectId project, TaskId task, NewComment comment, byte[] content, Caller caller, DateTimeOffset now)
    {
        if (!TaskAccess.MayDiscuss(db, project, task, caller))
            return CommonProblems.NotFound;
        if (comment.Annotation is { } annotation
            && db.Scalar<long>("SELECT COUNT(*) FROM annotations WHERE id = @id AND task = @task", ("@id", annotation.Text), ("@task", task.Text)) == 0)
            return CommonProblems.NotFound;
        db.Execute(
            """
            INSERT INTO comments (id, project, task, annotation, person, content, created_at) VALUES (@id, @project, @task, @annotation, @person, @content, @now)
            """,
            ("@id", comment.Id.Text), ("@project", project.Text), ("@task", task.Text), ("@annotation", comment.Annotation?.Text), ("@person", caller.Person.Text),
            ("@content", content), ("@now", now.ToUnixTimeMilliseconds()));
        return Storable.Of(now);
    }
}
