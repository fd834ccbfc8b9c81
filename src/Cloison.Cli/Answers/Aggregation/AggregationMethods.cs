using Cloison.Inference.Numeric;
using Cloison.Inference.Pairwise;
using Cloison.Inference.Text;

namespace Cloison.Cli.Answers.Aggregation;

/// <summary>The methods for answers that are no plain labels; the first of each kind is what <c>auto</c> takes.</summary>
internal static class AggregationMethods
{
    public const string Auto = "auto";

    /// <summary>Empty for labels, whose methods are the library's categorical ones, and for rankings, which have none.</summary>
    public static IReadOnlyList<string> Of(AnswerFile file) => file switch
    {
        AnswerFile.Regions => ["regions"],
        AnswerFile.Spans => ["ds", "hmm", "vote", "regions"],
        AnswerFile.Masks => ["staple", "vote"],
        AnswerFile.Sets => ["ds"],
        AnswerFile.Numbers => ["precision", "crh", "catd", "mean", "median"],
        AnswerFile.Texts => ["rover", "reliable", "medoid"],
        AnswerFile.Comparisons => ["noisy-bt", "bt", "elo"],
        _ => [],
    };

    /// <param name="method">One of the kind's, or <c>auto</c>.</param>
    /// <param name="pointReachPx">The distance at which two points have nothing to do with each other.</param>
    /// <exception cref="InvalidDataException">The method cannot take these answers; with the reason.</exception>
    public static AggregatedAnswers Fit(AnswerFile file, string method, double pointReachPx)
    {
        var chosen = method == Auto ? Of(file)[0] : method;
        return file switch
        {
            AnswerFile.Regions f => new RegionAggregation(f.Table, pointReachPx) { Method = chosen },
            AnswerFile.Spans f => SpanMethods.Fit(f, method),
            AnswerFile.Masks f => MaskAggregation.Fit(f, method),
            AnswerFile.Sets f => new SetAggregation(f.Table) { Method = chosen },
            AnswerFile.Numbers f => new NumberAggregation(f.Table, chosen switch
            {
                "precision" => PrecisionWeighted.Fit(f.Table),
                "crh" => Crh.Fit(f.Table),
                "catd" => Catd.Fit(f.Table),
                "mean" => SimpleAverage.Mean(f.Table),
                _ => SimpleAverage.Median(f.Table),
            }) { Method = chosen },
            AnswerFile.Texts f => new TextAggregation(f.Table, chosen switch
            {
                "rover" => Rover.Fit(f.Table),
                "reliable" => ReliableText.Fit(f.Table),
                _ => ReliableText.Medoid(f.Table),
            }) { Method = chosen },
            AnswerFile.Comparisons f => new ComparisonAggregation(f.Table, chosen switch
            {
                "noisy-bt" => t => NoisyBradleyTerry.Fit(t),
                "bt" => t => BradleyTerry.Fit(t),
                _ => t => Elo.Fit(t),
            }) { Method = chosen },
            _ => throw new ArgumentException("There is no method for this kind of answers.", nameof(file)),
        };
    }
}
