namespace Cloison.Inference.Probability;

/// <summary>The logarithm of the gamma function and its derivative.</summary>
internal static class Gamma
{
    // Below this the asymptotic series has lost digits; the recurrence leads above it.
    private const double AsymptoticFrom = 10;

    /// <summary>ln Γ(x), x &gt; 0: Stirling's series after Γ(x) = Γ(x + 1) / x. Abramowitz and Stegun 6.1.41; relative error below 1e-13.</summary>
    public static double Log(double x)
    {
        var product = 1.0;
        while (x < AsymptoticFrom)
        {
            product *= x;
            x += 1;
        }

        var r = 1 / (x * x);
        var series = (1.0 / 12 - r * (1.0 / 360 - r * (1.0 / 1260 - r * (1.0 / 1680 - r * (1.0 / 1188))))) / x;
        return (x - 0.5) * Math.Log(x) - x + 0.91893853320467274178 + series - Math.Log(product);
    }

    /// <summary>ψ(x) = d ln Γ(x) / dx, x &gt; 0. Abramowitz and Stegun 6.3.18 after ψ(x) = ψ(x + 1) − 1 / x.</summary>
    public static double Digamma(double x)
    {
        var shift = 0.0;
        while (x < AsymptoticFrom)
        {
            shift -= 1 / x;
            x += 1;
        }

        var r = 1 / (x * x);
        return shift + Math.Log(x) - 0.5 / x - r * (1.0 / 12 - r * (1.0 / 120 - r * (1.0 / 252 - r * (1.0 / 240 - r * (1.0 / 132)))));
    }

    /// <summary>ln of the number of ways to choose k of n.</summary>
    public static double LogChoose(double n, double k) => Log(n + 1) - Log(k + 1) - Log(n - k + 1);
}
