using Cloison.Inference.Votes;

namespace Cloison.Inference.Categorical.Results;

/// <summary>
/// The label of a task: the most probable one. Of labels that are equally probable (within a relative 1e-9, which is rounding) the one with the more votes in the
/// whole table wins, then the one whose name comes first in ordinal order. So the label depends neither on the order of the votes nor on chance.
/// </summary>
public static class LabelChoice
{
    /// <summary>Probabilities that differ by less than this share are equal.</summary>
    public const double Tolerance = 1e-9;

    /// <summary>The label of every task; -1 where there are no classes at all.</summary>
    public static int[] Of(VoteTable votes, ReadOnlySpan<double> posteriors)
    {
        var classes = votes.ClassCount;
        var chosen = new int[votes.TaskCount];
        if (classes == 0)
        {
            Array.Fill(chosen, -1);
            return chosen;
        }

        var totals = new int[classes];
        foreach (var label in votes.Labels)
        {
            totals[label]++;
        }

        for (var t = 0; t < chosen.Length; t++)
        {
            chosen[t] = Best(posteriors.Slice(t * classes, classes), totals);
        }

        return chosen;
    }

    /// <summary>
    /// Share of <paramref name="gold"/> that a label drawn at random from the equally probable ones gets right on average: how an evaluation counts ties without luck.
    /// </summary>
    /// <returns>1 divided by the number of labels that tie for the first place if <paramref name="gold"/> is one of them, otherwise 0.</returns>
    public static double ExpectedHit(ReadOnlySpan<double> posterior, int gold)
    {
        var best = 0.0;
        foreach (var p in posterior)
        {
            best = Math.Max(best, p);
        }

        var tied = 0;
        foreach (var p in posterior)
        {
            tied += p >= best * (1 - Tolerance) ? 1 : 0;
        }

        return (uint)gold < (uint)posterior.Length && posterior[gold] >= best * (1 - Tolerance) ? 1.0 / tied : 0;
    }

    private static int Best(ReadOnlySpan<double> posterior, int[] totals)
    {
        var best = 0;
        for (var c = 1; c < posterior.Length; c++)
        {
            if (posterior[c] > posterior[best])
            {
                best = c;
            }
        }

        var least = posterior[best] * (1 - Tolerance);
        for (var c = 0; c < posterior.Length; c++)
        {
            if (posterior[c] >= least && (totals[c] > totals[best] || (totals[c] == totals[best] && c < best)))
            {
                best = c;
            }
        }

        return best;
    }
}
