using Cloison.Inference.Probability;

namespace Cloison.Inference.Acceptance;

/// <summary>
/// Exact one-sided upper bounds of an error rate. Clopper and Pearson (1934), The use of confidence or fiducial limits illustrated in the case of the
/// binomial, doi:10.1093/biomet/26.4.404; for a finite batch the same with the hypergeometric distribution: Buonaccorsi (1987), A note on confidence
/// intervals for proportions in finite populations, doi:10.1080/00031305.1987.10475482.
/// </summary>
public static class ErrorBound
{
    /// <summary>
    /// The rate that the true one does not exceed, with at least this confidence: the largest D / N with P(X ≤ x | D) &gt; 1 − confidence.
    /// 1 where nothing was inspected.
    /// </summary>
    /// <param name="lotSize">Null: without end.</param>
    public static double Upper(int? lotSize, int inspected, int wrong, double confidence)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(wrong, inspected);
        if (inspected == 0)
            return 1;
        if (lotSize is not { } lot)
            return wrong == inspected ? 1 : BetaDistribution.Quantile(wrong + 1, inspected - wrong, confidence);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(inspected, lot);
        // As many as were not inspected may be wrong besides.
        int low = wrong, high = wrong + lot - inspected + 1;
        while (high - low > 1)
        {
            var middle = low + (high - low) / 2;
            if (Hypergeometric.Cumulative(lot, middle, inspected, wrong) > 1 - confidence)
                low = middle;
            else
                high = middle;
        }

        return (double)low / lot;
    }

    /// <summary>
    /// The same for the mean of weights between 0 and 1, one an item: with the levels w1 &lt; w2 &lt; …, E[W] = Σ (w_k − w_k−1) P(W ≥ w_k), each of
    /// those chances bounded with its part of what may fail (Bonferroni). It holds whatever the weights depend on.
    /// </summary>
    /// <param name="weights">Of every inspected item, 0 where it is right.</param>
    public static double UpperWeighted(int? lotSize, IReadOnlyList<double> weights, double confidence)
    {
        double[] levels = [.. weights.Where(w => w > 0).Distinct().Order()];
        if (levels.Length == 0)
            return Upper(lotSize, weights.Count, 0, confidence);
        var each = 1 - (1 - confidence) / (levels.Length + (levels[^1] < 1 ? 1 : 0));
        double bound = 0, below = 0;
        foreach (var level in levels)
        {
            bound += (level - below) * Upper(lotSize, weights.Count, weights.Count(w => w >= level), each);
            below = level;
        }

        // Heavier errors than any that was seen may be in the rest.
        return Math.Min(1, bound + (1 - below) * (below < 1 ? Upper(lotSize, weights.Count, 0, each) : 0));
    }
}
