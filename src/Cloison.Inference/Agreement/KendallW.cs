// W = 12 S / (m^2 (n^3 - n) - m T), S = sum of squared deviations of the tasks' rank sums, T = sum over annotators of sum over ties (t^3 - t).
// Kendall, M. G., Babington Smith, B. (1939). Annals of Mathematical Statistics 10(3). doi:10.1214/aoms/1177732186; ties: Kendall, Rank Correlation Methods (1948), ch. 6.
// n tasks are what is ranked, m annotators rank them by their numbers; equal numbers share their mean rank.
using Cloison.Inference.Answers;

namespace Cloison.Inference.Agreement;

/// <summary>Kendall's coefficient of concordance, 0 to 1. Defined where every annotator answered every task.</summary>
public static class KendallW
{
    public static AgreementOf Over(AnswerTable<double> table)
    {
        if (CompleteMatrix.Of(table) is not { } x)
            return _ => double.NaN;
        var m = x.Annotators;
        return times =>
        {
            // A task that counts twice is two equal items.
            var items = new List<int>();
            for (var t = 0; t < times.Length; t++)
                for (var k = 0; k < times[t]; k++)
                    items.Add(t);
            var n = items.Count;
            var sums = new double[n];
            var (keys, order) = (new double[n], new int[n]);
            double ties = 0;
            for (var a = 0; a < m; a++)
            {
                for (var i = 0; i < n; i++)
                    (keys[i], order[i]) = (x[items[i], a], i);
                Array.Sort(keys, order);
                for (var i = 0; i < n;)
                {
                    var end = i;
                    while (end < n && keys[end] == keys[i])
                        end++;
                    double tied = end - i;
                    ties += tied * tied * tied - tied;
                    for (var k = i; k < end; k++)
                        sums[order[k]] += (i + end + 1) / 2.0;
                    i = end;
                }
            }

            double s = 0, mean = m * (n + 1) / 2.0;
            foreach (var r in sums)
                s += (r - mean) * (r - mean);
            var most = (double)m * m * ((double)n * n * n - n) - m * ties;
            return most > 0 ? 12 * s / most : double.NaN;
        };
    }
}
