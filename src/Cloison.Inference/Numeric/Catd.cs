// CATD: Li, Q. et al. (2014). A confidence-aware approach for truth discovery on long-tail data. PVLDB 8(4). doi:10.14778/2735496.2735505
//   w_j = chi2(alpha / 2, n_j) / sum_t (x_tj - x*_t)^2     (eq. 7; the lower quantile of the chi-squared distribution with n_j degrees of freedom:
//   who answered little gets little weight),   x*_t = sum_j w_j x_tj / sum_j w_j     (eq. 2).
// The two steps alternate from the mean. There is no common objective of both; the history holds minus the weighted squared error.
using Cloison.Inference.Answers;
using MathNet.Numerics.Distributions;

namespace Cloison.Inference.Numeric;

/// <summary>Weighs every annotator by how small his error is shown to be.</summary>
public static class Catd
{
    public static NumericResult Fit(AnswerTable<double> table, double alpha = 0.05, int maxIterations = 100, double tolerance = 1e-6)
    {
        var quantile = new Dictionary<int, double>();
        return WeightedTruth.Alternate(table, maxIterations, tolerance, (errors, answered, weights) =>
        {
            for (var j = 0; j < weights.Length; j++)
            {
                if (answered[j] == 0)
                    continue;
                if (!quantile.TryGetValue(answered[j], out var q))
                    quantile.Add(answered[j], q = ChiSquared.InvCDF(answered[j], alpha / 2));
                weights[j] = q / errors[j];
            }
        });
    }
}
