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

/// <summary>A remark on a task, an annotation, a region or a place. Annotators may comment on what they have been given.</summary>
internal static class AddComment
{
    public const int MaxLength = 5_000;

    public static async Task<Results<Ok<CommentDetail>, ProblemHttpResult>> HandleAsync(
        ProjectId project, TaskId task, NewComment request, Caller caller, Compartment compartment, PeopleNames names, TimeProvider clock, CancellationToken ct)
    {
        if (request.Text.Trim() is not { Length: > 0 and <= MaxLength } text)
            return CommonProblems.Invalid("text", $"A comment has 1 to {MaxLength} characters.").ToHttp();
        var now = clock.GetUtcNow();
        var content = compartment.Sealer(project).SealJson(Seals.Comment(request.Id), new CommentContent(text, request.Region, request.X, request.Y));
        var outcome = await compartment.Database.WriteAsync(db => Store(db, project, task, request, content, caller, now), ct);
        if (!outcome.Succeeded)
            return outcome.Problem.ToHttp();
        var people = await names.OfAsync([caller.Person], ct);
        return TypedResults.Ok(new CommentDetail(
            request.Id, caller.Person, people[caller.Person], text, request.Annotation, request.Region, request.X, request.Y, false, now));
    }

    private static Outcome<bool> Store(Session db, ProjectId project, TaskId task, NewComment comment, byte[] content, Caller caller, DateTimeOffset now)
    {
        if (!TaskAccess.MayDiscuss(db, project, task, caller))
            return CommonProblems.NotFound;
        if (comment.Annotation is { } annotation
            && db.Scalar<long>("SELECT COUNT(*) FROM annotations WHERE id = @id AND task = @task", ("@id", annotation.Text), ("@task", task.Text)) == 0)
            return CommonProblems.NotFound;
        // A repeated send changes nothing.
        db.Execute(
            """
            INSERT INTO comments (id, project, task, annotation, person, content, created_at) VALUES (@id, @project, @task, @annotation, @person, @content, @now)
            ON CONFLICT (id) DO NOTHING
            """,
            ("@id", comment.Id.Text), ("@project", project.Text), ("@task", task.Text), ("@annotation", comment.Annotation?.Text), ("@person", caller.Person.Text),
            ("@content", content), ("@now", now.ToUnixTimeMilliseconds()));
        return true;
    }
}
