namespace Cloison.Inference.Categorical.Confusions;

/// <summary>ψ, the derivative of the logarithm of Γ, and that logarithm, for positive numbers (Abramowitz and Stegun 6.3.5, 6.3.18, 6.1.41).</summary>
internal static class Digamma
{
    // From here on the series is exact to about 1e-14.
    private const double Large = 8;

    public static double Of(double x)
    {
        var below = 0.0;
        while (x < Large)
        {
            below += 1 / x;
            x++;
        }

        var y = 1 / (x * x);
        return Math.Log(x) - (0.5 / x) - (y * ((1.0 / 12) - (y * ((1.0 / 120) - (y * ((1.0 / 252) - (y * ((1.0 / 240) - (y / 132))))))))) - below;
    }

    public static double LogGamma(double x)
    {
        var product = 1.0;
        while (x < Large)
        {
            product *= x;
            x++;
        }

        var y = 1 / (x * x);
        var series = (1.0 / 12) - (y * ((1.0 / 360) - (y * ((1.0 / 1260) - (y * ((1.0 / 1680) - (y / 1188)))))));
        return ((x - 0.5) * Math.Log(x)) - x + (0.5 * Math.Log(2 * Math.PI)) + (series / x) - Math.Log(product);
    }
}
