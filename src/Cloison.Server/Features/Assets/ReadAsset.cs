using Cloison.Domain;
using Cloison.Domain.People;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.Http;
using Cloison.Storage.Compartments;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Assets;

/// <summary>
/// The bytes of an asset or of its thumbnail, opened chunk by chunk as they are asked for: without what the file says about its making, unless
/// an engineer asks for the original. Where there is an origin for content, browsers are sent on to it.
/// </summary>
internal static class ReadAsset
{
    /// <param name="original">The file as it came in, with its metadata: for engineers, administrators and the customer's programs.</param>
    public static Task<Results<FileStreamHttpResult, RedirectHttpResult, ProblemHttpResult>> HandleAsync(
        ProjectId project, AssetId asset, Caller caller, Compartment compartment, HttpContext http, CancellationToken ct, bool original = false) =>
        SendOnAsync(project, asset, original ? ContentKind.Original : ContentKind.Shown, caller, compartment, http, ct);

    public static Task<Results<FileStreamHttpResult, RedirectHttpResult, ProblemHttpResult>> HandleThumbnailAsync(
        ProjectId project, AssetId asset, Caller caller, Compartment compartment, HttpContext http, CancellationToken ct) =>
        SendOnAsync(project, asset, ContentKind.Thumbnail, caller, compartment, http, ct);

    /// <summary>At the content's own origin: the pass in the address says for what and for whom.</summary>
    public static async Task<Results<FileStreamHttpResult, RedirectHttpResult, ProblemHttpResult>> HandlePassAsync(
        ProjectId project, AssetId asset, ContentKind kind, Caller caller, Compartment compartment, HttpContext http, CancellationToken ct)
    {
        if (http.Features.Get<ContentPass>() is not { } pass || pass.Project != project || pass.Asset != asset || pass.Kind != kind)
            return CommonProblems.NotFound.ToHttp();
        var opened = await OpenAsync(project, asset, kind, caller, compartment, ct);
        if (!opened.Succeeded)
            return opened.Problem.ToHttp();
        // The product's page may read it, and an image of it may be shown there; no cookie goes either way.
        http.Response.Headers.AccessControlAllowOrigin = pass.Origin;
        http.Response.Headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        return Send(http.Response, opened.Value);
    }

    private static async Task<Results<FileStreamHttpResult, RedirectHttpResult, ProblemHttpResult>> SendOnAsync(
        ProjectId project, AssetId asset, ContentKind kind, Caller caller, Compartment compartment, HttpContext http, CancellationToken ct)
    {
        var opened = await OpenAsync(project, asset, kind, caller, compartment, ct);
        if (!opened.Succeeded)
            return opened.Problem.ToHttp();
        var content = http.RequestServices.GetRequiredService<ContentOrigin>();
        // Programs show nothing, and take the bytes here.
        if (content.Url is null || caller.Session is not { } session)
            return Send(http.Response, opened.Value);
        await opened.Value.Content.DisposeAsync();
        var origin = http.RequestServices.GetRequiredService<AccessSettings>().OriginFor(http.Request);
        var pass = http.RequestServices.GetRequiredService<ContentPasses>().Make(session, project, asset, kind, origin);
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Redirect(content.AddressOf(pass, project, asset, kind));
    }

    private static async Task<Outcome<(Stream Content, string MediaType)>> OpenAsync(
        ProjectId project, AssetId asset, ContentKind kind, Caller caller, Compartment compartment, CancellationToken ct)
    {
        if (kind == ContentKind.Original && caller.Key is null && !caller.Roles.HasAny(Role.Engineer, Role.Administrator))
            return CommonProblems.NotAllowed;
        if (await compartment.Database.ReadAsync(db => AssetAccess.Find(db, project, asset, caller), ct) is not { } found
            || (kind == ContentKind.Thumbnail ? found.Thumbnail : found.Blob) is not { } blob
            || await compartment.Blobs.OpenAsync(project, blob, ct) is not { } content)
            return CommonProblems.NotFound;
        if (kind == ContentKind.Thumbnail)
            return (content, ImageType.WebP.MediaType);
        if (kind == ContentKind.Original)
            return (content, found.MediaType);
        if (await CleanImage.OfAsync(content, found.MediaType, ct) is { } clean)
            return (new SplicedStream(content, clean.Parts), found.MediaType);
        await content.DisposeAsync();
        return AssetProblems.NotAnImage;
    }

    private static FileStreamHttpResult Send(HttpResponse response, (Stream Content, string MediaType) file)
    {
        response.Headers.ContentSecurityPolicy = SecurityHeaders.Sandbox;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.CacheControl = "no-store";
        return TypedResults.Stream(file.Content, file.MediaType, enableRangeProcessing: true);
    }
}
