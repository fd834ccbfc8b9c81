using Cloison.Server.Platform.Access;

namespace Cloison.Server.Features.Tasks;

/// <summary>Tasks as leads and engineers see them.</summary>
internal static class TaskEndpoints
{
    public static void MapTasks(this RouteGroupBuilder api)
    {
        var project = api.MapGroup("/projects/{project}");
        project.MapGet("/tasks", ListTasks.HandleAsync).RequireAuthorization(Policies.Read);
        project.MapGet("/tasks/{task}", ReadTask.HandleAsync).RequireAuthorization(Policies.Read);
        project.MapPatch("/tasks/{task}", UpdateTask.HandleAsync).RequireAuthorization(Policies.Lead);
        project.MapPost("/tasks/{task}/comments", AddComment.HandleAsync).RequireAuthorization(Policies.Label);
        project.MapPatch("/tasks/{task}/comments/{comment}", ResolveComment.HandleAsync).RequireAuthorization(Policies.Label);
    }
}
