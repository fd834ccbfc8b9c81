using Cloison.Inference.Probability;
using Cloison.Inference.Votes;

namespace Cloison.Inference.Adaptive;

/// <summary>
/// One pass over past answers: in rounds, the model is refitted on the answers that were asked for so far, and every task that may not stop gets one
/// more of its recorded ones, the next in order or, with routing, that of the person from whose answer most is expected. A task that falls below the
/// margin again is asked for again.
/// </summary>
/// <remarks>What it cannot show: only people who did a task can be asked for it, and nobody is ever too busy.</remarks>
internal sealed class ReplayRun
{
    private const int RefitIterations = 20;

    private readonly VoteTable _votes;
    private readonly int[] _order;
    private readonly int _k;

    public ReplayRun(VoteTable votes, ulong seed, bool keepOrder, bool isRouted)
    {
        _votes = votes;
        _k = votes.LabelNames.Count;
        IsRouted = isRouted;
        Counted = new bool[votes.Count];
        Answers = new int[votes.Tasks.Count];
        _order = new int[votes.Count];
        for (var i = 0; i < _order.Length; i++)
        {
            _order[i] = i;
        }

        var stream = new SeededStream(seed);
        for (var t = 0; t < Answers.Length && !keepOrder; t++)
        {
            var (from, to) = votes.VotesOf(t);
            stream.Shuffle(_order.AsSpan(from, to - from));
        }

        Fit = Refit([], 1);
    }

    public bool IsRouted { get; }

    /// <summary>Which answers were asked for.</summary>
    public bool[] Counted { get; }

    /// <summary>How many of each task.</summary>
    public int[] Answers { get; }

    public AnchoredFit Fit { get; private set; }

    public double MeanAnswers
    {
        get
        {
            long sum = 0;
            foreach (var n in Answers)
            {
                sum += n;
            }

            return Answers.Length == 0 ? 0 : (double)sum / Answers.Length;
        }
    }

    /// <summary>The first so many answers of every task, all at once.</summary>
    public void TakeFirst(int answers)
    {
        for (var t = 0; t < Answers.Length; t++)
        {
            while (Answers[t] < answers && Take(t))
            {
            }
        }

        Fit = Refit([], AnchorOptions.Default.MaxIterations);
    }

    /// <summary>All answers of these tasks.</summary>
    public void TakeAll(IEnumerable<int> tasks)
    {
        foreach (var t in tasks)
        {
            while (Take(t))
            {
            }
        }
    }

    /// <summary>Until every task stops or has no answers left.</summary>
    /// <param name="batches">The tasks come in so many groups.</param>
    /// <param name="known">Known truths, or empty.</param>
    /// <param name="mayStop">Asked after every refit.</param>
    public void Play(int batches, int minAnswers, ulong seed, ReadOnlySpan<int> known, Func<int, ReplayRun, bool> mayStop, Action<ReplayRun>? refitted = null)
    {
        var tasks = Answers.Length;
        var batchOf = new int[tasks];
        var shuffled = new int[tasks];
        for (var t = 0; t < tasks; t++)
        {
            shuffled[t] = t;
        }

        var stream = new SeededStream(seed);
        stream.Shuffle(shuffled);
        for (var t = 0; t < tasks; t++)
        {
            batchOf[shuffled[t]] = (int)((long)t * batches / tasks);
        }

        for (var batch = 0; batch < batches; batch++)
        {
            for (var n = 1; n <= minAnswers; n++)
            {
                for (var t = 0; t < tasks; t++)
                {
                    if (batchOf[t] == batch && Answers[t] < n)
                        Take(t);
                }

                Fit = Refit(known, RefitIterations);
            }

            for (var isAsking = true; isAsking;)
            {
                refitted?.Invoke(this);
                isAsking = false;
                for (var t = 0; t < tasks; t++)
                {
                    if (batchOf[t] <= batch && !mayStop(t, this))
                        isAsking |= Take(t);
                }

                Fit = Refit(known, RefitIterations);
            }
        }

        Fit = Refit(known, AnchorOptions.Default.MaxIterations);
        refitted?.Invoke(this);
    }

    public double Margin(int task)
    {
        var q = Fit.Posteriors.AsSpan(task * _k, _k);
        var leader = TaskBelief.IndexOfMax(q);
        double rest = 0;
        for (var j = 0; j < _k; j++)
        {
            if (j != leader)
                rest += q[j];
        }

        return Math.Log(q[leader] / Math.Max(rest, 1e-300));
    }

    public int Label(int task) => TaskBelief.IndexOfMax(Fit.Posteriors.AsSpan(task * _k, _k));

    public int[] Tally(int task)
    {
        var tally = new int[_k];
        var (from, to) = _votes.VotesOf(task);
        for (var i = from; i < to; i++)
        {
            if (Counted[i])
                tally[_votes.Labels[i]]++;
        }

        return tally;
    }

    private bool Take(int task)
    {
        var (from, to) = _votes.VotesOf(task);
        var best = -1;
        var most = double.NegativeInfinity;
        for (var at = from; at < to; at++)
        {
            var i = _order[at];
            if (Counted[i])
                continue;
            if (!IsRouted)
            {
                best = i;
                break;
            }

            var gain = AdaptivePolicy.InformationGain(Fit.Posteriors.AsSpan(task * _k, _k), Fit.Counts.AsSpan(_votes.Annotators[i] * _k * _k, _k * _k));
            // People who are as good as one another take turns in the seeded order.
            if (gain > most + 1e-12)
                (best, most) = (i, gain);
        }

        if (best < 0)
            return false;
        Counted[best] = true;
        Answers[task]++;
        return true;
    }

    private AnchoredFit Refit(ReadOnlySpan<int> known, int maxIterations) =>
        AnchoredModel.Fit(_votes.TaskStarts, _votes.Annotators, _votes.Labels, Counted, _votes.AnnotatorNames.Count, _k, known, AnchorOptions.Default with { MaxIterations = maxIterations });
}
