// An answer for a node is an answer for all its ancestors. The mass of a node is the weight of the answers in its subtree; the result is the deepest node
// whose mass passes a threshold. Above 1/2 there is one path of such nodes. Compare Bragg, J. et al. (2013), Crowdsourcing multi-label classification for
// taxonomy creation, HCOMP; the partial credit is that of Taxonomy.PartialCredit.
//   w_j = (sum_t credit(x_tj, result of t without j's own answer) + A c) / (n_j + A), c the mean credit, A answers of average quality for everybody.
// Results and weights alternate until no result changes. The history holds the mean credit.
using Cloison.Inference.Answers;

namespace Cloison.Inference.Taxonomies;

/// <summary>Goes down a tree of labels as far as the annotators agree.</summary>
public static class DeepestNode
{
    /// <param name="table">Nodes by index.</param>
    /// <param name="threshold">0.5 or more; a node needs more than this share of the weight.</param>
    public static TaxonomyResult Fit(AnswerTable<int> table, Taxonomy taxonomy, double threshold = 0.5, double priorAnswers = 4, int maxIterations = 30)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threshold, 0.5);
        int tasks = table.Tasks.Count, people = table.AnnotatorNames.Count;
        var weights = new double[people];
        Array.Fill(weights, 1);
        var nodes = new int[tasks];
        Array.Fill(nodes, -2);
        var mass = Enumerable.Range(0, tasks).Select(_ => new double[taxonomy.Count]).ToArray();
        var scratch = new double[taxonomy.Count];
        var history = new List<double>();
        var isConverged = false;
        while (history.Count < maxIterations && !isConverged)
        {
            isConverged = true;
            var (credit, answered) = (new double[people], new double[people]);
            for (var t = 0; t < tasks; t++)
            {
                var node = Deepest(table, t, taxonomy, weights, threshold, without: -1, mass[t]);
                isConverged &= node == nodes[t];
                nodes[t] = node;
                var answers = table.AnswersTo(t);
                var who = table.AnnotatorsOf(t);
                for (var i = 0; i < answers.Length && answers.Length > 1; i++)
                {
                    var others = Deepest(table, t, taxonomy, weights, threshold, i, scratch);
                    if (others < 0)
                        continue;
                    credit[who[i]] += taxonomy.PartialCredit(answers[i], others);
                    answered[who[i]]++;
                }
            }

            var mean = (credit.Sum() + 1) / (answered.Sum() + 1);
            history.Add(mean);
            for (var j = 0; j < people && !isConverged; j++)
                weights[j] = (credit[j] + priorAnswers * mean) / (answered[j] + priorAnswers);
        }

        var hasAnswered = new bool[people];
        foreach (var j in table.Annotators)
            hasAnswered[j] = true;
        for (var j = 0; j < people; j++)
            if (!hasAnswered[j])
                weights[j] = double.NaN;
        return new(nodes, mass, weights, new(history.Count, isConverged, history));
    }

    private static int Deepest(AnswerTable<int> table, int task, Taxonomy taxonomy, double[] weights, double threshold, int without, double[] mass)
    {
        Array.Clear(mass);
        var answers = table.AnswersTo(task);
        var who = table.AnnotatorsOf(task);
        double total = 0;
        for (var i = 0; i < answers.Length; i++)
            if (i != without)
                total += weights[who[i]];
        var best = -1;
        for (var i = 0; i < answers.Length; i++)
            for (var at = answers[i]; at >= 0 && i != without; at = taxonomy.ParentOf(at))
                mass[at] += weights[who[i]] / total;
        for (var n = 0; n < mass.Length; n++)
            if (mass[n] > threshold + 1e-12 && (best < 0 || taxonomy.Depths[n] > taxonomy.Depths[best]))
                best = n;
        return best;
    }
}
