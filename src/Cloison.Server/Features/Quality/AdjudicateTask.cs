using Cloison.Contracts;
using Cloison.Domain;
using Cloison.Domain.Annotations;
using Cloison.Domain.Tasks;
using Cloison.Server.Features.Tasks;
using Cloison.Server.Platform;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.Http;
using Cloison.Storage.Compartments;
using Cloison.Storage.Databases;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Quality;

/// <summary>A lead settles an unclear task: one of its answers becomes the result, or the consensus stands.</summary>
internal static class AdjudicateTask
{
    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        ProjectId project, TaskId task, Adjudicate request, Caller caller, Compartment compartment, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        byte[]? result = null;
        var isUnclear = await compartment.Database.ReadAsync(
            db => db.Scalar<long?>("SELECT is_unclear FROM tasks WHERE id = @task AND project = @project", ("@task", task.Text), ("@project", project.Text)), ct);
        if (isUnclear != 1)
            return (isUnclear is null ? CommonProblems.NotFound : QualityProblems.NotUnclear).ToHttp();
        if (request.Annotation is { } chosen)
        {
            var content = await compartment.Database.ReadAsync(
                db => db.First(
                    "SELECT content FROM annotations WHERE id = @id AND task = @task AND project = @project AND state = @accepted", row => row.Bytes(0),
                    ("@id", chosen.Text), ("@task", task.Text), ("@project", project.Text), ("@accepted", (long)AnnotationState.Accepted)),
                ct);
            if (content is null)
                return CommonProblems.NotFound.ToHttp();
            var sealer = compartment.Sealer(project);
            var answer = sealer.OpenJson<AnnotationContent>(Seals.Annotation(chosen), content);
            result = sealer.SealJson(Seals.Result(task), new ResultContent(answer, null, now));
        }

        return (await compartment.Database.WriteAsync(db => Settle(db, task, result, caller.Person, now), ct)).ToNoContent();
    }

    private static Outcome<bool> Settle(Session db, TaskId task, byte[]? result, PersonId by, DateTimeOffset now)
    {
        // Asked again: somebody else may have decided meanwhile.
        if (db.Execute("UPDATE tasks SET is_unclear = 0, updated_at = @now WHERE id = @task AND is_unclear = 1", ("@now", now.ToUnixTimeMilliseconds()), ("@task", task.Text)) == 0)
            return QualityProblems.NotUnclear;
        if (result is not null)
            db.Execute("UPDATE task_contents SET result = @result WHERE task = @task", ("@result", result), ("@task", task.Text));
        db.Execute(
            "INSERT INTO task_events (task, at, kind, person) VALUES (@task, @at, 'decided', @person)",
            ("@task", task.Text), ("@at", now.ToUnixTimeMilliseconds()), ("@person", by.Text));
        return true;
    }
}
