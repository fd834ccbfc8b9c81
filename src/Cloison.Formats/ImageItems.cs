using Cloison.Domain.Annotations;
using Cloison.Formats.Dataset;
using Cloison.Formats.Input;

namespace Cloison.Formats;

/// <summary>What the image formats have in common.</summary>
internal static class ImageItems
{
    public static DatasetItem Item(ImportOptions options, string imageName, int? width, int? height, IReadOnlyList<LabelledAnswer>? answers) =>
        new(MediaFile.Unstored(options.ImageInput, imageName, width, height), answers, ExternalId: imageName);

    public static LabelledAnswer Answer(ImportOptions options, AnnotationContent content) => new(options.Kind, content, options.Author);

    /// <summary>The image of an item that is being written; counts what image formats leave out.</summary>
    public static MediaFile? ImageOf(DatasetItem item, FidelityCount fidelity)
    {
        fidelity.CurrentItem = item.ExternalId ?? item.Id ?? "";
        if (MediaFile.First(item.Data) is not { } image)
        {
            fidelity.Lose("item", "The item shows no image.");
            return null;
        }

        if (item.ExternalId is not null && item.ExternalId != image.Name)
            fidelity.Lose("item.external_id", "The format names items by their image only.");
        if (item.Batch is not null)
            fidelity.Lose("item.batch", "The format has no batches.");
        if (item.Data.Json.Count > 1)
            fidelity.Lose("item.data", "The format holds one image an item; the other inputs are left out.", item.Data.Json.Count - 1);
        return image;
    }

    /// <summary>Whether the number is a possible pixel coordinate; NaN, infinities and absurd sizes are not.</summary>
    public static bool IsPixel(double value) => Math.Abs(value) <= InputLimits.MaxPixels;

    /// <summary>What is wrong with a box, or null.</summary>
    public static string? Check(Box box) => box switch
    {
        _ when !IsPixel(box.X) || !IsPixel(box.Y) || !IsPixel(box.Width) || !IsPixel(box.Height) => "The box has a number that is not finite or is larger than any image.",
        { Width: <= 0 } or { Height: <= 0 } => "The box has no width or no height.",
        _ => null,
    };

    /// <summary>What is wrong with the vertices of a polygon, or null.</summary>
    public static string? CheckPolygon(IReadOnlyList<double> points) => points switch
    {
        { Count: < 6 } => "A polygon has at least three vertices.",
        _ when points.Count % 2 != 0 => "A polygon has as many x as y.",
        _ when points.Count > 200_000 => "A polygon has at most 100,000 vertices.",
        _ when !points.All(IsPixel) => "The polygon has a number that is not finite or is larger than any image.",
        _ => null,
    };

    /// <summary>What is wrong with the name of a class, or null.</summary>
    public static string? CheckClass(string? name) =>
        string.IsNullOrWhiteSpace(name) || name.Length > Domain.Ontologies.OntologyRules.MaxNameLength ? "The class has no name, or too long a one." : null;
}
