using Cloison.Inference.Probability;

namespace Cloison.Inference.Adaptive;

/// <summary>
/// Independent Bayesian classifier combination, fitted variationally, with anchored confusion rows.
/// Kim and Ghahramani (2012), Bayesian classifier combination, AISTATS, PMLR 22:619-627; variational updates as in Simpson, Roberts, Psorakis and
/// Smith (2013), Dynamic Bayesian combination of multiple imperfect classifiers, doi:10.1007/978-3-642-36406-8_1, equations (8) to (15).
/// <para>
/// t_i: the truth of task i among K labels; π_w,j: row j of person w's confusion table; κ: shares of the labels; q_ij = P(t_i = j).
/// κ ~ Dir(ν0), π_w,j ~ Dir(α0_j), α0_jl = S (A if j = l, else (1 − A) / (K − 1)): S pseudo-votes at accuracy A.
/// E: ln q_ij = E[ln κ_j] + Σ E[ln π_w,j,l] + const, with E[ln π_jl] = ψ(α_jl) − ψ(Σ α_j·). M: α_jl = α0_jl + Σ q_ij over w's answers l.
/// </para>
/// <para>
/// The anchor is what makes early stopping safe: with two votes a task, an unanchored model can turn the labels round and be sure of it.
/// </para>
/// </summary>
internal static class AnchoredModel
{
    private const double Tolerance = 1e-4;

    /// <summary>Fits the votes that <paramref name="counted"/> marks.</summary>
    /// <param name="taskStarts">One more than there are tasks.</param>
    /// <param name="counted">One a vote.</param>
    /// <param name="known">The known truth of each task, -1 where there is none; may be empty.</param>
    public static AnchoredFit Fit(
        ReadOnlySpan<int> taskStarts, ReadOnlySpan<int> annotators, ReadOnlySpan<int> labels, ReadOnlySpan<bool> counted,
        int people, int k, ReadOnlySpan<int> known, AnchorOptions options)
    {
        var tasks = taskStarts.Length - 1;
        var q = new double[tasks * k];
        Start(q, taskStarts, annotators, labels, counted, people, k, known);

        var prior = Anchor(k, options);
        var counts = new double[people * k * k];
        var logs = new double[people * k * k];
        var classes = new double[k];
        var logClass = new double[k];
        var row = new double[k];
        var iterations = 0;
        var converged = false;
        while (iterations < options.MaxIterations && !converged)
        {
            iterations++;
            Count(q, taskStarts, annotators, labels, counted, k, counts, classes);
            AddPriorAndTakeLogs(prior, counts, logs, k);
            // A tenth of the tasks spread evenly: a label that is rare among a few tasks must stay possible.
            var smoothing = 1 + 0.1 * tasks / k;
            double all = 0;
            for (var j = 0; j < k; j++)
            {
                classes[j] += smoothing;
                all += classes[j];
            }

            var digammaAll = Gamma.Digamma(all);
            for (var j = 0; j < k; j++)
            {
                logClass[j] = Gamma.Digamma(classes[j]) - digammaAll;
            }

            double change = 0;
            for (var t = 0; t < tasks; t++)
            {
                if (!known.IsEmpty && known[t] >= 0)
                    continue;
                logClass.CopyTo(row, 0);
                for (var i = taskStarts[t]; i < taskStarts[t + 1]; i++)
                {
                    if (!counted[i])
                        continue;
                    var at = annotators[i] * k * k + labels[i];
                    for (var j = 0; j < k; j++, at += k)
                    {
                        row[j] += logs[at];
                    }
                }

                Normalise(row);
                for (var j = 0; j < k; j++)
                {
                    change = Math.Max(change, Math.Abs(q[t * k + j] - row[j]));
                    q[t * k + j] = row[j];
                }
            }

            converged = change < Tolerance;
        }

        return new AnchoredFit(k, q, counts, prior, classes, iterations, converged);
    }

    /// <summary>Turns logarithms into shares.</summary>
    public static void Normalise(Span<double> logs)
    {
        var top = double.NegativeInfinity;
        foreach (var v in logs)
        {
            top = Math.Max(top, v);
        }

        double sum = 0;
        for (var j = 0; j < logs.Length; j++)
        {
            logs[j] = Math.Exp(logs[j] - top);
            sum += logs[j];
        }

        for (var j = 0; j < logs.Length; j++)
        {
            logs[j] /= sum;
        }
    }

    /// <summary>The pseudo-votes before anybody has answered: k rows of k.</summary>
    public static double[] Anchor(int k, AnchorOptions options)
    {
        var anchor = new double[k * k];
        for (var j = 0; j < k; j++)
        {
            for (var l = 0; l < k; l++)
            {
                anchor[j * k + l] = options.Strength * (k == 1 ? 1 : j == l ? options.Accuracy : (1 - options.Accuracy) / (k - 1));
            }
        }

        return anchor;
    }

    // A vote weighted by how often each person agrees with the others: a better start than the plain vote, and it does not depend on the order.
    private static void Start(
        double[] q, ReadOnlySpan<int> taskStarts, ReadOnlySpan<int> annotators, ReadOnlySpan<int> labels, ReadOnlySpan<bool> counted,
        int people, int k, ReadOnlySpan<int> known)
    {
        var weight = new double[people];
        Array.Fill(weight, 1);
        for (var round = 0; round < 3; round++)
        {
            var agreed = new double[people];
            var answered = new double[people];
            for (var t = 0; t + 1 < taskStarts.Length; t++)
            {
                var row = q.AsSpan(t * k, k);
                if (!known.IsEmpty && known[t] >= 0)
                {
                    row.Clear();
                    row[known[t]] = 1;
                }
                else
                {
                    row.Fill(0.01);
                    for (var i = taskStarts[t]; i < taskStarts[t + 1]; i++)
                    {
                        if (counted[i])
                            row[labels[i]] += weight[annotators[i]];
                    }

                    double sum = 0;
                    foreach (var v in row)
                    {
                        sum += v;
                    }

                    for (var j = 0; j < k; j++)
                    {
                        row[j] /= sum;
                    }
                }

                for (var i = taskStarts[t]; i < taskStarts[t + 1]; i++)
                {
                    if (!counted[i])
                        continue;
                    agreed[annotators[i]] += row[labels[i]];
                    answered[annotators[i]]++;
                }
            }

            for (var w = 0; w < people; w++)
            {
                var skill = (agreed[w] + 2.8) / (answered[w] + 4);
                weight[w] = Math.Max(0.01, (skill * k - 1) / Math.Max(1, k - 1));
            }
        }
    }

    private static void Count(
        double[] q, ReadOnlySpan<int> taskStarts, ReadOnlySpan<int> annotators, ReadOnlySpan<int> labels, ReadOnlySpan<bool> counted,
        int k, double[] counts, double[] classes)
    {
        Array.Clear(counts);
        Array.Clear(classes);
        for (var t = 0; t + 1 < taskStarts.Length; t++)
        {
            for (var j = 0; j < k; j++)
            {
                classes[j] += q[t * k + j];
            }

            for (var i = taskStarts[t]; i < taskStarts[t + 1]; i++)
            {
                if (!counted[i])
                    continue;
                var at = annotators[i] * k * k + labels[i];
                for (var j = 0; j < k; j++, at += k)
                {
                    counts[at] += q[t * k + j];
                }
            }
        }
    }

    private static void AddPriorAndTakeLogs(double[] prior, double[] counts, double[] logs, int k)
    {
        for (var start = 0; start < counts.Length; start += k * k)
        {
            for (var c = 0; c < k * k; c++)
            {
                counts[start + c] += prior[c];
            }

            TakeLogs(counts.AsSpan(start, k * k), logs.AsSpan(start, k * k), k);
        }
    }

    /// <summary>E[ln π_jl] = ψ(α_jl) − ψ(Σ α_j·) of one person.</summary>
    public static void TakeLogs(ReadOnlySpan<double> counts, Span<double> logs, int k)
    {
        for (var j = 0; j < k; j++)
        {
            double sum = 0;
            for (var l = 0; l < k; l++)
            {
                sum += counts[j * k + l];
            }

            var digammaSum = Gamma.Digamma(sum);
            for (var l = 0; l < k; l++)
            {
                logs[j * k + l] = Gamma.Digamma(counts[j * k + l]) - digammaSum;
            }
        }
    }
}
