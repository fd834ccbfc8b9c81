using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.AccessLogs;

namespace Cloison.Server.Features.Work;

/// <summary>The hot loop: claim, answer, submit.</summary>
internal static class WorkEndpoints
{
    public static void MapWork(this RouteGroupBuilder api)
    {
        api.MapGet("/work", ListWork.HandleAsync).RequireAuthorization(Policies.Member).Logs(LogTypes.List);
        var project = api.MapGroup("/projects/{project}").RequireAuthorization(Policies.Label);
        project.MapPost("/claim", ClaimTask.HandleAsync).LogsWithin(LogTypes.Lease);
        project.MapPost("/annotations", SubmitAnnotation.HandleAsync).LogsWithin(LogTypes.Submit);
        project.MapPut("/tasks/{task}/draft", SaveDraft.HandleAsync).LogsWithin(LogTypes.Draft);
        project.MapPost("/leases/{lease}/heartbeat", KeepLease.HandleAsync).LogsNothing("A sign of life; the reply is a time.");
        project.MapPost("/leases/{lease}/skip", SkipLease.HandleAsync).LogsWithin(LogTypes.Lease);
        project.MapPost("/leases/{lease}/release", ReleaseLease.HandleAsync).LogsWithin(LogTypes.Lease);
        project.MapGet("/recent", ListRecent.HandleAsync).Logs(LogTypes.List);
    }
}
