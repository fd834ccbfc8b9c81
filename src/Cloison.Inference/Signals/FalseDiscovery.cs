namespace Cloison.Inference.Signals;

/// <summary>
/// Which of many tests to believe, so that the expected share of false ones among them is at most q. P-values: Benjamini and Hochberg (1995),
/// doi:10.1111/j.2517-6161.1995.tb02031.x. E-values, whatever they depend on: Wang and Ramdas (2022), doi:10.1111/rssb.12489.
/// </summary>
public static class FalseDiscovery
{
    /// <returns>The greatest p-value that is believed; negative: none.</returns>
    public static double Threshold(ReadOnlySpan<double> pValues, double q)
    {
        var sorted = pValues.ToArray();
        Array.Sort(sorted);
        for (var k = sorted.Length; k > 0; k--)
        {
            if (sorted[k - 1] <= q * k / sorted.Length)
                return sorted[k - 1];
        }

        return -1;
    }

    /// <param name="logEValues">Natural logarithms.</param>
    /// <returns>The least that is believed; infinite: none.</returns>
    public static double ThresholdOfLogE(ReadOnlySpan<double> logEValues, double q)
    {
        var sorted = logEValues.ToArray();
        Array.Sort(sorted);
        for (var k = sorted.Length; k > 0; k--)
        {
            var value = sorted[^k];
            if (value >= Math.Log(sorted.Length / (q * k)))
                return value;
        }

        return double.PositiveInfinity;
    }
}
