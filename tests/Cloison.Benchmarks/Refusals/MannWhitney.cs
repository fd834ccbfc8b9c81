namespace Cloison.Benchmarks.Refusals;

/// <summary>
/// The rank test of Mann and Whitney (Ann. Math. Statist. 18, 1947, doi:10.1214/aoms/1177730491): whether one of two samples tends to be the larger. Normal
/// approximation with the correction for ties, which is exact enough from about twenty values on.
/// </summary>
internal static class MannWhitney
{
    /// <summary>The two-sided p: how often chance alone would rank two samples of one distribution as far apart as these.</summary>
    public static double P(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        var all = x.Select(v => (Value: v, IsX: true)).Concat(y.Select(v => (Value: v, IsX: false))).OrderBy(v => v.Value).ToArray();
        var (n, rankSum, ties) = ((double)all.Length, 0.0, 0.0);
        for (var from = 0; from < all.Length;)
        {
            var to = from;
            while (to < all.Length && all[to].Value == all[from].Value)
                to++;
            var t = to - from;
            // All of a tie have the mean of the ranks that it takes, counted from 1.
            rankSum += all[from..to].Count(v => v.IsX) * ((from + 1 + to) / 2.0);
            ties += (double)t * t * t - t;
            from = to;
        }

        var (n1, n2) = ((double)x.Count, (double)y.Count);
        var u = rankSum - n1 * (n1 + 1) / 2;
        var deviation = Math.Sqrt(n1 * n2 / 12 * (n + 1 - ties / (n * (n - 1))));
        return deviation == 0 ? 1 : 2 * UpperTail(Math.Abs(u - n1 * n2 / 2) / deviation);
    }

    /// <summary>Q(z) of the standard normal distribution: Abramowitz and Stegun 26.2.17, error below 7.5e-8.</summary>
    private static double UpperTail(double z)
    {
        var t = 1 / (1 + 0.2316419 * z);
        var polynomial = t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
        return Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI) * polynomial;
    }
}
