using Cloison.Inference.Categorical.Confusions;
using Cloison.Inference.Categorical.Majority;
using Cloison.Inference.Categorical.Results;
using Cloison.Inference.Votes;

namespace Cloison.Inference.Categorical.DawidSkene;

/// <summary>
/// Dawid and Skene's model by expectation-maximisation: A. P. Dawid, A. M. Skene, "Maximum Likelihood Estimation of Observer Error-Rates Using the EM Algorithm",
/// Applied Statistics 28(1), 1979, doi:10.2307/2346806.
/// </summary>
/// <remarks>
/// Symbols of the paper: patient i = task, observer k = annotator, <c>p_j</c> = share of tasks of class j, <c>π_jl(k)</c> = probability that k answers l when j is true,
/// <c>n_il(k)</c> = how often k said l of i, <c>T_ij</c> = probability that i is of class j. Each round makes (2.5) T from p and π, (2.3) π from T, and (2.4) p from T; it begins
/// with T = the shares of the votes, as the paper does. π has <see cref="DawidSkeneOptions.Smoothing"/> pseudo-votes in each cell. The bound is the log likelihood (2.7),
/// which with smoothing is monotone but for the prior's part.
/// </remarks>
public static class DawidSkeneModel
{
    private const double Floor = 1e-10;

    /// <summary>Fits the model.</summary>
    public static CategoricalResult Fit(VoteTable votes, DawidSkeneOptions? options = null)
    {
        options ??= new();
        var posteriors = MajorityVote.Shares(votes, []);
        var rows = AnswerRows.Of(votes);
        var (counts, logPi, p) = (rows.NewTable(), rows.NewTable(), new double[rows.Stride]);
        ConfusionPass.AccumulateGiven(rows, posteriors, counts, p);
        var bounds = new List<double>();
        var logP = new double[rows.Stride];
        var isSettled = votes.Count == 0;
        while (bounds.Count < options.MaxIterations && !isSettled)
        {
            LogConfusions(rows, counts, options.Smoothing, logPi);
            logP = ConfusionPass.LogPrior(ConfusionTable.Shares(p.AsSpan(0, rows.ClassCount)), rows.Stride);
            bounds.Add(ConfusionPass.Accumulate(rows, logPi, logP, counts, p));
            isSettled = bounds.Count > 1 && bounds[^1] - bounds[^2] < options.Tolerance * votes.Count;
        }

        if (bounds.Count > 0)
        {
            ConfusionPass.Posteriors(rows, logPi, logP, posteriors);
        }

        return new("ds", votes, posteriors)
        {
            Iterations = bounds.Count,
            BoundHistory = bounds,
            Converged = isSettled,
            Confusion = ConfusionTable.FromCounts(rows, counts, p),
        };
    }

    /// <summary>(2.3), as logarithms.</summary>
    internal static void LogConfusions(AnswerRows rows, double[] counts, double smoothing, double[] logPi)
    {
        var (classes, stride) = (rows.ClassCount, rows.Stride);
        var totals = new double[classes];
        for (var a = 0; a < rows.Votes.AnnotatorCount; a++)
        {
            var (begin, end) = (rows.RowStarts[a], rows.RowStarts[a + 1]);
            Array.Fill(totals, classes * smoothing);
            for (var row = begin; row < end; row++)
            {
                for (var j = 0; j < classes; j++)
                {
                    totals[j] += Math.Max(counts[(row * stride) + j], Floor);
                }
            }

            for (var row = begin; row < end; row++)
            {
                for (var j = 0; j < classes; j++)
                {
                    var cell = (row * stride) + j;
                    logPi[cell] = Math.Log((Math.Max(counts[cell], Floor) + smoothing) / totals[j]);
                }
            }
        }
    }
}
