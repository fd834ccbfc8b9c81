using Cloison.Domain.Annotations;

namespace Cloison.Inference.Consensus;

/// <summary>An order of regions by what they are and where, so that results do not depend on who answered first.</summary>
internal sealed class RegionOrder : IComparer<Region>
{
    public static readonly RegionOrder Instance = new();

    public int Compare(Region? x, Region? y)
    {
        var (a, b) = (x!.Shape, y!.Shape);
        var order = a.Kind.CompareTo(b.Kind);
        if (order == 0)
            order = (a, b) switch
            {
                (Span p, Span q) => (string.CompareOrdinal(p.Input, q.Input), p.Start, p.End).CompareTo((0, q.Start, q.End)),
                _ => Numbers(a).AsSpan().SequenceCompareTo(Numbers(b)),
            };
        return order != 0 ? order : string.CompareOrdinal(x.Class, y.Class);
    }

    private static double[] Numbers(Shape shape) => shape switch
    {
        Box b => [b.X, b.Y, b.Width, b.Height],
        Point p => [p.X, p.Y],
        Polygon p => p.Points,
        _ => [],
    };
}
