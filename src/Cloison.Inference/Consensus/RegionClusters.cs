using Cloison.Domain.Annotations;
using NetTopologySuite.Geometries;
using NetTopologySuite.Index.Strtree;
using Point = Cloison.Domain.Annotations.Point;
using Polygon = Cloison.Domain.Annotations.Polygon;

namespace Cloison.Inference.Consensus;

/// <summary>One annotator's region in a cluster.</summary>
/// <param name="Answer">The index of the answer.</param>
/// <param name="Order">The region's place in its answer's stacking order.</param>
internal sealed record Member(int Answer, int Order, Region Region);

/// <summary>
/// Groups the regions of several answers that mean the same thing, at most one of each answer. Pairs of similar regions are merged, the most
/// similar first, as long as everything in the two groups is similar to everything else (complete linkage). Candidates come from an R-tree.
/// </summary>
internal static class RegionClusters
{
    public static IReadOnlyList<IReadOnlyList<Member>> Find(IReadOnlyList<AnnotationContent> answers, ConsensusOptions options)
    {
        // A fixed order that does not depend on the order of the answers.
        var members = answers.SelectMany((a, i) => (a.Regions ?? []).Select((r, order) => new Member(i, order, r)))
            .Where(m => IsFinite(m.Region.Shape)).OrderBy(m => m.Region, RegionOrder.Instance).ToArray();
        var similarity = new ShapeSimilarity(options);
        var groups = Enumerable.Range(0, members.Length).Select(i => new List<int> { i }).ToArray();
        foreach (var (first, second, _) in Pairs(members, similarity, options))
            if (!ReferenceEquals(groups[first], groups[second]) && CanMerge(groups[first], groups[second], members, similarity))
            {
                groups[first].AddRange(groups[second]);
                foreach (var i in groups[second].ToArray())
                    groups[i] = groups[first];
            }

        return [.. groups.Distinct().OrderBy(g => g.Min()).Select(g => (IReadOnlyList<Member>)[.. g.Order().Select(i => members[i])])];
    }

    private static IEnumerable<(int First, int Second, double Similarity)> Pairs(Member[] members, ShapeSimilarity similarity, ConsensusOptions options)
    {
        var spans = members.Index().Where(m => m.Item.Region.Shape is Span)
            .GroupBy(m => ((Span)m.Item.Region.Shape).Input + '\n' + ((Span)m.Item.Region.Shape).Start + '\n' + ((Span)m.Item.Region.Shape).End, StringComparer.Ordinal)
            .SelectMany(g => g.SelectMany(a => g.Where(b => b.Index > a.Index).Select(b => (a.Index, b.Index))));
        return spans.Concat(NearPairs(members, options))
            .Where(p => members[p.Item1].Answer != members[p.Item2].Answer && similarity.IsSame(members[p.Item1].Region.Shape, members[p.Item2].Region.Shape))
            .Select(p => (p.Item1, p.Item2, similarity.Of(members[p.Item1].Region.Shape, members[p.Item2].Region.Shape)))
            // Equal similarity: equal classes first, then the fixed order.
            .OrderByDescending(p => p.Item3)
            .ThenByDescending(p => members[p.Item1].Region.Class == members[p.Item2].Region.Class)
            .ThenBy(p => p.Item1).ThenBy(p => p.Item2);
    }

    private static IEnumerable<(int, int)> NearPairs(Member[] members, ConsensusOptions options)
    {
        var tree = new STRtree<int>();
        var envelopes = members.Select(m => EnvelopeOf(m.Region.Shape, options)).ToArray();
        for (var i = 0; i < members.Length; i++)
            if (envelopes[i] is { } envelope)
                tree.Insert(envelope, i);
        for (var i = 0; i < members.Length; i++)
            if (envelopes[i] is { } envelope)
                foreach (var j in tree.Query(envelope))
                    if (j > i && members[i].Region.Shape.Kind == members[j].Region.Shape.Kind)
                        yield return (i, j);
    }

    private static Envelope? EnvelopeOf(Shape shape, ConsensusOptions options) => shape switch
    {
        Box b => new(b.X, b.Right, b.Y, b.Bottom),
        Polygon { Points.Length: >= 2, Bounds: var b } => new(b.X, b.Right, b.Y, b.Bottom),
        Point p => new(p.X - options.MaxPointDistancePx, p.X + options.MaxPointDistancePx, p.Y - options.MaxPointDistancePx, p.Y + options.MaxPointDistancePx),
        _ => null,
    };

    private static bool CanMerge(List<int> a, List<int> b, Member[] members, ShapeSimilarity similarity) =>
        a.TrueForAll(i => b.TrueForAll(j => members[i].Answer != members[j].Answer && similarity.IsSame(members[i].Region.Shape, members[j].Region.Shape)));

    private static bool IsFinite(Shape shape) => shape switch
    {
        Box b => double.IsFinite(b.X) && double.IsFinite(b.Y) && double.IsFinite(b.Width) && double.IsFinite(b.Height),
        Polygon p => Array.TrueForAll(p.Points, double.IsFinite),
        Point p => double.IsFinite(p.X) && double.IsFinite(p.Y),
        _ => true,
    };
}
