using Cloison.Server.Platform.Access;

namespace Cloison.Server.Features.Leaving;

/// <summary>A customer takes everything along, and leaves.</summary>
internal static class LeavingEndpoints
{
    public static void MapLeaving(this WebApplication app, RouteGroupBuilder api)
    {
        var leaving = api.MapGroup("/leaving").RequireAuthorization(Policies.Administer);
        leaving.MapGet("/exports", ListCustomerExports.HandleAsync);
        leaving.MapPost("/exports", CreateCustomerExport.HandleAsync);
        leaving.MapGet("/exports/{export}/content", ReadCustomerExport.HandleContentAsync);
        leaving.MapGet("", ShowDeparture.HandleAsync);
        leaving.MapPost("", AskToLeave.HandleAsync);
        leaving.MapPost("/approve", ApproveLeaving.HandleAsync);
        leaving.MapDelete("", WithdrawLeaving.HandleAsync);

        app.MapGet("/leaving/key", ReadCertificate.HandleKeyAsync).Public("The key that certificates are verified with.");
        app.MapGet("/leaving/{codeName}/log/{**path}", ReadCertificate.HandleLogAsync).Public("Hashes of the access log of a customer who has left: they hold no content, and prove what the customer has kept.");
        app.MapGet("/leaving/{codeName}", ReadCertificate.HandleAsync).Public("Who has left has no account here any more; a certificate names nobody and holds no content.");
    }
}
