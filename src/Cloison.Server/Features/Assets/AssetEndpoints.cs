using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.AccessLogs;
using Cloison.Server.Platform.Http;
using Cloison.Storage.Compartments;
using Microsoft.AspNetCore.Mvc;

namespace Cloison.Server.Features.Assets;

/// <summary>Media files: those of tasks come in by imports, those of the instructions here.</summary>
internal static class AssetEndpoints
{
    public static void MapAssets(this RouteGroupBuilder api)
    {
        var assets = api.MapGroup("/projects/{project}/assets");
        // The store has its own limit, which names itself.
        assets.MapPost("", AddAsset.HandleAsync).RequireAuthorization(Policies.Engineer).WithMetadata(new DisableRequestSizeLimitAttribute(), new StreamedBody("The bytes of one image.", "image/jpeg", "image/png", "image/webp"))
            .LogsNothing("Takes an image in; the reply has its id and size.");
        // Whose task it is decides, inside.
        assets.MapGet("/{asset}", ReadAsset.HandleAsync).RequireAuthorization(Policies.Member).Logs(LogTypes.Read);
        assets.MapGet("/{asset}/thumbnail", ReadAsset.HandleThumbnailAsync).RequireAuthorization(Policies.Member).Logs(LogTypes.Read);
    }

    /// <summary>The same at the content's own origin, where there is one: same policy, same gates, and the pass in place of the cookie.</summary>
    public static void MapContent(this IEndpointRouteBuilder routes, ContentOrigin origin)
    {
        if (origin.Url is null)
            return;
        var asset = routes.MapGroup("/content/{pass}/projects/{project}/assets/{asset}").RequireAuthorization(Policies.Member).ExcludeFromDescription().Logs(LogTypes.Read);
        foreach (var (path, kind) in new[] { ("", ContentKind.Shown), ("/thumbnail", ContentKind.Thumbnail), ("/original", ContentKind.Original) })
            asset.MapGet(path, (ProjectId project, AssetId asset, Caller caller, Compartment compartment, HttpContext http, CancellationToken ct) =>
                ReadAsset.HandlePassAsync(project, asset, kind, caller, compartment, http, ct));
    }
}
