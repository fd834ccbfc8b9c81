using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.AccessLogs;

namespace Cloison.Server.Features.Leaving;

/// <summary>A customer takes everything along, and leaves.</summary>
internal static class LeavingEndpoints
{
    public static void MapLeaving(this WebApplication app, RouteGroupBuilder api)
    {
        var leaving = api.MapGroup("/leaving").RequireAuthorization(Policies.Administer);
        leaving.MapGet("/exports", ListCustomerExports.HandleAsync).LogsNothing("Names and sizes of files; that one was taken out is logged.");
        leaving.MapPost("/exports", CreateCustomerExport.HandleAsync).Logs(LogTypes.Export);
        leaving.MapGet("/exports/{export}/content", ReadCustomerExport.HandleContentAsync).Logs(LogTypes.Export);
        leaving.MapGet("", ShowDeparture.HandleAsync).LogsNothing("Whether the customer leaves: no content.");
        leaving.MapPost("", AskToLeave.HandleAsync).LogsNothing("Whether the customer leaves: no content.");
        leaving.MapPost("/approve", ApproveLeaving.HandleAsync).LogsNothing("Whether the customer leaves: no content.");
        leaving.MapDelete("", WithdrawLeaving.HandleAsync).LogsNothing("Whether the customer leaves: no content.");

        app.MapGet("/leaving/key", ReadCertificate.HandleKeyAsync).Public("The key that certificates are verified with.");
        app.MapGet("/leaving/{codeName}/log/{**path}", ReadCertificate.HandleLogAsync).Public("Hashes of the access log of a customer who has left: they hold no content, and prove what the customer has kept.");
        app.MapGet("/leaving/{codeName}", ReadCertificate.HandleAsync).Public("Who has left has no account here any more; a certificate names nobody and holds no content.");
    }
}
