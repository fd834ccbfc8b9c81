// Krippendorff, K. (2011). Computing Krippendorff's Alpha-Reliability (repository.upenn.edu/asc_papers/43); (2004) Content Analysis, ch. 11.
//   alpha = 1 - D_o / D_e = 1 - (n - 1) sum_u 1/(m_u - 1) sum_{i,j in u} d^2(i,j)  /  sum_{i,j in all} d^2(i,j)
// u: tasks with m_u >= 2 answers; n: answers of those; d^2 by level: nominal [c != k]; interval (c - k)^2; ratio ((c - k) / (c + k))^2;
// ordinal (n_c/2 + n_{c+1} + ... + n_k/2)^2, which is the interval metric on mid-ranks, so it costs as little.
// NaN when D_e = 0: with one answer for everything nobody could have disagreed, and reliability is not shown.
using Cloison.Inference.Answers;
using Cloison.Inference.Probability;

namespace Cloison.Inference.Agreement;

/// <summary>Krippendorff's alpha, for any number of annotators, missing answers, and any distance.</summary>
public static class KrippendorffAlpha
{
    // The matrix of all distances between tasks: 18 MB.
    private const int MaxTasksInMatrix = 1500;

    public static AgreementOf Nominal(AnswerTable<int> table, int categories)
    {
        var counts = new CategoryCounts(table, categories);
        var n = new double[categories];
        return times =>
        {
            var total = Marginals(counts, times, n);
            double observed = 0, squares = 0;
            for (var t = 0; t < counts.Tasks; t++)
            {
                double m = counts.Total(t), same = 0;
                if (m < 2 || times[t] == 0)
                    continue;
                foreach (var c in counts.CountsOf(t))
                    same += (double)c * c;
                observed += times[t] * (m * m - same) / (m - 1);
            }

            foreach (var c in n)
                squares += c * c;
            return Alpha(observed, total * total - squares, total);
        };
    }

    /// <param name="table">Categories in their order, from 0.</param>
    public static AgreementOf Ordinal(AnswerTable<int> table, int categories) => OnScale(new CategoryCounts(table, categories), values: null);

    public static AgreementOf Ordinal(AnswerTable<double> table)
    {
        var (places, values) = Places(table);
        return OnScale(new CategoryCounts(places, values.Length), values: null);
    }

    /// <summary>Numbers that are not finite count as not given.</summary>
    public static AgreementOf Interval(AnswerTable<double> table)
    {
        var (places, values) = Places(table);
        // Centred, so that the sums of squares do not cancel for numbers far from zero.
        var centre = values.Length == 0 ? 0 : values.Average();
        return OnScale(new CategoryCounts(places, values.Length), Array.ConvertAll(values, v => v - centre));
    }

    /// <summary>For numbers from 0 upwards. O(V^2) for V distinct numbers.</summary>
    public static AgreementOf Ratio(AnswerTable<double> table)
    {
        var (places, values) = Places(table);
        var counts = new CategoryCounts(places, values.Length);
        var n = new double[values.Length];
        double Distance(int i, int j)
        {
            var d = (values[i] - values[j]) / (values[i] + values[j]);
            return i == j ? 0 : d * d;
        }

        return times =>
        {
            var total = Marginals(counts, times, n);
            double observed = 0, expected = 0;
            for (var t = 0; t < counts.Tasks; t++)
            {
                var found = counts.CategoriesOf(t);
                var c = counts.CountsOf(t);
                if (counts.Total(t) < 2 || times[t] == 0)
                    continue;
                double within = 0;
                for (var i = 0; i < found.Length; i++)
                    for (var j = 0; j < i; j++)
                        within += 2.0 * c[i] * c[j] * Distance(found[i], found[j]);
                observed += times[t] * within / (counts.Total(t) - 1);
            }

            for (var i = 0; i < n.Length; i++)
                if (n[i] > 0)
                    for (var j = 0; j < i; j++)
                        expected += 2 * n[i] * n[j] * Distance(i, j);
            return Alpha(observed, expected, total);
        };
    }

    /// <summary>
    /// With any distance between answers, for spans, boxes, masks, sets, rankings. O(n^2) distances once, O(tasks^2) a resample. Above 1,500 tasks the
    /// expected disagreement is taken over a seeded choice of 1,500.
    /// </summary>
    /// <param name="distance">Symmetric, 0 for equal answers; it takes the place of d^2, so it is squared by the caller if it should be.</param>
    public static AgreementOf Over<T>(AnswerTable<T> table, Func<T, T, double> distance, ulong seed = 1)
    {
        var tasks = Enumerable.Range(0, table.Tasks.Count).Where(t => table.AnswersTo(t).Length >= 2).ToArray();
        var within = Array.ConvertAll(tasks, t => Between(table, t, t, distance));
        var chosen = Choose(tasks.Length, seed);
        var between = new double[chosen.Length * chosen.Length];
        for (var i = 0; i < chosen.Length; i++)
        {
            between[i * chosen.Length + i] = within[chosen[i]];
            for (var j = 0; j < i; j++)
                between[i * chosen.Length + j] = between[j * chosen.Length + i] = Between(table, tasks[chosen[i]], tasks[chosen[j]], distance);
        }

        return times =>
        {
            double observed = 0, answers = 0, expected = 0, inChosen = 0;
            for (var i = 0; i < tasks.Length; i++)
            {
                double m = table.AnswersTo(tasks[i]).Length;
                observed += times[tasks[i]] * within[i] / (m - 1);
                answers += times[tasks[i]] * m;
            }

            for (var i = 0; i < chosen.Length; i++)
            {
                var w = times[tasks[chosen[i]]];
                if (w == 0)
                    continue;
                inChosen += w * table.AnswersTo(tasks[chosen[i]]).Length;
                var row = between.AsSpan(i * chosen.Length, chosen.Length);
                double sum = 0;
                for (var j = 0; j < row.Length; j++)
                    sum += times[tasks[chosen[j]]] * row[j];
                expected += w * sum;
            }

            return expected > 0 ? 1 - observed / answers / (expected / (inChosen * (inChosen - 1))) : double.NaN;
        };
    }

    private static int[] Choose(int tasks, ulong seed)
    {
        var all = Enumerable.Range(0, tasks).ToArray();
        if (tasks <= MaxTasksInMatrix)
            return all;
        var random = new SeededStream(seed);
        for (var i = 0; i < MaxTasksInMatrix; i++)
        {
            var j = i + random.NextBelow(tasks - i);
            (all[i], all[j]) = (all[j], all[i]);
        }

        return all[..MaxTasksInMatrix];
    }

    private static double Between<T>(AnswerTable<T> table, int s, int t, Func<T, T, double> distance)
    {
        var a = table.AnswersTo(s);
        var b = table.AnswersTo(t);
        double sum = 0;
        for (var i = 0; i < a.Length; i++)
            if (s == t)
                for (var j = 0; j < i; j++)
                    sum += 2 * distance(a[i], a[j]);
            else
                for (var j = 0; j < b.Length; j++)
                    sum += distance(a[i], b[j]);
        return sum;
    }

    // Squared differences of values, or without values of mid-ranks.
    private static AgreementOf OnScale(CategoryCounts counts, double[]? values)
    {
        var n = new double[counts.Categories];
        var x = values ?? new double[counts.Categories];
        return times =>
        {
            var total = Marginals(counts, times, n);
            if (values is null)
            {
                double below = 0;
                for (var c = 0; c < n.Length; c++)
                {
                    // Centred for the same reason as values are.
                    x[c] = below + n[c] / 2 - total / 2;
                    below += n[c];
                }
            }

            double observed = 0, sum = 0, squares = 0;
            for (var t = 0; t < counts.Tasks; t++)
            {
                double m = counts.Total(t), s = 0, q = 0;
                if (m < 2 || times[t] == 0)
                    continue;
                var found = counts.CategoriesOf(t);
                var c = counts.CountsOf(t);
                for (var i = 0; i < found.Length; i++)
                {
                    s += c[i] * x[found[i]];
                    q += c[i] * x[found[i]] * x[found[i]];
                }

                observed += times[t] * Math.Max(0, 2 * (m * q - s * s)) / (m - 1);
            }

            for (var c = 0; c < n.Length; c++)
            {
                sum += n[c] * x[c];
                squares += n[c] * x[c] * x[c];
            }

            return Alpha(observed, 2 * (total * squares - sum * sum), total);
        };
    }

    private static double Marginals(CategoryCounts counts, ReadOnlySpan<int> times, double[] n)
    {
        Array.Clear(n);
        double total = 0;
        for (var t = 0; t < counts.Tasks; t++)
        {
            if (counts.Total(t) < 2 || times[t] == 0)
                continue;
            total += times[t] * counts.Total(t);
            var found = counts.CategoriesOf(t);
            var c = counts.CountsOf(t);
            for (var i = 0; i < found.Length; i++)
                n[found[i]] += times[t] * c[i];
        }

        return total;
    }

    private static (AnswerTable<int> Places, double[] Values) Places(AnswerTable<double> table)
    {
        var finite = table.Where((_, x) => double.IsFinite(x));
        var values = finite.Answers.ToArray().Distinct().Order().ToArray();
        return (finite.Select(x => Array.BinarySearch(values, x)), values);
    }

    private static double Alpha(double observed, double expected, double total) => expected > 1e-12 * total ? 1 - (total - 1) * observed / expected : double.NaN;
}
