using Cloison.Inference.Probability;

namespace Cloison.Inference.Skill;

/// <summary>How often a person is right, as far as is known.</summary>
/// <param name="Mean">0 to 1.</param>
/// <param name="Lower">The true share is above with (1 + credibility) / 2; likewise <paramref name="Upper"/>.</param>
/// <param name="Evidence">Answers in full weight, discounted: what the interval is as narrow as.</param>
public sealed record SkillEstimate(double Mean, double Lower, double Upper, double Evidence, SkillCounts Counts)
{
    public static SkillEstimate Of(SkillState state, SkillOptions options)
    {
        var a = options.PriorRight + state.Right;
        var b = options.PriorWrong + state.Wrong;
        var tail = (1 - options.Credibility) / 2;
        return new SkillEstimate(a / (a + b), BetaDistribution.Quantile(a, b, tail), BetaDistribution.Quantile(a, b, 1 - tail), state.Right + state.Wrong, state.Counts);
    }

    /// <summary>
    /// Expected confusion table from gold, K × K, rows are truths and sum to 1; anchored at the person's own accuracy, so that a row without
    /// evidence says no more than the rest. Empty without a table.
    /// </summary>
    public static double[] Confusion(SkillState state, SkillOptions options)
    {
        var k = options.Labels;
        if (k < 2 || state.Confusion.Count != k * k)
            return [];
        const double Anchor = 4;
        var accuracy = (options.PriorRight + state.Right) / (options.PriorRight + options.PriorWrong + state.Right + state.Wrong);
        var table = new double[k * k];
        for (var j = 0; j < k; j++)
        {
            var sum = Anchor;
            for (var l = 0; l < k; l++)
            {
                sum += state.Confusion[j * k + l];
            }

            for (var l = 0; l < k; l++)
            {
                table[j * k + l] = (state.Confusion[j * k + l] + Anchor * (j == l ? accuracy : (1 - accuracy) / (k - 1))) / sum;
            }
        }

        return table;
    }
}
