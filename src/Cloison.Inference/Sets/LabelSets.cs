// Each label by itself is right or wrong for a task:  z_tl ~ Bernoulli(p_l),  x_tjl | z ~ Bernoulli(a_jl) if right, Bernoulli(1 - b_jl) if wrong:
// the two-class model of Dawid, A. P., Skene, A. M. (1979), doi:10.2307/2346806, once a label; independence of the labels is the binary relevance of
// Duan, L. et al. (2014), doi:10.1007/s10115-013-0701-5. EM; a_jl and b_jl carry A answers of annotator j's rate over all labels, and that rate A answers of everybody's:
// a rare label says little about how well somebody knows it, and much about how he works. The history holds the log likelihood.
using Cloison.Inference.Answers;

namespace Cloison.Inference.Sets;

/// <summary>Infers sets of labels from several people's.</summary>
public static class LabelSets
{
    /// <param name="table">Labels as indices below <paramref name="labels"/>; a repeated one counts once.</param>
    public static SetResult Fit(AnswerTable<int[]> table, int labels, double priorAnswers = 4, int maxIterations = 100, double tolerance = 1e-8)
    {
        int tasks = table.Tasks.Count, people = table.AnnotatorNames.Count;
        var given = new bool[table.Count * labels];
        for (var i = 0; i < table.Count; i++)
            foreach (var label in table.Answers[i])
                given[i * labels + label] = true;
        var posterior = new double[tasks * labels];
        for (var t = 0; t < tasks; t++)
            for (var l = 0; l < labels; l++)
            {
                double votes = 0;
                for (var i = table.TaskStarts[t]; i < table.TaskStarts[t + 1]; i++)
                    votes += given[i * labels + l] ? 1 : 0;
                posterior[t * labels + l] = votes / table.AnswersTo(t).Length;
            }

        var (a, b) = (new double[people * labels], new double[people * labels]);
        var share = new double[labels];
        var history = new List<double>();
        var isConverged = table.Count == 0 || labels == 0;
        while (history.Count < maxIterations && !isConverged)
        {
            Maximise(table, given, posterior, labels, priorAnswers, a, b, share);
            history.Add(Expect(table, given, posterior, labels, a, b, share));
            isConverged = history.Count > 1 && Math.Abs(history[^1] - history[^2]) <= tolerance * (1 + Math.Abs(history[^1]));
        }

        var probabilities = Enumerable.Range(0, tasks).Select(t => posterior[(t * labels)..((t + 1) * labels)]).ToArray();
        return new(
            [.. probabilities.Select(p => Enumerable.Range(0, labels).Where(l => p[l] > 0.5).ToArray())], probabilities,
            [.. Enumerable.Range(0, people).Select(j => a[(j * labels)..((j + 1) * labels)])],
            [.. Enumerable.Range(0, people).Select(j => b[(j * labels)..((j + 1) * labels)])], new(history.Count, isConverged, history));
    }

    private static void Maximise(
        AnswerTable<int[]> table, bool[] given, double[] posterior, int labels, double priorAnswers, double[] a, double[] b, double[] share)
    {
        var people = table.AnnotatorNames.Count;
        var (right, wrong) = (new double[people * labels], new double[people * labels]);
        Array.Clear(a);
        Array.Clear(b);
        Array.Fill(share, 1);
        double answered = 2;
        for (var t = 0; t < table.Tasks.Count; t++)
        {
            var who = table.AnnotatorsOf(t);
            if (who.IsEmpty)
                continue;
            answered++;
            for (var l = 0; l < labels; l++)
                share[l] += posterior[t * labels + l];
            for (var i = 0; i < who.Length; i++)
                for (var l = 0; l < labels; l++)
                {
                    var (at, p) = (who[i] * labels + l, posterior[t * labels + l]);
                    right[at] += p;
                    wrong[at] += 1 - p;
                    if (given[(table.TaskStarts[t] + i) * labels + l])
                        a[at] += p;
                    else
                        b[at] += 1 - p;
                }
        }

        for (var l = 0; l < labels; l++)
            share[l] /= answered;
        Shrink(a, right, labels, priorAnswers);
        Shrink(b, wrong, labels, priorAnswers);
    }

    // Counts become rates: of all, of each annotator, of each annotator and label.
    private static void Shrink(double[] counts, double[] totals, int labels, double priorAnswers)
    {
        // Somebody knows something: a prior rate of 2/3.
        var common = (counts.Sum() + 2) / (totals.Sum() + 3);
        for (var j = 0; j < counts.Length / labels; j++)
        {
            double own = priorAnswers * common, total = priorAnswers;
            for (var l = j * labels; l < (j + 1) * labels; l++)
                (own, total) = (own + counts[l], total + totals[l]);
            for (var l = j * labels; l < (j + 1) * labels; l++)
                counts[l] = (counts[l] + priorAnswers * own / total) / (totals[l] + priorAnswers);
        }
    }

    private static double Expect(AnswerTable<int[]> table, bool[] given, double[] posterior, int labels, double[] a, double[] b, double[] share)
    {
        double log = 0;
        for (var t = 0; t < table.Tasks.Count; t++)
        {
            var who = table.AnnotatorsOf(t);
            if (who.IsEmpty)
                continue;
            for (var l = 0; l < labels; l++)
            {
                double yes = Math.Log(share[l]), no = Math.Log(1 - share[l]);
                for (var i = 0; i < who.Length; i++)
                {
                    var at = who[i] * labels + l;
                    var isGiven = given[(table.TaskStarts[t] + i) * labels + l];
                    yes += Math.Log(isGiven ? a[at] : 1 - a[at]);
                    no += Math.Log(isGiven ? 1 - b[at] : b[at]);
                }

                var most = Math.Max(yes, no);
                var sum = most + Math.Log(Math.Exp(yes - most) + Math.Exp(no - most));
                posterior[t * labels + l] = Math.Exp(yes - sum);
                log += sum;
            }
        }

        return log;
    }
}
