// Tokens:    z_i ~ p, x_ij | z_i ~ pi_j[z_i, .]                           Dawid, A. P., Skene, A. M. (1979), doi:10.2307/2346806
// Sequences: z_1 ~ p, z_i | z_(i-1) ~ T[z_(i-1), .]                        HMM-Crowd: Nguyen, A. T. et al. (2017), ACL, doi:10.18653/v1/P17-1028, sect. 3;
//            x_ij | z_i, x_(i-1)j ~ pi_j[z_i, x_(i-1)j, .]                 the "seq" annotators of BSC: Simpson, E., Gurevych, I. (2019), EMNLP,
//            doi:10.18653/v1/D19-1101, sect. 4.  What an annotator said before matters: who missed a span's first token misses the others too, and
//            they must not count as so many witnesses. With x_ij | z_i alone (HMM-Crowd) F1 on the CoNLL crowd was 0.77, with it 0.80.
// EM; E by the forward-backward algorithm (Rabiner 1989, doi:10.1109/5.18626, eqs. 19-27, 37, with scaling), M by expected counts and pseudo-counts:
//   pi_j[k, l] = (n_j[k, l] + A c[k, l]) / (n_j[k, .] + A),  c the confusion of all annotators together (see Pool),
//   T[k, l] = (n[k, l] + a) / (n[k, .] + a K), with T = 0 where the scheme forbids it: I-x follows B-x and I-x only.
// The pooled c moves between rounds, so what rises is the log likelihood with a penalty that moves a little; the history holds the log likelihood,
// and the end is where it comes to rest.

namespace Cloison.Inference.Spans;

/// <summary>Infers tags from several people's, with one confusion matrix for each of them.</summary>
public static class TagCrowd
{
    // Votes of a tag's row in general that each row after a certain tag is credited with.
    private const double PriorOfRow = 50;

    /// <summary>Every token for itself. The tags need not form spans.</summary>
    public static TagResult Tokens(TagTable table, double priorTokens = 30, int maxIterations = 100, double tolerance = 1e-6) =>
        Fit(table, isSequence: false, priorTokens, maxIterations, tolerance, seesBefore: false);

    /// <summary>Sentence by sentence: the likeliest sequence that the scheme of tags allows.</summary>
    /// <param name="priorTokens">A: how many tokens of each true tag everybody is credited with, answered as people on average do.</param>
    public static TagResult Sequences(TagTable table, double priorTokens = 30, int maxIterations = 100, double tolerance = 1e-6) =>
        Fit(table, isSequence: true, priorTokens, maxIterations, tolerance, seesBefore: true);

    internal static TagResult Fit(TagTable table, bool isSequence, double priorTokens, int maxIterations, double tolerance, bool seesBefore)
    {
        int tasks = table.Lengths.Length, people = table.Answers.AnnotatorNames.Count, k = table.Tags.Count;
        // Row of a confusion: true tag, then what the annotator said before (k: nothing).
        var rows = seesBefore ? k * (k + 1) : k;
        var isAllowed = BioScheme.Allowed(table.Tags, isSequence);
        var posteriors = Enumerable.Range(0, tasks).Select(t => VoteShares(table, t)).ToArray();
        var confusions = Enumerable.Range(0, people).Select(_ => new double[rows * k]).ToArray();
        var (start, transition) = (new double[k], new double[k * k]);
        var (startCounts, transitionCounts) = (new double[k], new double[k * k]);
        for (var t = 0; t < tasks; t++)
            CountVotedTransitions(posteriors[t], k, startCounts, transitionCounts, isAllowed);
        var history = new List<double>();
        var isConverged = tasks == 0 || k == 0;
        while (history.Count < maxIterations && !isConverged)
        {
            MaximiseConfusions(table, posteriors, confusions, k, seesBefore, priorTokens);
            MaximiseTransitions(startCounts, transitionCounts, isAllowed, start, transition, posteriors, k, isSequence);
            Array.Clear(startCounts);
            Array.Clear(transitionCounts);
            double log = 0;
            for (var t = 0; t < tasks; t++)
                log += ForwardBackward.Run(LogVotes(table, t, confusions, k, seesBefore), start, transition, k, posteriors[t], startCounts, transitionCounts);
            history.Add(log);
            isConverged = history.Count > 1 && Math.Abs(history[^1] - history[^2]) <= tolerance * (1 + Math.Abs(history[^1]));
        }

        var tags = new int[tasks][];
        if (seesBefore)
            confusions = Array.ConvertAll(confusions, c => OfTags(c, k));
        for (var t = 0; t < tasks; t++)
            tags[t] = isSequence ? ForwardBackward.Likeliest(posteriors[t], isAllowed, k) : Largest(posteriors[t], k);
        return new(tags, posteriors, confusions, new(history.Count, isConverged, history));
    }

    private static double[] VoteShares(TagTable table, int task)
    {
        var k = table.Tags.Count;
        var shares = new double[table.Lengths[task] * k];
        var answers = table.Answers.AnswersTo(task);
        foreach (var answer in answers)
            for (var i = 0; i < answer.Length; i++)
                shares[i * k + answer[i]] += 1.0 / answers.Length;
        return shares;
    }

    private static void CountVotedTransitions(double[] shares, int k, double[] start, double[] transition, bool[] isAllowed)
    {
        for (var i = 0; i * k < shares.Length; i++)
            for (var l = 0; l < k; l++)
                if (i == 0)
                    start[l] += shares[l];
                else
                    for (var h = 0; h < k; h++)
                        if (isAllowed[h * k + l])
                            transition[h * k + l] += shares[(i - 1) * k + h] * shares[i * k + l];
    }

    private static void MaximiseConfusions(TagTable table, double[][] posteriors, double[][] confusions, int k, bool seesBefore, double priorTokens)
    {
        foreach (var c in confusions)
            Array.Clear(c);
        for (var t = 0; t < posteriors.Length; t++)
        {
            var answers = table.Answers.AnswersTo(t);
            var who = table.Answers.AnnotatorsOf(t);
            for (var j = 0; j < answers.Length; j++)
                for (var i = 0; i < answers[j].Length; i++)
                    for (var h = 0; h < k; h++)
                        confusions[who[j]][RowOf(h, answers[j], i, k, seesBefore) * k + answers[j][i]] += posteriors[t][i * k + h];
        }

        var pool = Pool(confusions, k, seesBefore);
        foreach (var c in confusions)
            for (var h = 0; h < c.Length / k; h++)
            {
                double sum = 0;
                for (var l = 0; l < k; l++)
                    sum += c[h * k + l];
                for (var l = 0; l < k; l++)
                    c[h * k + l] = (c[h * k + l] + priorTokens * pool[h * k + l]) / (sum + priorTokens);
            }
    }

    // For the result: as at the beginning of a text, where nothing was said before.
    private static double[] OfTags(double[] rows, int k)
    {
        var ofTags = new double[k * k];
        for (var h = 0; h < k; h++)
            for (var l = 0; l < k; l++)
                ofTags[h * k + l] = rows[(h * (k + 1) + k) * k + l];
        return ofTags;
    }

    private static int RowOf(int tag, int[] answer, int i, int k, bool seesBefore) => !seesBefore ? tag : tag * (k + 1) + (i == 0 ? k : answer[i - 1]);

    // What people together say for each row, with one vote spread evenly and one for the tag itself, so that a rare tag keeps its meaning. Where it matters
    // what was said before, rows borrow from the row of their tag in general.
    private static double[] Pool(double[][] counts, int k, bool seesBefore)
    {
        var rows = seesBefore ? k * (k + 1) : k;
        var all = new double[rows * k];
        foreach (var c in counts)
            for (var n = 0; n < all.Length; n++)
                all[n] += c[n];
        var each = rows / k;
        var ofTag = new double[k * k];
        for (var h = 0; h < k; h++)
        {
            double sum = 2;
            for (var l = 0; l < k; l++)
            {
                ofTag[h * k + l] = (1.0 / k) + (h == l ? 1 : 0);
                for (var r = h * each; r < (h + 1) * each; r++)
                    (ofTag[h * k + l], sum) = (ofTag[h * k + l] + all[r * k + l], sum + all[r * k + l]);
            }

            for (var l = 0; l < k; l++)
                ofTag[h * k + l] /= sum;
        }

        if (!seesBefore)
            return ofTag;
        for (var r = 0; r < rows; r++)
        {
            double sum = PriorOfRow;
            for (var l = 0; l < k; l++)
                sum += all[r * k + l];
            for (var l = 0; l < k; l++)
                all[r * k + l] = (all[r * k + l] + PriorOfRow * ofTag[r / each * k + l]) / sum;
        }

        return all;
    }

    private static void MaximiseTransitions(
        double[] startCounts, double[] transitionCounts, bool[] isAllowed, double[] start, double[] transition, double[][] posteriors, int k, bool isSequence)
    {
        const double pseudo = 0.1;
        if (!isSequence)
        {
            // Independent tokens: every row is the share of the tags.
            Array.Fill(start, pseudo);
            foreach (var p in posteriors)
                for (var i = 0; i < p.Length; i++)
                    start[i % k] += p[i];
            Normalise(start);
            for (var h = 0; h < k; h++)
                start.CopyTo(transition, h * k);
            return;
        }

        for (var l = 0; l < k; l++)
            start[l] = isAllowed[k * k + l] ? startCounts[l] + pseudo : 0;
        Normalise(start);
        for (var h = 0; h < k; h++)
        {
            var row = transition.AsSpan(h * k, k);
            for (var l = 0; l < k; l++)
                row[l] = isAllowed[h * k + l] ? transitionCounts[h * k + l] + pseudo : 0;
            Normalise(row);
        }
    }

    private static double[] LogVotes(TagTable table, int task, double[][] confusions, int k, bool seesBefore)
    {
        var logs = new double[table.Lengths[task] * k];
        var answers = table.Answers.AnswersTo(task);
        var who = table.Answers.AnnotatorsOf(task);
        for (var j = 0; j < answers.Length; j++)
            for (var i = 0; i < answers[j].Length; i++)
                for (var h = 0; h < k; h++)
                    logs[i * k + h] += Math.Log(confusions[who[j]][RowOf(h, answers[j], i, k, seesBefore) * k + answers[j][i]]);
        return logs;
    }

    private static int[] Largest(double[] posterior, int k)
    {
        var tags = new int[k == 0 ? 0 : posterior.Length / k];
        for (var i = 0; i < tags.Length; i++)
        {
            var row = posterior.AsSpan(i * k, k);
            for (var l = 1; l < k; l++)
                if (row[l] > row[tags[i]])
                    tags[i] = l;
        }

        return tags;
    }

    private static void Normalise(Span<double> row)
    {
        double sum = 0;
        foreach (var x in row)
            sum += x;
        for (var i = 0; i < row.Length; i++)
            row[i] /= sum;
    }
}
