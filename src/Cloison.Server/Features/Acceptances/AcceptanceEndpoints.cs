using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.AccessLogs;

namespace Cloison.Server.Features.Acceptances;

/// <summary>A batch is accepted or refused by a drawn sample that somebody else looks at.</summary>
internal static class AcceptanceEndpoints
{
    public static void MapAcceptances(this RouteGroupBuilder api)
    {
        var acceptances = api.MapGroup("/projects/{project}/acceptances").WithTags("Acceptance");
        acceptances.MapPost("/plan", PlanAcceptance.HandleAsync).RequireAuthorization(Policies.Read).LogsNothing("The reply has counts and chances, and nothing of any task.");
        acceptances.MapPost("", DrawAcceptance.HandleAsync).RequireAuthorization(Policies.Lead).Logs(LogTypes.Read);
        acceptances.MapGet("", ListAcceptances.HandleAsync).RequireAuthorization(Policies.Read).Logs(LogTypes.List);
        acceptances.MapGet("/{number:int}", ReadAcceptance.HandleAsync).RequireAuthorization(Policies.Read).Logs(LogTypes.Read);
        acceptances.MapGet("/{number:int}/lot", ReadLot.HandleAsync).RequireAuthorization(Policies.Read).LogsNothing("Ids of tasks, and hashes of people's.");
        acceptances.MapDelete("/{number:int}", WithdrawAcceptance.HandleAsync).RequireAuthorization(Policies.Lead).LogsNothing("The reply is empty.");
        acceptances.MapGet("/{number:int}/next", ReadAuditQueue.HandleAsync).RequireAuthorization(Policies.Review).LogsNothing("Ids of tasks, and counts.");
        acceptances.MapGet("/{number:int}/items/{drawn}", ReadDrawnTask.HandleAsync).RequireAuthorization(Policies.Review).Logs(LogTypes.Read);
        acceptances.MapPut("/{number:int}/items/{drawn}", AuditDrawnTask.HandleAsync).RequireAuthorization(Policies.Review).LogsNothing("The reply says how many are audited.");
        acceptances.MapDelete("/{number:int}/items/{drawn}", AuditDrawnTask.UndoAsync).RequireAuthorization(Policies.Review).LogsNothing("The reply says how many are audited.");
        acceptances.MapPost("/{number:int}/certificate", CertifyAcceptance.HandleAsync).RequireAuthorization(Policies.Lead).Logs(LogTypes.Read);
    }
}
