using Cloison.Inference.Categorical.Confusions;
using Cloison.Inference.Categorical.DawidSkene;
using Cloison.Inference.Categorical.Majority;
using Cloison.Inference.Categorical.Results;
using Cloison.Inference.Votes;

namespace Cloison.Inference.Categorical.Fast;

/// <summary>
/// Fast Dawid-Skene: as <see cref="DawidSkeneModel"/>, but each round puts a task wholly into its most probable class (classification EM), so that few rounds are needed.
/// V. B. Sinha, S. Rao, V. N. Balasubramanian, "Fast Dawid-Skene: A Fast Vote Aggregation Scheme for Sentiment Classification", WISDOM at KDD 2018, arXiv:1803.02781, algorithm 1.
/// </summary>
/// <remarks>Begins with the majority vote. Ends when no task changes its class, or after 100 rounds. The bound is the log likelihood of votes and classes together (of the classification).</remarks>
public static class FastDawidSkene
{
    private const int MaxIterations = 100;
    private const double Smoothing = 0.01;

    /// <summary>Fits the model.</summary>
    public static CategoricalResult Fit(VoteTable votes)
    {
        var posteriors = MajorityVote.Shares(votes, []);
        var rows = AnswerRows.Of(votes);
        var (counts, logPi, p) = (rows.NewTable(), rows.NewTable(), new double[rows.Stride]);
        var bounds = new List<double>();
        var classes = LabelChoice.Of(votes, posteriors);
        var isSettled = votes.Count == 0;
        while (bounds.Count < MaxIterations && !isSettled)
        {
            Harden(posteriors, classes, rows.ClassCount);
            ConfusionPass.AccumulateGiven(rows, posteriors, counts, p);
            DawidSkeneModel.LogConfusions(rows, counts, Smoothing, logPi);
            var logP = ConfusionPass.LogPrior(ConfusionTable.Shares(p.AsSpan(0, rows.ClassCount)), rows.Stride);
            bounds.Add(LogLikelihood(rows, counts, p, logPi, logP));
            ConfusionPass.Posteriors(rows, logPi, logP, posteriors);
            var chosen = LabelChoice.Of(votes, posteriors);
            isSettled = chosen.AsSpan().SequenceEqual(classes);
            classes = chosen;
        }

        return new("fds", votes, posteriors)
        {
            Iterations = bounds.Count,
            BoundHistory = bounds,
            Converged = isSettled,
            Confusion = ConfusionTable.FromPosteriors(votes, posteriors),
        };
    }

    private static void Harden(double[] posteriors, int[] classes, int count)
    {
        Array.Clear(posteriors);
        for (var t = 0; t < classes.Length; t++)
        {
            posteriors[(t * count) + classes[t]] = 1;
        }
    }

    private static double LogLikelihood(AnswerRows rows, double[] counts, double[] p, double[] logPi, double[] logP)
    {
        var sum = 0.0;
        for (var cell = 0; cell < counts.Length; cell++)
        {
            sum += counts[cell] * logPi[cell];
        }

        for (var j = 0; j < rows.ClassCount; j++)
        {
            sum += p[j] * logP[j];
        }

        return sum;
    }
}
