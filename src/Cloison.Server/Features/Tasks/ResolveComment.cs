using Cloison.Contracts;
using Cloison.Domain;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.Http;
using Cloison.Storage.Compartments;
using Cloison.Storage.Databases;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Tasks;

internal static class ResolveComment
{
    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        ProjectId project, TaskId task, CommentId comment, UpdateComment request, Caller caller, Compartment compartment, CancellationToken ct) =>
        (await compartment.Database.WriteAsync(db => Resolve(db, project, task, comment, request.Resolved, caller), ct)).ToNoContent();

    private static Outcome<bool> Resolve(Session db, ProjectId project, TaskId task, CommentId comment, bool resolved, Caller caller) =>
        TaskAccess.MayDiscuss(db, project, task, caller)
        && db.Execute(
            "UPDATE comments SET resolved = @resolved WHERE id = @id AND task = @task AND project = @project",
            ("@resolved", resolved ? 1L : 0L), ("@id", comment.Text), ("@task", task.Text), ("@project", project.Text)) == 1
            ? true
            : CommonProblems.NotFound;
}
