// The answer with the least total distance to the others of its task (its medoid), each annotator counting by his reliability:
//   x*_t = argmin_{x in t} sum_j w_j d(x, x_tj),    w_j = (n_j + A) / (sum_t d(x_tj, x*_t) + A d_0),
// the second with A answers of the average error d_0 for everybody. RASA: Li, J., Fukumoto, F. (2019). A dataset of crowdsourced word sequences.
// AnnoNLP, doi:10.18653/v1/D19-5904 (chi-squared weights and embeddings, here any distance); HRRASA: Li, J. (2020), doi:10.1145/3397271.3401239.
// With one round of equal weights it is the plain medoid. The objective is minus the weighted sum of distances of a round, with that round's weights.
using Cloison.Inference.Answers;

namespace Cloison.Inference.Text;

/// <summary>Chooses one of the answers.</summary>
public static class ReliableText
{
    public static TextResult Medoid(AnswerTable<string> table, Func<string, string, double>? distance = null) => Fit(table, distance, maxIterations: 1) with { Weights = null };

    /// <param name="distance">Symmetric and 0 for equal texts; by words without one. Computed once for each two answers of a task.</param>
    /// <param name="priorAnswers">A.</param>
    public static TextResult Fit(AnswerTable<string> table, Func<string, string, double>? distance = null, double priorAnswers = 5, int maxIterations = 30)
    {
        distance ??= TextDistance.Words;
        int tasks = table.Tasks.Count, people = table.AnnotatorNames.Count;
        var between = new double[tasks][];
        for (var t = 0; t < tasks; t++)
        {
            var answers = table.AnswersTo(t);
            between[t] = new double[answers.Length * answers.Length];
            for (var i = 0; i < answers.Length; i++)
                for (var j = 0; j < i; j++)
                    between[t][i * answers.Length + j] = between[t][j * answers.Length + i] = distance(answers[i], answers[j]);
        }

        var weights = new double[people];
        Array.Fill(weights, 1);
        var chosen = new int[tasks];
        Array.Fill(chosen, -1);
        var history = new List<double>();
        var isConverged = false;
        while (history.Count < maxIterations && !isConverged)
        {
            isConverged = true;
            double total = 0;
            for (var t = 0; t < tasks; t++)
            {
                var (best, cost) = Least(between[t], table.AnnotatorsOf(t), weights);
                isConverged &= best == chosen[t];
                chosen[t] = best;
                total += best < 0 ? 0 : cost;
            }

            history.Add(-total);
            if (!isConverged && history.Count < maxIterations)
                weights = Weigh(table, between, chosen, priorAnswers);
        }

        var texts = new string[tasks];
        var support = new double[tasks];
        for (var t = 0; t < tasks; t++)
        {
            var answers = table.AnswersTo(t);
            texts[t] = chosen[t] < 0 ? "" : answers[chosen[t]];
            double all = 0, away = 0;
            foreach (var (i, j) in table.AnnotatorsOf(t).ToArray().Index())
            {
                all += weights[j];
                away += weights[j] * between[t][chosen[t] * answers.Length + i];
            }

            support[t] = answers.Length == 0 ? double.NaN : 1 - away / all;
        }

        return new(texts, support, weights, new(history.Count, isConverged || maxIterations == 1, history));
    }

    // Of several, the first given.
    private static (int Index, double Cost) Least(double[] between, ReadOnlySpan<int> who, double[] weights)
    {
        var (best, least) = (-1, double.PositiveInfinity);
        for (var i = 0; i < who.Length; i++)
        {
            double cost = 0;
            for (var j = 0; j < who.Length; j++)
                cost += weights[who[j]] * between[i * who.Length + j];
            if (cost < least - 1e-12)
                (best, least) = (i, cost);
        }

        return (best, least);
    }

    private static double[] Weigh(AnswerTable<string> table, double[][] between, int[] chosen, double priorAnswers)
    {
        var (sums, answered) = (new double[table.AnnotatorNames.Count], new double[table.AnnotatorNames.Count]);
        double all = 0;
        for (var t = 0; t < chosen.Length; t++)
        {
            var who = table.AnnotatorsOf(t);
            for (var i = 0; i < who.Length; i++)
            {
                var d = between[t][chosen[t] * who.Length + i];
                sums[who[i]] += d;
                answered[who[i]]++;
                all += d;
            }
        }

        var common = Math.Max(1e-9, all / Math.Max(1, table.Count));
        // 1 for the average annotator.
        return Array.ConvertAll(Enumerable.Range(0, sums.Length).ToArray(), j => common * (answered[j] + priorAnswers) / (sums[j] + priorAnswers * common));
    }
}
