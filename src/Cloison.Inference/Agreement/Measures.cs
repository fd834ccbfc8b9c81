using System.Globalization;
using Cloison.Domain.Annotations;
using Cloison.Inference.Masks;
using Cloison.Inference.Regions;
using Cloison.Inference.Text;

namespace Cloison.Inference.Agreement;

/// <summary>The measures of each type of answer, by name.</summary>
public static class Measures
{
    /// <param name="categories">How many there are; their order does not matter.</param>
    public static IReadOnlyList<Measure<int>> Categorical(int categories) =>
    [
        new("raw", t => RawAgreement.Over(t, categories)),
        new("cohen", t => PairKappa.Cohen(t, categories)),
        new("scott", t => PairKappa.Scott(t, categories)),
        new("fleiss", t => PooledKappa.Fleiss(t, categories)),
        new("ac1", t => PooledKappa.Gwet(t, categories)),
        new("alpha", t => KrippendorffAlpha.Nominal(t, categories)),
    ];

    /// <param name="categories">How many there are, numbered in their order.</param>
    public static IReadOnlyList<Measure<int>> Ordered(int categories) =>
    [
        new("cohen-linear", t => PairKappa.Cohen(t, categories, CategoryWeights.Linear)),
        new("cohen-quadratic", t => PairKappa.Cohen(t, categories, CategoryWeights.Quadratic)),
        new("ac2-linear", t => PooledKappa.Gwet(t, categories, CategoryWeights.Linear)),
        new("ac2-quadratic", t => PooledKappa.Gwet(t, categories, CategoryWeights.Quadratic)),
        new("alpha-ordinal", t => KrippendorffAlpha.Ordinal(t, categories)),
    ];

    public static readonly IReadOnlyList<Measure<double>> Numeric =
    [
        new("alpha-ordinal", KrippendorffAlpha.Ordinal),
        new("alpha-interval", KrippendorffAlpha.Interval),
        new("alpha-ratio", KrippendorffAlpha.Ratio),
        new("kendall-w", KendallW.Over),
        new("icc-1-1", t => IntraclassCorrelation.Over(t, IccCase.OneWay, isOfMean: false)),
        new("icc-2-1", t => IntraclassCorrelation.Over(t, IccCase.TwoWayRandom, isOfMean: false)),
        new("icc-3-1", t => IntraclassCorrelation.Over(t, IccCase.TwoWayFixed, isOfMean: false)),
        new("icc-1-k", t => IntraclassCorrelation.Over(t, IccCase.OneWay, isOfMean: true)),
        new("icc-2-k", t => IntraclassCorrelation.Over(t, IccCase.TwoWayRandom, isOfMean: true)),
        new("icc-3-k", t => IntraclassCorrelation.Over(t, IccCase.TwoWayFixed, isOfMean: true)),
    ];

    /// <param name="thresholds">Of overlap, each with a measure of its own.</param>
    public static IReadOnlyList<Measure<IReadOnlyList<Region>>> Regions(ShapeOverlap overlap, params ReadOnlySpan<double> thresholds)
    {
        var all = new List<Measure<IReadOnlyList<Region>>>();
        foreach (var threshold in thresholds)
        {
            var at = threshold.ToString(CultureInfo.InvariantCulture);
            all.Add(new($"f1@{at}", t => RegionF1.Over(t, overlap, threshold)));
            all.Add(new($"alpha@{at}", t => KrippendorffAlpha.Over(t, (a, b) => RegionF1.Distance(a, b, overlap, threshold))));
        }

        return all;
    }

    public static readonly IReadOnlyList<Measure<RunMask>> Masks =
    [
        new("dice", t => MeanSimilarity.Over(t, (a, b) => a.Dice(b))),
        new("iou", t => MeanSimilarity.Over(t, (a, b) => a.IntersectionOverUnion(b))),
        new("alpha-iou", t => KrippendorffAlpha.Over(t, (a, b) => 1 - a.IntersectionOverUnion(b))),
    ];

    public static readonly IReadOnlyList<Measure<IReadOnlySet<string>>> Sets =
    [
        new("jaccard", t => MeanSimilarity.Over(t, (a, b) => 1 - SetDistance.Jaccard(a, b))),
        new("alpha-jaccard", t => KrippendorffAlpha.Over(t, SetDistance.Jaccard)),
        new("alpha-masi", t => KrippendorffAlpha.Over(t, SetDistance.Masi)),
    ];

    public static readonly IReadOnlyList<Measure<IReadOnlyList<string>>> Rankings =
    [
        new("kendall-tau", t => MeanSimilarity.Over(t, (a, b) => 1 - 2 * RankingDistance.Kendall(a, b))),
        new("alpha-ranking", t => KrippendorffAlpha.Over(t, RankingDistance.Kendall)),
    ];

    public static readonly IReadOnlyList<Measure<string>> Texts =
    [
        new("similarity", t => MeanSimilarity.Over(t, (a, b) => 1 - TextDistance.Characters(a, b))),
        new("similarity-words", t => MeanSimilarity.Over(new WordTable(t).Answers, (a, b) => 1 - WordTable.Distance(a, b))),
        new("alpha-words", t => KrippendorffAlpha.Over(new WordTable(t).Answers, WordTable.Distance)),
    ];
}
