using Cloison.Domain.Annotations;

namespace Cloison.Inference.Regions;

/// <summary>Matches the regions of two answers one to one.</summary>
public static class RegionMatching
{
    /// <summary>
    /// As many matches as possible among regions that overlap enough, and of those the matching with the largest overlap.
    /// </summary>
    /// <param name="comparesClass">Whether regions of different classes may not match.</param>
    /// <returns>For each region of <paramref name="a"/> the index in <paramref name="b"/>, or -1.</returns>
    public static int[] Match(IReadOnlyList<Region> a, IReadOnlyList<Region> b, ShapeOverlap overlap, double threshold, bool comparesClass = true)
    {
        var worth = new double[a.Count * b.Count];
        // One match more outweighs all overlaps together.
        double share = 1.0 / (Math.Min(a.Count, b.Count) + 1);
        for (var i = 0; i < a.Count; i++)
            for (var j = 0; j < b.Count; j++)
                if (!comparesClass || a[i].Class == b[j].Class)
                {
                    var o = overlap.Of(a[i].Shape, b[j].Shape);
                    worth[i * b.Count + j] = o > 0 && o >= threshold ? 1 + share * o : 0;
                }

        return Assignment.Best(worth, a.Count, b.Count);
    }
}
