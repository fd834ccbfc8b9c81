using Cloison.Domain;

namespace Cloison.Server.Features.Assets;

/// <summary>Every expected failure of storing media.</summary>
internal static class AssetProblems
{
    public static readonly Problem NotAnImage = new("asset.not_an_image", 422, "This is not a readable image.", "JPEG, PNG and WebP files are read; this one is something else, or is damaged.");

    public static readonly Problem TooSlow = new("asset.too_slow", 422, "This image takes too long to read.");

    public static Problem TooManyPixels(long width, long height) => new(
        "asset.too_many_pixels", 422, "The image is too large to be drawn.", $"It has {width:N0} × {height:N0} pixels; {AssetStore.MaxPixels / 1_000_000} megapixels are the most.");
}
