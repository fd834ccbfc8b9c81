namespace Cloison.Inference.Categorical.Calibration;

/// <summary>
/// Platt's scaling for two classes: <c>q(1) = σ(a · logit p(1) + b)</c> (J. Platt, "Probabilistic Outputs for Support Vector Machines", 1999). Beside a temperature 1/a it
/// has a shift b, for engines that favour one class; so it may change labels. Fitted by Newton's method on the gold likelihood with the prior
/// <c>a ~ N(0.4, 0.25²)</c>, <c>b ~ N(0, 0.5²)</c>; without gold the prior's mean is the answer.
/// </summary>
public sealed record Platt(double Slope = 0.4, double Shift = 0)
{
    private const double SlopeSpread = 0.25;
    private const double ShiftSpread = 0.5;
    private const double Least = 1e-12;
    private const int MaxSteps = 100;

    /// <summary>Fits to gold.</summary>
    /// <param name="posteriors">Two numbers a task.</param>
    /// <param name="gold">0 or 1 for each task; anything else: not known.</param>
    public static Platt Fit(ReadOnlySpan<double> posteriors, ReadOnlySpan<int> gold)
    {
        var (a, b) = (new Platt().Slope, 0.0);
        for (var step = 0; step < MaxSteps; step++)
        {
            var (ga, gb) = ((new Platt().Slope - a) / (SlopeSpread * SlopeSpread), -b / (ShiftSpread * ShiftSpread));
            var (haa, hab, hbb) = (1 / (SlopeSpread * SlopeSpread), 0.0, 1 / (ShiftSpread * ShiftSpread));
            for (var t = 0; t < gold.Length; t++)
            {
                if (gold[t] is not (0 or 1))
                {
                    continue;
                }

                var x = Logit(posteriors[(2 * t) + 1]);
                var q = 1 / (1 + Math.Exp(-((a * x) + b)));
                var w = q * (1 - q);
                ga += (gold[t] - q) * x;
                gb += gold[t] - q;
                haa += w * x * x;
                hab += w * x;
                hbb += w;
            }

            var det = (haa * hbb) - (hab * hab);
            var (da, db) = (((hbb * ga) - (hab * gb)) / det, ((haa * gb) - (hab * ga)) / det);
            // Concave, but a whole step can overshoot where the curve is flat.
            var damp = Math.Min(1, 0.5 / Math.Max(Math.Abs(da), Math.Abs(db) + 1e-300));
            a += damp * da;
            b += damp * db;
            if (Math.Abs(da) + Math.Abs(db) < 1e-10)
            {
                break;
            }
        }

        return new(a, b);
    }

    /// <summary>The calibrated posteriors.</summary>
    public double[] Apply(ReadOnlySpan<double> posteriors)
    {
        var calibrated = new double[posteriors.Length];
        for (var t = 0; t < posteriors.Length; t += 2)
        {
            calibrated[t + 1] = 1 / (1 + Math.Exp(-((Slope * Logit(posteriors[t + 1])) + Shift)));
            calibrated[t] = 1 - calibrated[t + 1];
        }

        return calibrated;
    }

    private static double Logit(double p) => Math.Log(Math.Clamp(p, Least, 1 - Least) / (1 - Math.Clamp(p, Least, 1 - Least)));
}
