using Cloison.Inference.Probability;
using Cloison.Inference.Votes;

namespace Cloison.Inference.Adaptive;

/// <summary>
/// Plays the answers to gold tasks again, in several seeded orders, and notes for every threshold whether the task would have stopped and with
/// which label. Each task is judged by tables from which its own answers are taken out: a person whose only answers are those would otherwise
/// look as good as the gold says.
/// </summary>
internal static class GoldReplay
{
    private const int Orders = 8;
    private const double LastMargin = 24;
    private const double Step = 0.4;

    public static StopCalibration Calibrate(VoteTable votes, bool[] counted, ReadOnlySpan<int> gold, AnchoredFit fit, int minAnswers, ulong seed)
    {
        var margins = new double[(int)(LastMargin / Step)];
        for (var i = 0; i < margins.Length; i++)
        {
            margins[i] = (i + 1) * Step;
        }

        var stopped = new double[margins.Length];
        var wrong = new double[margins.Length];
        var tasks = 0;
        var k = fit.Labels;
        var stream = new SeededStream(seed);
        var begin = CrowdModel.LogShares(fit.ClassCounts);
        var weights = new double[k];
        for (var t = 0; t < gold.Length; t++)
        {
            if (gold[t] < 0)
                continue;
            var (from, to) = votes.VotesOf(t);
            var order = Counted(counted, from, to);
            if (order.Length < minAnswers)
                continue;
            tasks++;
            var steps = StepsWithout(votes, order, fit, t);
            var index = new int[order.Length];
            for (var i = 0; i < index.Length; i++)
            {
                index[i] = i;
            }

            for (var o = 0; o < Orders; o++)
            {
                stream.Shuffle(index);
                begin.CopyTo(weights, 0);
                var next = 0;
                for (var n = 0; n < index.Length && next < margins.Length; n++)
                {
                    for (var j = 0; j < k; j++)
                    {
                        weights[j] += steps[index[n] * k + j];
                    }

                    if (n + 1 < minAnswers)
                        continue;
                    var margin = TaskBelief.MarginOf(weights);
                    var isWrong = TaskBelief.IndexOfMax(weights) != gold[t];
                    // Every threshold that is passed for the first time stops here.
                    for (; next < margins.Length && margin >= margins[next]; next++)
                    {
                        stopped[next] += 1.0 / Orders;
                        if (isWrong)
                            wrong[next] += 1.0 / Orders;
                    }
                }
            }
        }

        return tasks == 0 ? StopCalibration.WithoutGold : new StopCalibration(tasks, margins, stopped, wrong);
    }

    private static int[] Counted(bool[] counted, int from, int to)
    {
        var some = new List<int>(to - from);
        for (var i = from; i < to; i++)
        {
            if (counted[i])
                some.Add(i);
        }

        return [.. some];
    }

    // What each answer adds to the weights: answers × K.
    private static double[] StepsWithout(VoteTable votes, int[] order, AnchoredFit fit, int task)
    {
        var k = fit.Labels;
        var steps = new double[order.Length * k];
        var own = new double[k * k];
        for (var n = 0; n < order.Length; n++)
        {
            var label = votes.Labels[order[n]];
            fit.Counts.AsSpan(votes.Annotators[order[n]] * k * k, k * k).CopyTo(own);
            for (var j = 0; j < k; j++)
            {
                var at = j * k + label;
                own[at] = Math.Max(fit.Prior[at], own[at] - fit.Posteriors[task * k + j]);
            }

            TaskBelief.AddAnswer(steps.AsSpan(n * k, k), own, label);
        }

        return steps;
    }
}
