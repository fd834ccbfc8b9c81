using Cloison.Domain.Annotations;
using Cloison.Inference.Consensus;

namespace Cloison.Inference.Regions;

/// <summary>How far two shapes cover the same, 0 to 1: intersection over union of boxes, polygons and spans; for points 1 - distance / reach.</summary>
/// <param name="pointReachPx">The distance, in pixels, from which on two points have nothing to do with each other.</param>
/// <remarks>Remembers the outlines it has seen; not safe for several threads at once.</remarks>
public sealed class ShapeOverlap(double pointReachPx = 20)
{
    private readonly ShapeSimilarity _similarity = new(new ConsensusOptions { MaxPointDistancePx = pointReachPx });

    public double Of(Shape a, Shape b) => (a, b) switch
    {
        (Span p, Span q) => OfSpans(p, q),
        _ => _similarity.Of(a, b),
    };

    private static double OfSpans(Span a, Span b)
    {
        if (a.Input != b.Input)
            return 0;
        double both = Math.Min(a.End, b.End) - Math.Max(a.Start, b.Start), either = Math.Max(a.End, b.End) - Math.Min(a.Start, b.Start);
        return both <= 0 ? 0 : both / either;
    }
}
