using Cloison.Contracts;
using Cloison.Domain.Annotations;
using Cloison.Server.Features.People;
using Cloison.Server.Platform;
using Cloison.Server.Platform.Http;
using Cloison.Storage.Compartments;
using Cloison.Storage.Databases;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Tasks;

/// <summary>Everything about one task: data, answers, reviews, comments, result, history.</summary>
internal static class ReadTask
{
    public static async Task<Results<Ok<TaskDetail>, ProblemHttpResult>> HandleAsync(
        ProjectId project, TaskId task, Compartment compartment, TaskReader reader, PeopleNames names, CancellationToken ct)
    {
        var found = await compartment.Database.ReadAsync(
            db => (
                Row: db.First(
                    $"SELECT {TaskRow.Columns} FROM tasks t JOIN task_contents c ON c.task = t.id WHERE t.id = @task AND t.project = @project",
                    TaskRow.Map, ("@task", task.Text), ("@project", project.Text)),
                Gold: db.Scalar<byte[]>("SELECT gold FROM task_contents WHERE task = @task", ("@task", task.Text)),
                Predictions: db.List("SELECT content FROM predictions WHERE task = @task ORDER BY n", row => row.Bytes(0), ("@task", task.Text))),
            ct);
        if (found.Row is not { } row)
            return CommonProblems.NotFound.ToHttp();
        var sealer = compartment.Sealer(project);
        var content = sealer.OpenJson<TaskContent>(Seals.TaskContent(task), row.Content);
        var annotations = await reader.AnnotationsOfAsync(compartment, project, task, ct);
        var comments = await reader.CommentsAsync(compartment, project, task, null, ct);
        return TypedResults.Ok(new TaskDetail(
            task, project, content.Shown(task), row.Batch, row.State, TaskQueue.PriorityOf(row.Rank), row.Overlap, content.Data, annotations,
            [.. found.Predictions.Select((p, n) => sealer.OpenJson<PredictionDetail>(Seals.Prediction(task, n), p))],
            found.Gold is null ? null : sealer.OpenJson<AnnotationContent>(Seals.Gold(task), found.Gold),
            await reader.ResultAsync(compartment, project, task, ct), comments,
            await TaskHistory.ReadAsync(compartment, project, task, row.CreatedAt, annotations, comments, names, ct),
            row.CreatedAt, row.UpdatedAt));
    }
}
