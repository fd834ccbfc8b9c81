using Cloison.Inference.Categorical.Results;

namespace Cloison.Inference.Categorical.Calibration;

/// <summary>How far probabilities can be believed, measured on tasks whose label is known.</summary>
/// <param name="Tasks">Number of tasks measured.</param>
/// <param name="Accuracy">Share of right labels; ties count as the expected value of a random choice.</param>
/// <param name="LogLoss">Mean of −ln of the probability of the known label, which is taken to be at least 1e-6.</param>
/// <param name="CalibrationError">
/// Expected calibration error: tasks are put into ten bins of equal width by the confidence in the chosen label; the mean over tasks of |share of right labels − mean confidence| of their bin
/// (M. P. Naeini, G. F. Cooper, M. Hauskrecht, AAAI 2015, doi:10.1609/aaai.v29i1.9602).
/// </param>
public sealed record CalibrationMetrics(int Tasks, double Accuracy, double LogLoss, double CalibrationError)
{
    private const int Bins = 10;
    private const double Least = 1e-6;

    /// <summary>Measures.</summary>
    /// <param name="posteriors">A row of <paramref name="classes"/> a task.</param>
    /// <param name="gold">The known label of each task; negative: not known, left out.</param>
    public static CalibrationMetrics Of(ReadOnlySpan<double> posteriors, int classes, ReadOnlySpan<int> gold)
    {
        var (count, right, loss) = (0, 0.0, 0.0);
        var (binRight, binConfidence) = (new double[Bins], new double[Bins]);
        for (var t = 0; t < gold.Length; t++)
        {
            if (gold[t] < 0)
            {
                continue;
            }

            var p = posteriors.Slice(t * classes, classes);
            var best = 0.0;
            foreach (var x in p)
            {
                best = Math.Max(best, x);
            }

            var hit = LabelChoice.ExpectedHit(p, gold[t]);
            var bin = Math.Clamp((int)(best * Bins), 0, Bins - 1);
            binRight[bin] += hit;
            binConfidence[bin] += best;
            right += hit;
            // A label that no annotator can give is never right.
            loss -= Math.Log(Math.Max(gold[t] < classes ? p[gold[t]] : 0, Least));
            count++;
        }

        var error = 0.0;
        for (var b = 0; b < Bins; b++)
        {
            error += Math.Abs(binRight[b] - binConfidence[b]);
        }

        return count == 0 ? new(0, double.NaN, double.NaN, double.NaN) : new(count, right / count, loss / count, error / count);
    }
}
