using Cloison.Inference.Probability;
using Cloison.Inference.Votes;

namespace Cloison.Inference.Adaptive;

/// <summary>
/// Plays past answers again under every stopping rule: how many answers a task would have been enough, and how good the labels would have been.
/// What a project decides its redundancy by.
/// </summary>
public static class AdaptiveReplay
{
    /// <param name="gold">The known label of each task, -1 where there is none; or empty: then accuracies are those that the model expects.</param>
    public static ReplayReport Run(VoteTable votes, ReadOnlySpan<int> gold, ReplaySettings? settings = null)
    {
        settings ??= new ReplaySettings();
        var truth = gold.IsEmpty ? WithoutGold(votes) : gold.ToArray();
        var goldTasks = IndicesOf(truth);
        var most = 0;
        for (var t = 0; t < truth.Length; t++)
        {
            var (from, to) = votes.VotesOf(t);
            most = Math.Max(most, to - from);
        }

        var fixedPoints = Fixed(votes, truth, most, settings);
        var best = fixedPoints.Count == 0 ? 0 : Best(fixedPoints[^1]);
        var target = best - 0.01;
        var lead = Lead(votes, truth, settings);
        var adaptive = Adaptive(votes, truth, settings, isRouted: false);
        var routed = Adaptive(votes, truth, settings, isRouted: true);
        var recorded = truth.Length == 0 ? 0 : (double)votes.Count / truth.Length;
        return new ReplayReport(
            truth.Length, recorded, goldTasks.Length, best, target,
            Needed([.. fixedPoints.Select(p => new ReplayPoint(p.Answers, Math.Min(p.Answers, recorded), Best(p)))], target),
            Needed(lead, target), Needed(adaptive, target), Needed(routed, target),
            fixedPoints, lead, adaptive, routed,
            [.. Promises(votes, truth, goldTasks, settings, isRouted: false), .. Promises(votes, truth, goldTasks, settings, isRouted: true)]);
    }

    private static double Best(FixedPoint point) => Math.Max(point.MajorityAccuracy, point.ModelAccuracy);

    // Linear between the first point that reaches it and the one before.
    private static double? Needed(IReadOnlyList<ReplayPoint> points, double target)
    {
        for (var i = 0; i < points.Count; i++)
        {
            if (points[i].Accuracy < target)
                continue;
            if (i == 0)
                return points[0].AnswersPerTask;
            var (a, b) = (points[i - 1], points[i]);
            return a.AnswersPerTask + (b.AnswersPerTask - a.AnswersPerTask) * (target - a.Accuracy) / (b.Accuracy - a.Accuracy);
        }

        return null;
    }

    private static List<FixedPoint> Fixed(VoteTable votes, int[] truth, int most, ReplaySettings settings)
    {
        var points = new List<FixedPoint>();
        for (var n = 1; n <= most; n += n < 12 ? 1 : n < 20 ? 2 : 5)
        {
            points.Add(FixedAt(votes, truth, n, settings));
        }

        if (points.Count > 0 && points[^1].Answers < most)
            points.Add(FixedAt(votes, truth, most, settings));
        return points;
    }

    private static FixedPoint FixedAt(VoteTable votes, int[] truth, int answers, ReplaySettings settings)
    {
        double majority = 0, model = 0;
        for (var o = 0; o < settings.Orders; o++)
        {
            var run = new ReplayRun(votes, settings.Seed + (ulong)o, settings.KeepOrder, isRouted: false);
            run.TakeFirst(answers);
            majority += MajorityAccuracy(run, truth) / settings.Orders;
            model += Accuracy(run, truth) / settings.Orders;
        }

        return new FixedPoint(answers, majority, model);
    }

    private static List<ReplayPoint> Lead(VoteTable votes, int[] truth, ReplaySettings settings)
    {
        var points = new List<ReplayPoint>();
        for (var lead = 1; lead <= 6; lead++)
        {
            var wanted = lead;
            points.Add(Mean(votes, truth, settings, lead, isRouted: false, (t, run) => TaskBelief.LeadOf(run.Tally(t)) >= wanted, minAnswers: 1));
        }

        return points;
    }

    private static List<ReplayPoint> Adaptive(VoteTable votes, int[] truth, ReplaySettings settings, bool isRouted)
    {
        var points = new List<ReplayPoint>();
        foreach (var margin in settings.Margins)
        {
            points.Add(Mean(votes, truth, settings, margin, isRouted, (t, run) => run.Margin(t) >= margin, settings.MinAnswers));
        }

        return points;
    }

    private static ReplayPoint Mean(
        VoteTable votes, int[] truth, ReplaySettings settings, double threshold, bool isRouted, Func<int, ReplayRun, bool> mayStop, int minAnswers)
    {
        double answers = 0, accuracy = 0;
        for (var o = 0; o < settings.Orders; o++)
        {
            var seed = settings.Seed + (ulong)o;
            var run = new ReplayRun(votes, seed, settings.KeepOrder, isRouted);
            run.Play(isRouted ? settings.Batches : 1, minAnswers, seed + 77, [], mayStop);
            answers += run.MeanAnswers / settings.Orders;
            accuracy += Accuracy(run, truth) / settings.Orders;
        }

        return new ReplayPoint(threshold, answers, accuracy);
    }

    private static IEnumerable<PromisePoint> Promises(VoteTable votes, int[] truth, int[] goldTasks, ReplaySettings settings, bool isRouted)
    {
        var used = Math.Min(goldTasks.Length / 2, Math.Max(settings.MinGold, (int)(settings.GoldShare * goldTasks.Length)));
        if (used == 0)
            yield break;
        foreach (var wanted in settings.WantedErrors)
        {
            double stopped = 0, wrong = 0, judged = 0, broken = 0, answers = 0;
            for (var o = 0; o < settings.Orders; o++)
            {
                var seed = settings.Seed + (ulong)o;
                var known = Draw(truth, goldTasks, used, seed);
                double? margin = null;
                var run = new ReplayRun(votes, seed, settings.KeepOrder, isRouted);
                run.TakeAll(IndicesOf(known));
                run.Play(
                    isRouted ? settings.Batches : 1, settings.MinAnswers, seed + 77, known,
                    (t, r) => known[t] >= 0 || (margin is { } m && r.Margin(t) >= m),
                    r => margin = GoldReplay.Calibrate(votes, r.Counted, known, r.Fit, settings.MinAnswers, seed).MarginFor(wanted));

                double stoppedNow = 0, wrongNow = 0;
                foreach (var t in goldTasks)
                {
                    if (known[t] >= 0)
                        continue;
                    judged++;
                    if (margin is not { } m || run.Margin(t) < m)
                        continue;
                    stoppedNow++;
                    wrongNow += run.Label(t) != truth[t] ? 1 : 0;
                }

                stopped += stoppedNow;
                wrong += wrongNow;
                broken += wrongNow > wanted * stoppedNow ? 1.0 / settings.Orders : 0;
                answers += run.MeanAnswers / settings.Orders;
            }

            yield return new PromisePoint(wanted, used, stopped / Math.Max(1, judged), wrong / Math.Max(1, stopped), broken, answers, isRouted);
        }
    }

    private static int[] Draw(int[] truth, int[] goldTasks, int count, ulong seed)
    {
        var drawn = (int[])goldTasks.Clone();
        new SeededStream(seed + 5).Shuffle(drawn);
        var known = WithoutGold(truth.Length);
        for (var i = 0; i < count; i++)
        {
            known[drawn[i]] = truth[drawn[i]];
        }

        return known;
    }

    private static double Accuracy(ReplayRun run, int[] truth)
    {
        double right = 0, all = 0, expected = 0;
        for (var t = 0; t < truth.Length; t++)
        {
            var label = run.Label(t);
            expected += run.Fit.Posteriors[t * run.Fit.Labels + label];
            if (truth[t] < 0)
                continue;
            all++;
            right += label == truth[t] ? 1 : 0;
        }

        return all > 0 ? right / all : expected / Math.Max(1, truth.Length);
    }

    private static double MajorityAccuracy(ReplayRun run, int[] truth)
    {
        double right = 0, all = 0, agreed = 0;
        for (var t = 0; t < truth.Length; t++)
        {
            var tally = run.Tally(t);
            int top = 0, sum = 0, ties = 0;
            foreach (var n in tally)
            {
                sum += n;
                if (n == top)
                    ties++;
                else if (n > top)
                    (top, ties) = (n, 1);
            }

            agreed += sum == 0 ? 0 : (double)top / sum;
            if (truth[t] < 0)
                continue;
            all++;
            right += tally[truth[t]] == top ? 1.0 / ties : 0;
        }

        return all > 0 ? right / all : agreed / Math.Max(1, truth.Length);
    }

    private static int[] WithoutGold(VoteTable votes) => WithoutGold(votes.Tasks.Count);

    private static int[] WithoutGold(int tasks)
    {
        var none = new int[tasks];
        Array.Fill(none, -1);
        return none;
    }

    private static int[] IndicesOf(int[] truth)
    {
        var with = new List<int>();
        for (var t = 0; t < truth.Length; t++)
        {
            if (truth[t] >= 0)
                with.Add(t);
        }

        return [.. with];
    }
}
