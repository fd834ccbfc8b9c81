namespace Cloison.Inference.Agreement;

/// <summary>Distances between sets of labels, for <see cref="KrippendorffAlpha.Over"/>.</summary>
public static class SetDistance
{
    /// <summary>Jaccard, P. (1912), doi:10.1111/j.1469-8137.1912.tb05611.x: 1 - |A and B| / |A or B|; 0 for two empty sets.</summary>
    public static double Jaccard(IReadOnlySet<string> a, IReadOnlySet<string> b)
    {
        var both = a.Count(b.Contains);
        var either = a.Count + b.Count - both;
        return either == 0 ? 0 : 1 - (double)both / either;
    }

    /// <summary>
    /// MASI: Passonneau, R. (2006), LREC (aclanthology L06-1392): 1 - Jaccard similarity times 1 for equal sets, 2/3 where one contains the other,
    /// 1/3 where they only overlap, 0 where they do not.
    /// </summary>
    public static double Masi(IReadOnlySet<string> a, IReadOnlySet<string> b)
    {
        var both = a.Count(b.Contains);
        var either = a.Count + b.Count - both;
        if (either == 0)
            return 0;
        var monotony = both == either ? 1 : both == a.Count || both == b.Count ? 2.0 / 3 : both > 0 ? 1.0 / 3 : 0;
        return 1 - monotony * both / either;
    }
}
