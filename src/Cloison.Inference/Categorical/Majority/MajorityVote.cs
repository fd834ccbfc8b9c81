using Cloison.Inference.Categorical.Results;
using Cloison.Inference.Votes;

namespace Cloison.Inference.Categorical.Majority;

/// <summary>
/// The label that most annotators chose. The "posterior" of a label is its share of the task's votes; labels that tie have equal shares, so that an evaluation can count
/// the expected value of a random choice (<see cref="LabelChoice.ExpectedHit"/>). A task without votes has the shares of all votes together.
/// </summary>
public static class MajorityVote
{
    /// <summary>Votes once.</summary>
    public static CategoricalResult Fit(VoteTable votes) => new("mv", votes, Shares(votes, []));

    /// <summary>Each label's share of a task's votes, a vote counting as much as its annotator's weight. Weights that add up to nothing on a task count alike there.</summary>
    /// <param name="weights">At least 0, one an annotator; empty: all alike.</param>
    internal static double[] Shares(VoteTable votes, ReadOnlySpan<double> weights)
    {
        var starts = votes.TaskStarts;
        var annotators = votes.Annotators;
        var labels = votes.Labels;
        var classes = votes.ClassCount;
        var shares = Cells.New(votes);
        var overall = Overall(votes);
        for (var t = 0; t < votes.TaskCount; t++)
        {
            var to = shares.AsSpan(t * classes, classes);
            var (begin, end) = (starts[t], starts[t + 1]);
            if (begin == end)
            {
                overall.CopyTo(to);
                continue;
            }

            var total = 0.0;
            if (!weights.IsEmpty)
            {
                for (var v = begin; v < end; v++)
                {
                    to[labels[v]] += weights[annotators[v]];
                    total += weights[annotators[v]];
                }
            }

            if (total <= 0)
            {
                for (var v = begin; v < end; v++)
                {
                    to[labels[v]]++;
                }

                total = end - begin;
            }

            for (var c = 0; c < to.Length; c++)
            {
                to[c] /= total;
            }
        }

        return shares;
    }

    // Every label's share of all votes; alike where there are none.
    private static double[] Overall(VoteTable votes)
    {
        var shares = new double[votes.ClassCount];
        foreach (var label in votes.Labels)
        {
            shares[label]++;
        }

        for (var c = 0; c < shares.Length; c++)
        {
            shares[c] = votes.Count == 0 ? 1.0 / shares.Length : shares[c] / votes.Count;
        }

        return shares;
    }
}
