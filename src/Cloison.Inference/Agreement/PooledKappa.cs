// (p_a - p_e) / (1 - p_e) with a chance p_e made of the pooled shares pi_k of the categories:
//   Fleiss' kappa    p_e = sum_kl w_kl pi_k pi_l.                 Fleiss, J. L. (1971). Psychological Bulletin 76(5). doi:10.1037/h0031619
//   Gwet's AC1, AC2  p_e = T_w / (q (q - 1)) sum_k pi_k (1 - pi_k), T_w = sum of all weights.
//                    Gwet, K. L. (2008), eq. 7 (AC1), doi:10.1348/000711006X126600; AC2: Handbook of Inter-Rater Reliability, 4th ed. (2014), ch. 5.
// Tasks may have different numbers of answers: pi_k is the mean over tasks of r_ik / r_i (Gwet 2014), tasks with one answer count in pi_k, not in p_a.
// With two annotators on every task Fleiss' kappa is Scott's pi: Scott, W. A. (1955). Public Opinion Quarterly 19(3). doi:10.1086/266577
using Cloison.Inference.Answers;

namespace Cloison.Inference.Agreement;

/// <summary>Agreement beyond chance for any number of annotators, with chance from the categories' pooled shares.</summary>
public static class PooledKappa
{
    public static AgreementOf Fleiss(AnswerTable<int> table, int categories, CategoryWeights weights = CategoryWeights.Identity) =>
        Over(table, categories, weights, (pi, v) =>
        {
            double chance = 0;
            for (var k = 0; k < pi.Length; k++)
                if (weights == CategoryWeights.Identity)
                    chance += pi[k] * pi[k];
                else
                    for (var l = 0; l < pi.Length; l++)
                        chance += v[k * pi.Length + l] * pi[k] * pi[l];
            return chance;
        });

    /// <summary>AC1 with identity weights, AC2 with others.</summary>
    public static AgreementOf Gwet(AnswerTable<int> table, int categories, CategoryWeights weights = CategoryWeights.Identity) =>
        Over(table, categories, weights, (pi, v) =>
        {
            double chance = 0, total = 0;
            foreach (var w in v)
                total += w;
            foreach (var p in pi)
                chance += p * (1 - p);
            return pi.Length < 2 ? 0 : total * chance / (pi.Length * (pi.Length - 1.0));
        });

    private static AgreementOf Over(AnswerTable<int> table, int categories, CategoryWeights weights, Func<double[], double[], double> chanceOf)
    {
        var counts = new CategoryCounts(table, categories);
        var ofTask = RawAgreement.OfTasks(counts, weights);
        var v = new double[categories * categories];
        for (var k = 0; k < categories; k++)
            for (var l = 0; l < categories; l++)
                v[k * categories + l] = weights.Between(k, l, categories);
        var pi = new double[categories];
        return times =>
        {
            Array.Clear(pi);
            double tasks = 0;
            for (var t = 0; t < counts.Tasks; t++)
            {
                if (times[t] == 0 || counts.Total(t) == 0)
                    continue;
                tasks += times[t];
                var found = counts.CategoriesOf(t);
                var n = counts.CountsOf(t);
                var share = (double)times[t] / counts.Total(t);
                for (var i = 0; i < found.Length; i++)
                    pi[found[i]] += n[i] * share;
            }

            for (var k = 0; k < pi.Length; k++)
                pi[k] /= tasks;
            return Corrected(RawAgreement.Mean(ofTask, times), chanceOf(pi, v));
        };
    }

    internal static double Corrected(double observed, double chance) => 1 - chance > 1e-12 ? (observed - chance) / (1 - chance) : double.NaN;
}
