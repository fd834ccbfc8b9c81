// ROVER: Fiscus, J. G. (1997). A post-processing system to yield reduced word error rates. ASRU, 347-354. doi:10.1109/ASRU.1997.659110
// The answers of a task are aligned one after the other to a word transition network: a row of bins, each with the weight of every word that was
// put there and of "no word". A word costs 1 - its share of a bin to put there, no word 1 - the share of no word, a new bin 1.
// Each bin then says what weighs most. The result depends on the order: the medoid comes first, then what is nearest to it.
// Weights: as in ReliableText.cs, from the distance of each annotator's answers to the consensus; one round of equal weights is ROVER as published.
using Cloison.Inference.Answers;
using Cloison.Inference.Consensus;

namespace Cloison.Inference.Text;

/// <summary>Votes word by word: the result may be better than every single answer.</summary>
public static class Rover
{
    private const int NoWord = -1;

    /// <param name="rounds">
    /// 1: all count the same. More: annotators count by their reliability, found again after every round. Two are better than one where the answers
    /// agree well (transcripts), and a little worse where everybody words it in his own way (translations).
    /// </param>
    /// <param name="priorAnswers">How many answers of average error everybody is credited with.</param>
    public static TextResult Fit(AnswerTable<string> table, int rounds = 2, double priorAnswers = 5)
    {
        var words = new WordTable(table);
        int tasks = table.Tasks.Count, people = table.AnnotatorNames.Count;
        var weights = new double[people];
        Array.Fill(weights, 1);
        var consensus = new int[tasks][];
        var support = new double[tasks];
        var orders = Enumerable.Range(0, tasks).Select(t => FromTheMedoid(words.Answers.AnswersTo(t))).ToArray();
        var history = new List<double>();
        for (var round = 0; round < Math.Max(1, rounds); round++)
        {
            if (round > 0)
                weights = Weigh(words.Answers, consensus, priorAnswers);
            double total = 0;
            for (var t = 0; t < tasks; t++)
            {
                (consensus[t], support[t]) = Vote(words.Answers.AnswersTo(t), words.Answers.AnnotatorsOf(t), orders[t], weights);
                total += double.IsNaN(support[t]) ? 0 : support[t];
            }

            history.Add(total);
        }

        // The rounds are a fixed number; there is nothing to converge to.
        return new([.. consensus.Select(words.TextOf)], support, rounds > 1 ? weights : null, new(history.Count, true, history));
    }

    private static (int[] Words, double Support) Vote(ReadOnlySpan<int[]> answers, ReadOnlySpan<int> who, int[] order, double[] weights)
    {
        if (answers.IsEmpty)
            return ([], double.NaN);
        var bins = new List<Dictionary<int, double>>();
        double total = 0;
        foreach (var i in order)
        {
            bins = Align(bins, total, answers[i], weights[who[i]]);
            total += weights[who[i]];
        }

        var result = new List<int>();
        double support = 0;
        foreach (var bin in bins)
        {
            // Of several equal ones the word that came first: dictionaries that nothing is removed from keep their order; no word loses against a word.
            var (best, most) = (NoWord, bin.GetValueOrDefault(NoWord) - 1e-12);
            foreach (var (word, weight) in bin)
                if (word != NoWord && weight > most + 1e-12)
                    (best, most) = (word, weight);
            if (best != NoWord)
                result.Add(best);
            support += most / total;
        }

        return ([.. result], bins.Count == 0 ? 1 : Math.Clamp(support / bins.Count, 0, 1));
    }

    private static List<Dictionary<int, double>> Align(List<Dictionary<int, double>> bins, double total, int[] words, double weight)
    {
        int n = bins.Count, m = words.Length, width = m + 1;
        var cost = new double[(n + 1) * width];
        var skips = new double[n];
        for (var i = 0; i < n; i++)
            skips[i] = 1 - bins[i].GetValueOrDefault(NoWord) / total;
        for (var i = 0; i <= n; i++)
            for (var j = 0; j <= m; j++)
                cost[i * width + j] = (i, j) switch
                {
                    (0, 0) => 0,
                    (0, _) => cost[j - 1] + 1,
                    (_, 0) => cost[(i - 1) * width] + skips[i - 1],
                    _ => Math.Min(
                        cost[(i - 1) * width + j - 1] + 1 - bins[i - 1].GetValueOrDefault(words[j - 1]) / total,
                        Math.Min(cost[(i - 1) * width + j] + skips[i - 1], cost[i * width + j - 1] + 1)),
                };

        var made = new List<Dictionary<int, double>>(n + m);
        for (int i = n, j = m; i > 0 || j > 0;)
        {
            var here = cost[i * width + j];
            if (i > 0 && j > 0 && here == cost[(i - 1) * width + j - 1] + 1 - bins[i - 1].GetValueOrDefault(words[j - 1]) / total)
                made.Add(Put(bins[--i], words[--j], weight));
            else if (i > 0 && here == cost[(i - 1) * width + j] + skips[i - 1])
                made.Add(Put(bins[--i], NoWord, weight));
            else
                made.Add(Put(new() { [NoWord] = total }, words[--j], weight));
        }

        made.Reverse();
        return made;
    }

    private static Dictionary<int, double> Put(Dictionary<int, double> bin, int word, double weight)
    {
        bin[word] = bin.GetValueOrDefault(word) + weight;
        return bin;
    }

    private static int[] FromTheMedoid(ReadOnlySpan<int[]> answers)
    {
        var n = answers.Length;
        var between = new int[n * n];
        var sums = new int[n];
        for (var i = 0; i < n; i++)
            for (var j = 0; j < i; j++)
            {
                var d = EditDistance.Count<int>(answers[i], answers[j]);
                between[i * n + j] = between[j * n + i] = d;
                sums[i] += d;
                sums[j] += d;
            }

        var medoid = Array.IndexOf(sums, n == 0 ? 0 : sums.Min());
        return [.. Enumerable.Range(0, n).OrderBy(i => between[medoid * n + i]).ThenBy(i => sums[i])];
    }

    private static double[] Weigh(AnswerTable<int[]> table, int[][] consensus, double priorAnswers)
    {
        var (errors, answered) = (new double[table.AnnotatorNames.Count], new double[table.AnnotatorNames.Count]);
        for (var t = 0; t < consensus.Length; t++)
        {
            var answers = table.AnswersTo(t);
            var who = table.AnnotatorsOf(t);
            for (var i = 0; i < answers.Length; i++)
            {
                errors[who[i]] += (double)EditDistance.Count<int>(answers[i], consensus[t]) / Math.Max(1, Math.Max(answers[i].Length, consensus[t].Length));
                answered[who[i]]++;
            }
        }

        var common = Math.Max(1e-9, errors.Sum() / Math.Max(1, table.Count));
        return Array.ConvertAll(Enumerable.Range(0, errors.Length).ToArray(), j => common * (answered[j] + priorAnswers) / (errors[j] + priorAnswers * common));
    }
}
