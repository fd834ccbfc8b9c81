using Cloison.Domain.People;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.Http;
using Cloison.Storage.Compartments;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Assets;

/// <summary>
/// The bytes of an asset or of its thumbnail, opened chunk by chunk as they are asked for: without what the file says about its making, unless
/// an engineer asks for the original.
/// </summary>
internal static class ReadAsset
{
    /// <param name="original">The file as it came in, with its metadata: for engineers, administrators and the customer's programs.</param>
    public static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> HandleAsync(
        ProjectId project, AssetId asset, Caller caller, Compartment compartment, HttpResponse response, CancellationToken ct, bool original = false)
    {
        if (original && caller.Key is null && !caller.Roles.HasAny(Role.Engineer, Role.Administrator))
            return CommonProblems.NotAllowed.ToHttp();
        if (await compartment.Database.ReadAsync(db => AssetAccess.Find(db, project, asset, caller), ct) is not { } found
            || await compartment.Blobs.OpenAsync(project, found.Blob, ct) is not { } content)
            return CommonProblems.NotFound.ToHttp();
        if (original)
            return Send(response, content, found.MediaType);
        if (await CleanImage.OfAsync(content, found.MediaType, ct) is { } clean)
            return Send(response, new SplicedStream(content, clean.Parts), found.MediaType);
        await content.DisposeAsync();
        return AssetProblems.NotAnImage.ToHttp();
    }

    public static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> HandleThumbnailAsync(
        ProjectId project, AssetId asset, Caller caller, Compartment compartment, HttpResponse response, CancellationToken ct)
    {
        if (await compartment.Database.ReadAsync(db => AssetAccess.Find(db, project, asset, caller), ct) is not { Thumbnail: { } blob }
            || await compartment.Blobs.OpenAsync(project, blob, ct) is not { } content)
            return CommonProblems.NotFound.ToHttp();
        return Send(response, content, ImageType.WebP.MediaType);
    }

    private static FileStreamHttpResult Send(HttpResponse response, Stream content, string mediaType)
    {
        response.Headers.ContentSecurityPolicy = SecurityHeaders.Sandbox;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.CacheControl = "no-store";
        return TypedResults.Stream(content, mediaType, enableRangeProcessing: true);
    }
}
