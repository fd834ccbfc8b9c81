namespace Cloison.Inference.Probability;

/// <summary>Errors in a sample drawn without replacement: n of a lot of N that holds D. Sums of exact terms in logarithms.</summary>
internal static class Hypergeometric
{
    /// <summary>P(X ≤ x) = Σ C(D, i) C(N − D, n − i) / C(N, n).</summary>
    public static double Cumulative(int lot, int errors, int sample, int x)
    {
        var least = Math.Max(0, sample - (lot - errors));
        var most = Math.Min(sample, errors);
        if (x < least)
            return 0;
        if (x >= most)
            return 1;
        var all = Gamma.LogChoose(lot, sample);
        double sum = 0;
        for (var i = least; i <= x; i++)
        {
            sum += Math.Exp(Gamma.LogChoose(errors, i) + Gamma.LogChoose(lot - errors, sample - i) - all);
        }

        return Math.Min(1, sum);
    }
}
