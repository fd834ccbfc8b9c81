// STAPLE: Warfield, S. K., Zou, K. H., Wells, W. M. (2004). Simultaneous truth and performance level estimation. IEEE TMI 23(7), 903-921.
// doi:10.1109/TMI.2004.828354.   W_i = P(pixel i is foreground) = g a_i / (g a_i + (1 - g) b_i)  (eq. 14-15),
//   a_i = prod_j p_j^{D_ij} (1 - p_j)^{1 - D_ij},  b_i = prod_j q_j^{1 - D_ij} (1 - q_j)^{D_ij},  p_j sensitivity, q_j specificity  (eq. 18-19 update them).
// Here people answer many tasks: p_j, q_j are shared by all of an annotator's tasks, g is each task's own. Pixels that all annotators of a task leave out
// (and all mark) are decided and are left out of the fit, as the paper advises (sect. IV.C): else the background makes every specificity 1.
// Prior: A tasks of the pooled rates for everybody; pixels of one outline depend on each other, so each task counts 1 in the fit, however many pixels it has.
// A pixel is decided by how its annotators answered, so equal answer patterns are counted once: O(patterns) a round, not O(pixels).
using Cloison.Inference.Answers;

namespace Cloison.Inference.Masks;

/// <summary>Infers masks and how sensitive and specific each annotator is.</summary>
public static class Staple
{
    private const int MaxAnswers = 62;

    /// <param name="priorTasks">How many masks of average quality everybody is credited with.</param>
    /// <exception cref="ArgumentException">Masks of one task differ in size, or there are over 62.</exception>
    public static MaskResult Fit(AnswerTable<RunMask> table, double priorTasks = 10, int maxIterations = 100, double tolerance = 1e-7)
    {
        int tasks = table.Tasks.Count, people = table.AnnotatorNames.Count;
        var patternOf = new int[tasks][];
        var patterns = new (ulong Marks, double Share)[tasks][];
        var posterior = new double[tasks][];
        for (var t = 0; t < tasks; t++)
            (patternOf[t], patterns[t]) = Patterns(table, t);
        for (var t = 0; t < tasks; t++)
            posterior[t] = Array.ConvertAll(patterns[t], p => (double)ulong.PopCount(p.Marks) / table.AnswersTo(t).Length);

        var (sensitivity, specificity) = (new double[people], new double[people]);
        var history = new List<double>();
        var isConverged = table.Count == 0;
        while (history.Count < maxIterations && !isConverged)
        {
            Maximise(table, patterns, posterior, priorTasks, sensitivity, specificity);
            double log = 0;
            for (var t = 0; t < tasks; t++)
                log += Expect(table, t, patterns[t], posterior[t], sensitivity, specificity);
            history.Add(log);
            isConverged = history.Count > 1 && Math.Abs(history[^1] - history[^2]) <= tolerance * (1 + Math.Abs(history[^1]));
        }

        var masks = new RunMask?[tasks];
        var probabilities = new float[]?[tasks];
        for (var t = 0; t < tasks; t++)
            if (!table.AnswersTo(t).IsEmpty)
            {
                probabilities[t] = Array.ConvertAll(patternOf[t], p => (float)posterior[t][p]);
                masks[t] = PixelVote.Above(table.AnswersTo(t)[0], probabilities[t]!, 0.5 - 1e-6);
            }

        return new(masks, probabilities, sensitivity, specificity, new(history.Count, isConverged, history));
    }

    // Of each pixel its pattern, and of each pattern who marked it and its share of the task's undecided pixels (0 for the decided ones).
    private static (int[] PatternOf, (ulong Marks, double Share)[] Patterns) Patterns(AnswerTable<RunMask> table, int task)
    {
        var answers = table.AnswersTo(task);
        if (answers.IsEmpty)
            return ([], []);
        if (answers.Length > MaxAnswers)
            throw new ArgumentException($"{table.Tasks[task]} has over {MaxAnswers} masks.", nameof(table));
        var marks = new ulong[(long)answers[0].Width * answers[0].Height];
        for (var j = 0; j < answers.Length; j++)
        {
            if (answers[j].Width != answers[0].Width || answers[j].Height != answers[0].Height)
                throw new ArgumentException($"The masks of {table.Tasks[task]} differ in size.", nameof(table));
            var runs = answers[j].Runs;
            for (var r = 0; r < runs.Length; r += 2)
                foreach (ref var pixel in marks.AsSpan(runs[r], runs[r + 1]))
                    pixel |= 1UL << j;
        }

        var index = new Dictionary<ulong, int>();
        var counts = new List<(ulong Marks, double Count)>();
        var patternOf = new int[marks.Length];
        double undecided = 0;
        var all = (1UL << answers.Length) - 1;
        for (var i = 0; i < marks.Length; i++)
        {
            if (!index.TryGetValue(marks[i], out var at))
            {
                index.Add(marks[i], at = counts.Count);
                counts.Add((marks[i], 0));
            }

            patternOf[i] = at;
            if (marks[i] != 0 && marks[i] != all)
            {
                counts[at] = (marks[i], counts[at].Count + 1);
                undecided++;
            }
        }

        return (patternOf, [.. counts.Select(c => (c.Marks, undecided > 0 ? c.Count / undecided : 0))]);
    }

    private static void Maximise(
        AnswerTable<RunMask> table, (ulong Marks, double Share)[][] patterns, double[][] posterior, double priorTasks, double[] sensitivity, double[] specificity)
    {
        var people = sensitivity.Length;
        var (hits, real, misses, empty) = (new double[people], new double[people], new double[people], new double[people]);
        for (var t = 0; t < patterns.Length; t++)
        {
            var who = table.AnnotatorsOf(t);
            for (var p = 0; p < patterns[t].Length; p++)
            {
                var (marks, share) = patterns[t][p];
                double yes = share * posterior[t][p], no = share - yes;
                for (var j = 0; j < who.Length; j++)
                {
                    real[who[j]] += yes;
                    empty[who[j]] += no;
                    if ((marks >> j & 1) != 0)
                        hits[who[j]] += yes;
                    else
                        misses[who[j]] += no;
                }
            }
        }

        double p0 = (hits.Sum() + 0.5) / (real.Sum() + 1), q0 = (misses.Sum() + 0.5) / (empty.Sum() + 1);
        for (var j = 0; j < people; j++)
        {
            sensitivity[j] = (hits[j] + priorTasks * p0) / (real[j] + priorTasks);
            specificity[j] = (misses[j] + priorTasks * q0) / (empty[j] + priorTasks);
        }
    }

    private static double Expect(
        AnswerTable<RunMask> table, int task, (ulong Marks, double Share)[] patterns, double[] posterior, double[] sensitivity, double[] specificity)
    {
        var who = table.AnnotatorsOf(task);
        double g = 0, total = 0, log = 0;
        for (var p = 0; p < patterns.Length; p++)
        {
            g += patterns[p].Share * posterior[p];
            total += patterns[p].Share;
        }

        // Half a pixel in a hundred each way, so that no task is all of one.
        g = (g + 0.005) / (total + 0.01);
        for (var p = 0; p < patterns.Length; p++)
        {
            double yes = Math.Log(g), no = Math.Log(1 - g);
            for (var j = 0; j < who.Length; j++)
            {
                var marked = (patterns[p].Marks >> j & 1) != 0;
                yes += Math.Log(marked ? sensitivity[who[j]] : 1 - sensitivity[who[j]]);
                no += Math.Log(marked ? 1 - specificity[who[j]] : specificity[who[j]]);
            }

            var most = Math.Max(yes, no);
            var sum = most + Math.Log(Math.Exp(yes - most) + Math.Exp(no - most));
            posterior[p] = Math.Exp(yes - sum);
            log += patterns[p].Share * sum;
            // Decided by everybody.
            if (patterns[p].Marks == 0)
                posterior[p] = 0;
            else if (patterns[p].Marks == (1UL << who.Length) - 1)
                posterior[p] = 1;
        }

        return log;
    }
}
