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
        var log = api.MapGroup("/log").WithTags("Log").WithoutContent().LogsNothing(Why);
        log.MapGet("", ReadSummary.HandleAsync).RequireAuthorization(Policies.Audit);
        log.MapGet("/checkpoint", ReadCheckpoint.HandleAsync).RequireAuthorization(Policies.Audit);
        log.MapGet("/tile/{**path}", ReadTile.HandleAsync).RequireAuthorization(Policies.Audit);
        log.MapGet("/entries", ListEntries.HandleAsync).RequireAuthorization(Policies.Audit);
        log.MapGet("/people", ListLogPeople.HandleAsync).RequireAuthorization(Policies.Audit);
        log.MapGet("/receipts/{index:long}", ReadReceipt.HandleAsync).RequireAuthorization(Policies.Audit);
    }
}
