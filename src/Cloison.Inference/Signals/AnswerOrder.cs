using Cloison.Inference.Probability;

namespace Cloison.Inference.Signals;

/// <summary>
/// Answers whose order follows the hand and not the task: long runs of the same, or a period. Where tasks come in an order of chance, honest answers
/// can be exchanged with one another, so that the same statistic of the person's own answers in shuffled orders says how unusual theirs is (a
/// permutation test; p = (1 + as extreme) / (1 + shuffles): Phipson and Smyth (2010), doi:10.2202/1544-6115.1585). Each of the two has half of the
/// false alarm.
/// </summary>
/// <remarks>Not for projects that give tasks in the order in which they were recorded: neighbours in a film are alike.</remarks>
public static class AnswerOrder
{
    private const int MaxPeriod = 12;

    /// <param name="labels">In the order in which they were given.</param>
    public static IReadOnlyList<Signal> Test(string person, ReadOnlySpan<int> labels, ulong seed, double falseAlarm = 0.01, int shuffles = 999)
    {
        if (labels.Length < 3)
            return [];
        var shuffled = labels.ToArray();
        var run = LongestRun(shuffled);
        var (period, _) = Repeats(shuffled);
        int runs = 0, periods = 0;
        double expectedRun = 0, expectedPeriod = 0;
        var stream = new SeededStream(seed);
        for (var s = 0; s < shuffles; s++)
        {
            stream.Shuffle(shuffled);
            var ownRun = LongestRun(shuffled);
            var (ownPeriod, _) = Repeats(shuffled);
            runs += ownRun >= run ? 1 : 0;
            periods += ownPeriod >= period - 1e-12 ? 1 : 0;
            expectedRun += (double)ownRun / shuffles;
            expectedPeriod += ownPeriod / shuffles;
        }

        var signals = new List<Signal>();
        Add(SignalKind.StraightLining, run, expectedRun, runs, labels.Length);
        // As a number of answers, so that people can picture it.
        Add(SignalKind.Periodic, Math.Round(period * labels.Length), Math.Round(expectedPeriod * labels.Length), periods, labels.Length);
        return signals;

        void Add(SignalKind kind, double value, double expected, int asExtreme, int answers)
        {
            var p = (1.0 + asExtreme) / (1 + shuffles);
            if (p <= falseAlarm / 2)
                signals.Add(new Signal(kind, [person], value, expected, p, falseAlarm, answers));
        }
    }

    private static int LongestRun(ReadOnlySpan<int> labels)
    {
        int longest = 1, run = 1;
        for (var i = 1; i < labels.Length; i++)
        {
            run = labels[i] == labels[i - 1] ? run + 1 : 1;
            longest = Math.Max(longest, run);
        }

        return longest;
    }

    // The greatest share of answers that equal the one a period before. A period of 1 is what runs are for.
    private static (double Share, int Period) Repeats(ReadOnlySpan<int> labels)
    {
        double best = 0;
        var period = 0;
        for (var lag = 2; lag <= MaxPeriod && lag <= labels.Length / 3; lag++)
        {
            var same = 0;
            for (var i = lag; i < labels.Length; i++)
            {
                same += labels[i] == labels[i - lag] ? 1 : 0;
            }

            var share = (double)same / (labels.Length - lag);
            if (share > best)
                (best, period) = (share, lag);
        }

        return (best, period);
    }
}
