using Cloison.Server.Platform.Access;

namespace Cloison.Server.Features.Exports;

/// <summary>Takes results out.</summary>
internal static class ExportEndpoints
{
    public static void MapExports(this RouteGroupBuilder api)
    {
        api.MapGet("/formats", ListFormats.Handle).RequireAuthorization(Policies.Member);
        var exports = api.MapGroup("/projects/{project}/exports").RequireAuthorization(Policies.Export);
        exports.MapGet("", ListExports.HandleAsync);
        exports.MapPost("", CreateExport.HandleAsync);
        exports.MapGet("/{export}", ReadExport.HandleAsync);
        exports.MapGet("/{export}/content", ReadExport.HandleContentAsync);
        exports.MapDelete("/{export}", DeleteExport.HandleAsync);
    }
}
