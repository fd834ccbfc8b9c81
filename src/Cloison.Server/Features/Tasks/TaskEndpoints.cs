using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.AccessLogs;

namespace Cloison.Server.Features.Tasks;

/// <summary>Tasks as leads and engineers see them.</summary>
internal static class TaskEndpoints
{
    public static void MapTasks(this RouteGroupBuilder api)
    {
        var project = api.MapGroup("/projects/{project}");
        project.MapGet("/tasks", ListTasks.HandleAsync).RequireAuthorization(Policies.Read).Logs(LogTypes.List);
        project.MapGet("/tasks/{task}", ReadTask.HandleAsync).RequireAuthorization(Policies.Read).Logs(LogTypes.Read);
        project.MapPatch("/tasks/{task}", UpdateTask.HandleAsync).RequireAuthorization(Policies.Lead).LogsNothing("The reply is empty; leases that end with a task are logged with it.");
        project.MapPost("/tasks/{task}/comments", AddComment.HandleAsync).RequireAuthorization(Policies.Label).LogsNothing("The reply repeats the caller's own comment.");
        project.MapPatch("/tasks/{task}/comments/{comment}", ResolveComment.HandleAsync).RequireAuthorization(Policies.Label).LogsNothing("The reply is empty.");
    }
}
