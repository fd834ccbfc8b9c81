using Cloison.Domain.Annotations;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Utilities;
using Point = Cloison.Domain.Annotations.Point;
using Polygon = Cloison.Domain.Annotations.Polygon;

namespace Cloison.Inference.Consensus;

/// <summary>How much two shapes of one kind are the same, 0 to 1.</summary>
internal sealed class ShapeSimilarity(ConsensusOptions options)
{
    private static readonly GeometryFactory Factory = new();

    private readonly Dictionary<Polygon, Geometry?> geometries = new(ReferenceEqualityComparer.Instance);

    public bool IsSame(Shape a, Shape b) => a.Kind == b.Kind && a switch
    {
        Point p => Distance(p, (Point)b) <= options.MaxPointDistancePx,
        Span s => b is Span t && s.Input == t.Input && s.Start == t.Start && s.End == t.End,
        _ => Of(a, b) >= options.MinIou,
    };

    public double Of(Shape a, Shape b) => (a, b) switch
    {
        (Box p, Box q) => p == q ? 1 : p.IntersectionOverUnion(q),
        (Polygon p, Polygon q) => p.Equals(q) ? 1 : IntersectionOverUnion(p, q),
        (Point p, Point q) => options.MaxPointDistancePx > 0 ? Math.Max(0, 1 - Distance(p, q) / options.MaxPointDistancePx) : p == q ? 1 : 0,
        (Span p, Span q) => p.Input == q.Input && p.Start == q.Start && p.End == q.End ? 1 : 0,
        _ => 0,
    };

    private static double Distance(Point a, Point b) => Math.Sqrt((a.X - b.X) * (a.X - b.X) + (a.Y - b.Y) * (a.Y - b.Y));

    private double IntersectionOverUnion(Polygon a, Polygon b)
    {
        if (GeometryOf(a) is not { } p || GeometryOf(b) is not { } q)
            return 0;
        try
        {
            var intersection = p.Intersection(q).Area;
            var union = p.Area + q.Area - intersection;
            return union > 0 ? Math.Clamp(intersection / union, 0, 1) : 0;
        }
        catch (TopologyException)
        {
            // Near-degenerate outlines; their bounds are better than nothing.
            return a.Bounds.IntersectionOverUnion(b.Bounds);
        }
    }

    /// <summary>Null for an outline that encloses nothing. Outlines that cross themselves are mended first.</summary>
    private Geometry? GeometryOf(Polygon polygon)
    {
        if (geometries.TryGetValue(polygon, out var known))
            return known;
        var points = polygon.Points;
        Geometry? geometry = null;
        if (points.Length >= 6 && points.Length % 2 == 0 && Array.TrueForAll(points, double.IsFinite))
        {
            var ring = new Coordinate[points.Length / 2 + 1];
            for (var i = 0; i < ring.Length - 1; i++)
                ring[i] = new(points[2 * i], points[2 * i + 1]);
            ring[^1] = ring[0].Copy();
            geometry = Factory.CreatePolygon(ring);
            if (!geometry.IsValid)
                geometry = GeometryFixer.Fix(geometry);
            if (!(geometry.Area > 0))
                geometry = null;
        }

        return geometries[polygon] = geometry;
    }
}
