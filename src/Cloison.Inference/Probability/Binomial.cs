namespace Cloison.Inference.Probability;

/// <summary>Successes in n independent trials.</summary>
internal static class Binomial
{
    /// <summary>P(X ≤ x) = 1 − I_p(x + 1, n − x).</summary>
    public static double Cumulative(int n, double p, int x) =>
        x < 0 ? 0 : x >= n ? 1 : 1 - BetaDistribution.Cumulative(x + 1, n - x, p);

    /// <summary>P(X ≥ x).</summary>
    public static double AtLeast(int n, double p, int x) =>
        x <= 0 ? 1 : x > n ? 0 : BetaDistribution.Cumulative(x, n - x + 1, p);

    /// <summary>
    /// P(X ≥ x) for trials with chances of their own (the Poisson-binomial distribution), exactly, by adding one after the other: n · x steps.
    /// </summary>
    public static double AtLeast(ReadOnlySpan<double> chances, int x)
    {
        if (x <= 0)
            return 1;
        if (x > chances.Length)
            return 0;
        // Below x successes each count has its chance; what reaches x stays there.
        var below = new double[x];
        below[0] = 1;
        double reached = 0;
        foreach (var p in chances)
        {
            reached += below[x - 1] * p;
            for (var i = x - 1; i > 0; i--)
            {
                below[i] = below[i] * (1 - p) + below[i - 1] * p;
            }

            below[0] *= 1 - p;
        }

        return Math.Min(1, reached);
    }
}
