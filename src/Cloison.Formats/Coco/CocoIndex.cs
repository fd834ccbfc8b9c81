using Cloison.Formats.Files;

namespace Cloison.Formats.Coco;

/// <summary>
/// What a first pass over a COCO file (and the result files beside it) learns: categories, the ordinal of each image, and how many annotations it has.
/// Memory: about 40 bytes an image.
/// </summary>
internal sealed class CocoIndex(SourceFile? main, IReadOnlyList<SourceFile> results)
{
    /// <summary>The file that holds images and categories; null when there are only results.</summary>
    public SourceFile? Main { get; } = main;

    /// <summary>Files in the results form: one array of detections.</summary>
    public IReadOnlyList<SourceFile> Results { get; } = results;

    public Dictionary<CocoKey, string> Categories { get; } = [];

    public Dictionary<CocoKey, int> Images { get; } = [];

    /// <summary>Annotations of each image, by its ordinal.</summary>
    public List<int> Counts { get; } = [];

    /// <summary>Whether the main file holds labels without a score: its images without annotations are then labelled as empty.</summary>
    public bool HasLabels { get; set; }

    public HashSet<string> BrokenFiles { get; } = new(StringComparer.Ordinal);

    public bool TryAddImage(CocoKey key)
    {
        if (!Images.TryAdd(key, Images.Count))
            return false;
        Counts.Add(0);
        return true;
    }

    /// <summary>Cuts the images into runs that are small enough to gather in one pass.</summary>
    public IEnumerable<(int First, int Count)> Windows(int maxImages, int maxAnnotations)
    {
        for (var first = 0; first < Counts.Count;)
        {
            var count = 1;
            long annotations = Counts[first];
            while (first + count < Counts.Count && count < maxImages && annotations + Counts[first + count] <= maxAnnotations)
                annotations += Counts[first + count++];
            yield return (first, count);
            first += count;
        }
    }
}
