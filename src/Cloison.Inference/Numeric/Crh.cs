// CRH (PM in the survey of Zheng et al. 2017): Li, Q. et al. (2014). Resolving conflicts in heterogeneous data by truth discovery and source reliability
// estimation. SIGMOD. doi:10.1145/2588555.2610509.   w_j = -log (d_j / sum_j' d_j')   (eq. 5), d_j the mean of (x_tj - x*_t)^2 / std_t  (eq. 13),
// x*_t the weighted mean (eq. 14). Mean, not sum: who answers much is not worse for it.
using Cloison.Inference.Answers;

namespace Cloison.Inference.Numeric;

/// <summary>Weighs every annotator by minus the logarithm of his share of all errors.</summary>
public static class Crh
{
    public static NumericResult Fit(AnswerTable<double> table, int maxIterations = 100, double tolerance = 1e-6) =>
        WeightedTruth.Alternate(table, maxIterations, tolerance, (errors, answered, weights) =>
        {
            double sum = 0;
            for (var j = 0; j < weights.Length; j++)
                sum += answered[j] > 0 ? errors[j] / answered[j] : 0;
            for (var j = 0; j < weights.Length; j++)
                // A single annotator has all the errors and still counts.
                weights[j] = answered[j] > 0 ? Math.Max(1e-9, -Math.Log(errors[j] / answered[j] / sum)) : 0;
        }, isScaledByTask: true);
}
