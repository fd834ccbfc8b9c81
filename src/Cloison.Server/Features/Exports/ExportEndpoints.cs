using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.AccessLogs;

namespace Cloison.Server.Features.Exports;

/// <summary>Takes results out.</summary>
internal static class ExportEndpoints
{
    public static void MapExports(this RouteGroupBuilder api)
    {
        api.MapGet("/formats", ListFormats.Handle).RequireAuthorization(Policies.Member).LogsNothing("The product's own list.");
        var exports = api.MapGroup("/projects/{project}/exports").RequireAuthorization(Policies.Export);
        exports.MapGet("", ListExports.HandleAsync).Logs(LogTypes.List);
        exports.MapPost("", CreateExport.HandleAsync).Logs(LogTypes.Export);
        exports.MapGet("/{export}", ReadExport.HandleAsync).Logs(LogTypes.Read);
        exports.MapGet("/{export}/content", ReadExport.HandleContentAsync).Logs(LogTypes.Export);
        exports.MapDelete("/{export}", DeleteExport.HandleAsync).LogsNothing("Deletes a file that was made to be taken out; the reply is empty.");
    }
}
