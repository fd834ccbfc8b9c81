using Cloison.Domain.Annotations;
using Cloison.Domain.Ontologies;

namespace Cloison.Inference.Consensus;

/// <summary>A kept cluster as one region.</summary>
internal sealed record FusedRegion(Region Region, IReadOnlyList<Member> Members);

/// <summary>Decides for each cluster whether it is kept, and what it becomes: class by weight of votes, place by median or medoid, attributes by vote.</summary>
internal static class RegionFusion
{
    public static IReadOnlyList<FusedRegion> Fuse(
        Ontology ontology, IReadOnlyList<IReadOnlyList<Member>> clusters, int answers, Weights weights, ConsensusOptions options, List<PartAgreement> parts)
    {
        var rank = (ontology.Classes ?? []).Index().GroupBy(c => c.Item.Name, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First().Index, StringComparer.Ordinal);
        var classes = (ontology.Classes ?? []).GroupBy(c => c.Name, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);
        var similarity = new ShapeSimilarity(options);
        var all = weights.Of([.. Enumerable.Range(0, answers)]);
        var kept = new List<FusedRegion>();
        var dropped = new List<PartAgreement>();
        // Stacking order: where the regions lie in their answers, on average.
        foreach (var cluster in clusters.OrderBy(c => c.Average(m => m.Order)))
        {
            var own = weights.Of([.. cluster.Select(m => m.Answer)]);
            if (Weights.Sum(cluster.Select(m => all[m.Answer])) < Math.Round(options.KeepShare * all.Sum(), 9))
            {
                dropped.Add(new("regions.-", 1 - (double)cluster.Count / answers));
                continue;
            }

            var winner = cluster.Zip(own).GroupBy(m => m.First.Region.Class, StringComparer.Ordinal)
                .OrderByDescending(g => Weights.Sum(g.Select(m => m.Second))).ThenBy(g => rank.GetValueOrDefault(g.Key, int.MaxValue)).ThenBy(g => g.Key, StringComparer.Ordinal).First();
            var shape = FuseShape([.. cluster.Select(m => m.Region.Shape)], similarity);
            var attributes = FuseAttributes(classes.GetValueOrDefault(winner.Key), [.. winner.Select(m => m.First)], weights, options);
            var region = new Region($"c{kept.Count + 1}", winner.Key, shape, attributes.Count == 0 ? null : attributes);
            kept.Add(new(region, cluster));
            var overlap = cluster.Average(m => similarity.Of(m.Region.Shape, shape));
            parts.Add(new($"regions.{region.Id}", (double)winner.Count() / answers * overlap));
        }

        parts.AddRange(dropped);
        return kept;
    }

    private static Dictionary<string, FieldValue> FuseAttributes(LabelClass? labelClass, Member[] members, Weights weights, ConsensusOptions options)
    {
        var fields = labelClass?.Attributes ?? [];
        return ValueConsensus.Shown(fields, ValueConsensus.Fuse(fields, [.. members.Select(m => m.Region.Attributes)], weights.Only([.. members.Select(m => m.Answer)]), options));
    }

    private static Shape FuseShape(Shape[] shapes, ShapeSimilarity similarity)
    {
        switch (shapes[0])
        {
            case Box:
                var boxes = shapes.Cast<Box>().ToArray();
                double left = Statistics.MedianOf(boxes.Select(b => b.X)), top = Statistics.MedianOf(boxes.Select(b => b.Y));
                return boxes.Length == 1 ? boxes[0]
                    : new Box(left, top, Statistics.MedianOf(boxes.Select(b => b.Right)) - left, Statistics.MedianOf(boxes.Select(b => b.Bottom)) - top);
            case Point:
                return new Point(Statistics.MedianOf(shapes.Cast<Point>().Select(p => p.X)), Statistics.MedianOf(shapes.Cast<Point>().Select(p => p.Y)));
            default:
                // The medoid; of several, the first in the fixed order that the members come in.
                return shapes.MaxBy(s => shapes.Sum(t => similarity.Of(s, t)))!;
        }
    }
}
