using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.Http;
using Cloison.Storage.Blobs;
using Cloison.Storage.Compartments;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Assets;

/// <summary>The bytes of an asset or of its thumbnail, opened chunk by chunk as they are asked for.</summary>
internal static class ReadAsset
{
    public static Task<Results<FileStreamHttpResult, ProblemHttpResult>> HandleAsync(
        ProjectId project, AssetId asset, Caller caller, Compartment compartment, HttpResponse response, CancellationToken ct) =>
        SendAsync(project, asset, caller, compartment, response, found => (found.Blob, found.MediaType), ct);

    public static Task<Results<FileStreamHttpResult, ProblemHttpResult>> HandleThumbnailAsync(
        ProjectId project, AssetId asset, Caller caller, Compartment compartment, HttpResponse response, CancellationToken ct) =>
        SendAsync(project, asset, caller, compartment, response, found => (found.Thumbnail, ImageType.WebP.MediaType), ct);

    private static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> SendAsync(
        ProjectId project, AssetId asset, Caller caller, Compartment compartment, HttpResponse response, Func<StoredAsset, (BlobName? Blob, string MediaType)> choose,
        CancellationToken ct)
    {
        if (await compartment.Database.ReadAsync(db => AssetAccess.Find(db, project, asset, caller), ct) is not { } found
            || choose(found) is not ({ } blob, var mediaType)
            || await compartment.Blobs.OpenAsync(project, blob, ct) is not { } content)
            return CommonProblems.NotFound.ToHttp();
        response.Headers.ContentSecurityPolicy = SecurityHeaders.Sandbox;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.CacheControl = "no-store";
        return TypedResults.Stream(content, mediaType, enableRangeProcessing: true);
    }
}
