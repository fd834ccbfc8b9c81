using Cloison.Domain.Annotations;
using Cloison.Inference.Regions;

namespace Cloison.Cli.Answers.Aggregation;

/// <summary>Regions against right ones, matched one to one; counts of all tasks together (micro average).</summary>
internal static class RegionFigures
{
    /// <param name="isExact">Whether there is a figure for those that are the same to the last place too.</param>
    public static IReadOnlyList<Figure> Of(IEnumerable<(IReadOnlyList<Region> Said, IReadOnlyList<Region> Truth)> tasks, ShapeOverlap overlap, bool isExact)
    {
        double[] thresholds = isExact ? [0.5, 0.75, 1] : [0.5, 0.75];
        var hits = new double[thresholds.Length];
        double said = 0, real = 0, sum = 0;
        foreach (var (mine, truth) in tasks)
        {
            said += mine.Count;
            real += truth.Count;
            for (var n = 0; n < thresholds.Length; n++)
                foreach (var (i, j) in RegionMatching.Match(mine, truth, overlap, thresholds[n]).Index().Where(m => m.Item >= 0))
                {
                    hits[n]++;
                    sum += n == 0 ? overlap.Of(mine[i].Shape, truth[j].Shape) : 0;
                }
        }

        var figures = new List<Figure>();
        for (var n = 0; n < thresholds.Length; n++)
        {
            figures.Add(new($"f1@{thresholds[n]}", 2 * hits[n] / (said + real)));
            figures.Add(new($"precision@{thresholds[n]}", hits[n] / said));
            figures.Add(new($"recall@{thresholds[n]}", hits[n] / real));
        }

        // Of those that match at all: how well they lie.
        figures.Add(new("meanIou", sum / hits[0]));
        return figures;
    }
}
