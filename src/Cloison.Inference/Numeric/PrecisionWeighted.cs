// Model: x_tj ~ N(mu_t, s_j), mu_t ~ N(m, v), s_j (a variance) ~ scaled inverse chi-squared with A degrees of freedom around s_0.
// Maximum a posteriori by EM over mu_t. E: 1/V_t = 1/v + sum_j 1/s_j, E mu_t = V_t (m/v + sum_j x_tj / s_j).
// M: s_j = (sum_t (x_tj - E mu_t)^2 + V_t + A s_0) / (n_j + A) (the mode of log s_j), m = mean E mu_t, v = mean (E mu_t - m)^2 + V_t,
//    s_0 = the harmonic mean of the s_j: a fixed s_0 would credit careful people with the errors of careless ones.
// Raykar, V. C. et al. (2010). Learning from crowds. JMLR 11, section 5 (jmlr.org/papers/v11/raykar10a); Liu, Ihler, Steyvers (2013), NIPS, on priors.
// The objective is the log posterior of (log s, s_0, m, v) with mu integrated out; EM never lowers it.
using Cloison.Inference.Answers;
using Cloison.Inference.Fitting;

namespace Cloison.Inference.Numeric;

/// <summary>Weighs every annotator by the inferred precision of his numbers.</summary>
public static class PrecisionWeighted
{
    /// <param name="priorAnswers">A: how many answers of average precision everybody is credited with; holds the variance of those with few answers.</param>
    public static NumericResult Fit(AnswerTable<double> table, double priorAnswers = 5, int maxIterations = 500, double tolerance = 1e-9)
    {
        table = table.Where((_, x) => double.IsFinite(x));
        int tasks = table.Tasks.Count, people = table.AnnotatorNames.Count;
        var mean = SimpleAverage.Mean(table).Values.ToArray();
        var spread = new double[tasks];
        var variance = new double[people];
        var answered = new int[people];
        foreach (var j in table.Annotators)
            answered[j]++;
        var used = Enumerable.Range(0, tasks).Count(t => table.AnswersTo(t).Length > 0);
        if (used == 0)
            return new(mean, mean, Array.ConvertAll(variance, _ => double.NaN), Convergence.Immediate);

        var pooled = Pooled(table, mean, used);
        Array.Fill(variance, pooled);
        var common = pooled;
        double m = 0, v = 0;
        foreach (var x in mean)
            m += double.IsNaN(x) ? 0 : x / used;
        foreach (var x in mean)
            v += double.IsNaN(x) ? 0 : (x - m) * (x - m) / used;
        v = Math.Max(v, 1e-12 * pooled);

        var history = new List<double>();
        var sums = new double[people];
        var isConverged = false;
        while (history.Count < maxIterations && !isConverged)
        {
            Expect(table, mean, spread, variance, m, v);
            Array.Clear(sums);
            (m, var newV) = (0, 0.0);
            for (var t = 0; t < tasks; t++)
            {
                var x = table.AnswersTo(t);
                var who = table.AnnotatorsOf(t);
                for (var i = 0; i < x.Length; i++)
                    sums[who[i]] += (x[i] - mean[t]) * (x[i] - mean[t]) + spread[t];
                m += x.Length > 0 ? mean[t] / used : 0;
            }

            for (var t = 0; t < tasks; t++)
                newV += table.AnswersTo(t).Length > 0 ? ((mean[t] - m) * (mean[t] - m) + spread[t]) / used : 0;
            v = Math.Max(newV, 1e-12 * pooled);
            for (var j = 0; j < people; j++)
                if (answered[j] > 0)
                    variance[j] = Math.Max(1e-12 * pooled, (sums[j] + priorAnswers * common) / (answered[j] + priorAnswers));
            common = HarmonicMean(variance, answered);
            history.Add(LogPosterior(table, variance, answered, m, v, priorAnswers, common));
            isConverged = history.Count > 1 && Math.Abs(history[^1] - history[^2]) <= tolerance * (1 + Math.Abs(history[^1]));
        }

        Expect(table, mean, spread, variance, m, v);
        var weights = new double[people];
        for (var j = 0; j < people; j++)
            weights[j] = answered[j] > 0 ? 1 / variance[j] : double.NaN;
        return new(mean, Array.ConvertAll(spread, Math.Sqrt), weights, new(history.Count, isConverged, history));
    }

    // The variance within tasks. Above 0 even when everybody always agrees, so that no precision is infinite.
    private static double Pooled(AnswerTable<double> table, double[] mean, int used)
    {
        double sum = 0, size = 0;
        for (var t = 0; t < mean.Length; t++)
            foreach (var x in table.AnswersTo(t))
            {
                sum += (x - mean[t]) * (x - mean[t]);
                size = Math.Max(size, Math.Abs(x));
            }

        return Math.Max(sum / Math.Max(1, table.Count - used), Math.Max(1e-12, 1e-12 * size * size));
    }

    private static void Expect(AnswerTable<double> table, double[] mean, double[] spread, double[] variance, double m, double v)
    {
        for (var t = 0; t < mean.Length; t++)
        {
            var x = table.AnswersTo(t);
            var who = table.AnnotatorsOf(t);
            double precision = 1 / v, sum = m / v;
            for (var i = 0; i < x.Length; i++)
            {
                precision += 1 / variance[who[i]];
                sum += x[i] / variance[who[i]];
            }

            (mean[t], spread[t]) = x.Length == 0 ? (double.NaN, double.NaN) : (sum / precision, 1 / precision);
        }
    }

    // Of a task's numbers together: covariance diag(s) + v 11', by the matrix determinant lemma and Sherman-Morrison.
    private static double LogPosterior(AnswerTable<double> table, double[] variance, int[] answered, double m, double v, double priorAnswers, double common)
    {
        double log = 0;
        for (var t = 0; t < table.Tasks.Count; t++)
        {
            var x = table.AnswersTo(t);
            var who = table.AnnotatorsOf(t);
            if (x.Length == 0)
                continue;
            double precision = 0, weighted = 0;
            for (var i = 0; i < x.Length; i++)
            {
                double s = variance[who[i]], r = x[i] - m;
                precision += 1 / s;
                weighted += r / s;
                log -= 0.5 * (Math.Log(s) + r * r / s);
            }

            log -= 0.5 * (Math.Log(1 + v * precision) - weighted * weighted / (1 / v + precision));
        }

        for (var j = 0; j < variance.Length; j++)
            if (answered[j] > 0)
                log += 0.5 * priorAnswers * (Math.Log(common / variance[j]) - common / variance[j]);
        return log;
    }

    private static double HarmonicMean(double[] variance, int[] answered)
    {
        double precision = 0, people = 0;
        for (var j = 0; j < variance.Length; j++)
            if (answered[j] > 0)
            {
                precision += 1 / variance[j];
                people++;
            }

        return people / precision;
    }
}
