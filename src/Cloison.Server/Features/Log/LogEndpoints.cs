using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.AccessLogs;
using Cloison.Server.Platform.Custody;

namespace Cloison.Server.Features.Log;

/// <summary>The access log as its customer reads and verifies it.</summary>
internal static class LogEndpoints
{
    private const string Why = "The log itself: pseudonyms, ids and times, for those who check who saw what. Reading it must not make it grow.";

    public static void MapLog(this RouteGroupBuilder api)
    {
        var log = api.MapGroup("/log").WithTags("Log").WithoutContent();
        log.MapGet("", ReadSummary.HandleAsync).RequireAuthorization(Policies.Audit).LogsNothing(Why);
        log.MapGet("/checkpoint", ReadCheckpoint.HandleAsync).RequireAuthorization(Policies.Audit).LogsNothing(Why);
        log.MapGet("/tile/{**path}", ReadTile.HandleAsync).RequireAuthorization(Policies.Audit).LogsNothing(Why);
        log.MapGet("/breaks/{**path}", ReadBreak.HandleAsync).RequireAuthorization(Policies.Audit).LogsNothing(Why);
        log.MapPost("/breaks/{number:int}/acknowledge", AcknowledgeBreak.HandleAsync).RequireAuthorization(Policies.Administer).LogsWithin(LogTypes.Policy);
        log.MapGet("/entries", ListEntries.HandleAsync).RequireAuthorization(Policies.Audit).LogsNothing(Why);
        log.MapGet("/people", ListLogPeople.HandleAsync).RequireAuthorization(Policies.Audit).LogsNothing(Why);
        log.MapGet("/receipts/{index:long}", ReadReceipt.HandleAsync).RequireAuthorization(Policies.Audit).LogsNothing(Why);
        log.MapGet("/anchor", ReadAnchor.HandleAsync).RequireAuthorization(Policies.Audit).LogsNothing(Why);
        log.MapGet("/witnesses", ListWitnesses.HandleAsync).RequireAuthorization(Policies.Audit).LogsNothing(Why);
        log.MapPost("/witnesses", AddWitness.HandleAsync).RequireAuthorization(Policies.Administer).LogsWithin(LogTypes.Policy);
        log.MapDelete("/witnesses/{witness}", RemoveWitness.HandleAsync).RequireAuthorization(Policies.Administer).LogsWithin(LogTypes.Policy);
    }

    /// <summary>The log of logs, for the world and its witnesses. Source: c2sp.org/tlog-tiles v0.1.0.</summary>
    public static void MapLogOfLogs(this IEndpointRouteBuilder routes)
    {
        const string open = "Commitments that reveal nothing, for everybody to see and to cosign.";
        routes.MapGet("/log/checkpoint", ReadLogOfLogs.HandleCheckpointAsync).Public(open).ExcludeFromDescription();
        routes.MapGet("/log/tile/{**path}", ReadLogOfLogs.HandleTileAsync).Public(open).ExcludeFromDescription();
        routes.MapGet("/log/breaks/{**path}", ReadLogOfLogs.HandleBreakAsync).Public(open).ExcludeFromDescription();
        routes.MapGet("/log/key", ReadLogOfLogs.HandleKeyAsync).Public(open).ExcludeFromDescription();
    }
}
