// F1 = 2 TP / (|A| + |B|) of two answers' regions, matched one to one; over pairs of annotators and tasks the counts are added (micro average).
// It is chance-free in the limit of many possible regions: Hripcsak, G., Rothschild, A. S. (2005). JAMIA 12(3). doi:10.1197/jamia.M1733
using Cloison.Domain.Annotations;
using Cloison.Inference.Answers;
using Cloison.Inference.Regions;

namespace Cloison.Inference.Agreement;

/// <summary>Agreement about boxes, polygons, points and spans: F1 at an overlap threshold, every two annotators of a task compared.</summary>
public static class RegionF1
{
    /// <param name="threshold">The overlap from which on two regions are the same, 0 to 1. 1 is exact.</param>
    public static AgreementOf Over(AnswerTable<IReadOnlyList<Region>> table, ShapeOverlap overlap, double threshold)
    {
        var matched = new double[table.Tasks.Count];
        var regions = new double[table.Tasks.Count];
        for (var t = 0; t < matched.Length; t++)
        {
            var answers = table.AnswersTo(t);
            for (var i = 0; i < answers.Length; i++)
                for (var j = 0; j < i; j++)
                {
                    matched[t] += RegionMatching.Match(answers[i], answers[j], overlap, threshold).Count(m => m >= 0);
                    regions[t] += answers[i].Count + answers[j].Count;
                }
        }

        return times =>
        {
            double tp = 0, all = 0;
            for (var t = 0; t < times.Length; t++)
            {
                tp += times[t] * matched[t];
                all += times[t] * regions[t];
            }

            return all > 0 ? 2 * tp / all : double.NaN;
        };
    }

    /// <summary>1 - F1 of two answers; 0 for two empty ones. A distance for <see cref="KrippendorffAlpha.Over"/>.</summary>
    public static double Distance(IReadOnlyList<Region> a, IReadOnlyList<Region> b, ShapeOverlap overlap, double threshold) =>
        a.Count + b.Count == 0 ? 0 : 1 - 2.0 * RegionMatching.Match(a, b, overlap, threshold).Count(m => m >= 0) / (a.Count + b.Count);
}
