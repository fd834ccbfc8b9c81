using Cloison.Inference.Categorical.Majority;
using Cloison.Inference.Categorical.Results;
using Cloison.Inference.Votes;

namespace Cloison.Inference.Categorical.Wawa;

/// <summary>
/// Worker agreement with aggregate (Appen's Wawa): 1. majority vote; 2. an annotator's weight is the share of his votes that agree with it; 3. majority vote with these
/// weights. There is no paper; Appen's documentation defines it so. Where labels tie in step 1, agreement counts as the part that a random choice among them would have.
/// </summary>
public static class WeightedMajority
{
    /// <summary>Votes twice.</summary>
    public static CategoricalResult Fit(VoteTable votes) => new("wawa", votes, MajorityVote.Shares(votes, Agreement(votes, MajorityVote.Shares(votes, []))));

    /// <summary>Each annotator's expected share of votes for the winning label.</summary>
    internal static double[] Agreement(VoteTable votes, ReadOnlySpan<double> shares)
    {
        var starts = votes.TaskStarts;
        var annotators = votes.Annotators;
        var labels = votes.Labels;
        var classes = votes.ClassCount;
        var agreement = new double[votes.AnnotatorCount];
        var counts = new int[votes.AnnotatorCount];
        for (var t = 0; t < votes.TaskCount; t++)
        {
            var share = shares.Slice(t * classes, classes);
            for (var v = starts[t]; v < starts[t + 1]; v++)
            {
                agreement[annotators[v]] += LabelChoice.ExpectedHit(share, labels[v]);
                counts[annotators[v]]++;
            }
        }

        for (var a = 0; a < counts.Length; a++)
        {
            agreement[a] = counts[a] == 0 ? 0 : agreement[a] / counts[a];
        }

        return agreement;
    }
}
