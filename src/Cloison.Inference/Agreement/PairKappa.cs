// Two annotators a, b on N shared tasks: (p_o - p_e) / (1 - p_e), p_o = mean weight of their pairs of answers,
//   Cohen  p_e = sum_kl w_kl p_ak p_bl, each with his own shares.   Cohen, J. (1960), doi:10.1177/001316446002000104; weights (1968), doi:10.1037/h0026256
//   Scott  p_e = sum_kl w_kl p_k p_l, shares pooled.                Scott, W. A. (1955), doi:10.1086/266577
// More than two annotators: the mean over all pairs (Light, R. J. (1971), doi:10.1037/h0031643), each pair counting by its shared tasks, since
// in a crowd most pairs share few. Pairs whose kappa is not defined are left out.
using Cloison.Inference.Answers;

namespace Cloison.Inference.Agreement;

/// <summary>Cohen's kappa and Scott's pi.</summary>
public static class PairKappa
{
    public static AgreementOf Cohen(AnswerTable<int> table, int categories, CategoryWeights weights = CategoryWeights.Identity) =>
        Over(table, categories, weights, isPooled: false);

    public static AgreementOf Scott(AnswerTable<int> table, int categories, CategoryWeights weights = CategoryWeights.Identity) =>
        Over(table, categories, weights, isPooled: true);

    private static AgreementOf Over(AnswerTable<int> table, int categories, CategoryWeights weights, bool isPooled)
    {
        var pairs = table.Pairs();
        var (ofFirst, ofSecond) = (new double[categories], new double[categories]);
        return times =>
        {
            double sum = 0, total = 0;
            foreach (var pair in pairs)
            {
                double n = 0, observed = 0;
                Array.Clear(ofFirst);
                Array.Clear(ofSecond);
                foreach (var (task, a, b) in pair.Shared)
                {
                    var w = times[task];
                    n += w;
                    observed += w * weights.Between(a, b, categories);
                    ofFirst[a] += w;
                    ofSecond[b] += w;
                }

                if (n == 0)
                    continue;
                if (isPooled)
                    for (var k = 0; k < categories; k++)
                        ofFirst[k] = ofSecond[k] = (ofFirst[k] + ofSecond[k]) / 2;
                var kappa = PooledKappa.Corrected(observed / n, Chance(ofFirst, ofSecond, weights) / (n * n));
                if (!double.IsNaN(kappa))
                {
                    sum += n * kappa;
                    total += n;
                }
            }

            return total > 0 ? sum / total : double.NaN;
        };
    }

    private static double Chance(double[] a, double[] b, CategoryWeights weights)
    {
        double chance = 0;
        for (var k = 0; k < a.Length; k++)
            if (weights == CategoryWeights.Identity)
                chance += a[k] * b[k];
            else if (a[k] > 0)
                for (var l = 0; l < b.Length; l++)
                    chance += weights.Between(k, l, a.Length) * a[k] * b[l];
        return chance;
    }
}
