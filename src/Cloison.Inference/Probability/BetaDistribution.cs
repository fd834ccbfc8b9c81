namespace Cloison.Inference.Probability;

/// <summary>
/// The Beta distribution with shapes a, b &gt; 0. The cumulative function is the regularised incomplete beta function I_x(a, b), by its continued
/// fraction (Abramowitz and Stegun 26.5.8; NIST DLMF 8.17.22) with Lentz's method; the quantile by bisection, which cannot go astray.
/// </summary>
internal static class BetaDistribution
{
    private const int MaxTerms = 2_000;
    private const double Tiny = 1e-300;

    /// <summary>P(X ≤ x).</summary>
    public static double Cumulative(double a, double b, double x)
    {
        if (x <= 0)
            return 0;
        if (x >= 1)
            return 1;
        var front = Math.Exp(a * Math.Log(x) + b * Math.Log(1 - x) - (Gamma.Log(a) + Gamma.Log(b) - Gamma.Log(a + b)));
        // The fraction converges fast only below the mean; the other half follows by symmetry.
        return x < (a + 1) / (a + b + 2) ? front * Fraction(a, b, x) / a : 1 - front * Fraction(b, a, 1 - x) / b;
    }

    /// <summary>The x with P(X ≤ x) = p, to within 1e-13.</summary>
    public static double Quantile(double a, double b, double p)
    {
        double low = 0, high = 1;
        for (var i = 0; i < 60 && high - low > 1e-13; i++)
        {
            var middle = (low + high) / 2;
            if (Cumulative(a, b, middle) < p)
                low = middle;
            else
                high = middle;
        }

        return (low + high) / 2;
    }

    private static double Fraction(double a, double b, double x)
    {
        var c = 1.0;
        var d = Invert(1 - (a + b) * x / (a + 1));
        var h = d;
        for (var m = 1; m <= MaxTerms; m++)
        {
            var even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
            d = Invert(1 + even * d);
            c = Away(1 + even / c);
            h *= d * c;
            var odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
            d = Invert(1 + odd * d);
            c = Away(1 + odd / c);
            var factor = d * c;
            h *= factor;
            if (Math.Abs(factor - 1) < 1e-15)
                break;
        }

        return h;
    }

    private static double Invert(double v) => 1 / Away(v);

    private static double Away(double v) => Math.Abs(v) < Tiny ? Tiny : v;
}
