using Cloison.Server.Platform.Access;

namespace Cloison.Server.Features.Work;

/// <summary>The hot loop: claim, answer, submit.</summary>
internal static class WorkEndpoints
{
    public static void MapWork(this RouteGroupBuilder api)
    {
        api.MapGet("/work", ListWork.HandleAsync).RequireAuthorization(Policies.Member);
        var project = api.MapGroup("/projects/{project}").RequireAuthorization(Policies.Label);
        project.MapPost("/claim", ClaimTask.HandleAsync);
        project.MapPost("/annotations", SubmitAnnotation.HandleAsync);
        project.MapPut("/tasks/{task}/draft", SaveDraft.HandleAsync);
        project.MapPost("/leases/{lease}/heartbeat", KeepLease.HandleAsync);
        project.MapPost("/leases/{lease}/skip", SkipLease.HandleAsync);
        project.MapPost("/leases/{lease}/release", ReleaseLease.HandleAsync);
        project.MapGet("/recent", ListRecent.HandleAsync);
    }
}
