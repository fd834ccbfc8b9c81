using System.Globalization;
using Cloison.Domain.Annotations;

namespace Cloison.Formats.Coco;

/// <summary>
/// A COCO annotation may have several polygons (an object behind a post); here a polygon has one outline. Reading makes regions
/// <c>r5/1</c>, <c>r5/2</c>, …; writing joins neighbours of one class whose ids count up like that.
/// </summary>
internal static class CocoParts
{
    public static IEnumerable<IReadOnlyList<Region>> Join(IReadOnlyList<Region> regions)
    {
        for (var i = 0; i < regions.Count;)
        {
            var parts = new List<Region> { regions[i] };
            if (IsPart(regions[i], 1, out var stem))
                while (i + parts.Count < regions.Count && IsPart(regions[i + parts.Count], parts.Count + 1, out var next) && next == stem
                    && regions[i + parts.Count].Class == regions[i].Class)
                    parts.Add(regions[i + parts.Count]);
            yield return parts;
            i += parts.Count;
        }
    }

    private static bool IsPart(Region region, int number, out string stem)
    {
        var slash = region.Id.LastIndexOf('/');
        stem = slash > 0 ? region.Id[..slash] : "";
        return slash > 0 && region.Shape is Polygon
            && int.TryParse(region.Id.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var stated) && stated == number;
    }
}
