using Cloison.Inference.Categorical.Confusions;
using Cloison.Inference.Categorical.Results;
using Cloison.Inference.Categorical.Majority;
using Cloison.Inference.Votes;

namespace Cloison.Inference.Categorical.Zen;

/// <summary>
/// ZenCrowd: G. Demartini, D. E. Difallah, P. Cudré-Mauroux, "ZenCrowd: Leveraging Probabilistic Reasoning and Crowdsourcing Techniques for Large-Scale Entity Linking",
/// WWW 2012, doi:10.1145/2187836.2187900, section 4, as Zheng et al. (PVLDB 10(5), 2017, doi:10.14778/3055540.3055547) state it for single-choice tasks.
/// </summary>
/// <remarks>
/// Symbols: reliability <c>p_w</c> = P(w is right), the classes are alike beforehand. Round: <c>P(c) ∝ Π p_w (right) · (1 − p_w)/(K − 1) (wrong)</c>, then
/// <c>p_w = mean posterior of what w said</c>. Nothing anchors it but the uniform prior of the classes. The bound is the log likelihood.
/// </remarks>
public static class ZenCrowd
{
    private const int MaxIterations = 100;
    private const double Tolerance = 1e-5;

    /// <summary>Fits the model.</summary>
    public static CategoricalResult Fit(VoteTable votes)
    {
        var posteriors = MajorityVote.Shares(votes, []);
        var rows = AnswerRows.Of(votes);
        var (counts, log, sums) = (rows.NewTable(), rows.NewTable(), new double[rows.Stride]);
        ConfusionPass.AccumulateGiven(rows, posteriors, counts, sums);
        var hitMiss = new HitMiss(rows);
        var uniform = new double[rows.ClassCount];
        Array.Fill(uniform, 1.0 / Math.Max(rows.ClassCount, 1));
        var logPrior = ConfusionPass.LogPrior(uniform, rows.Stride);
        var bounds = new List<double>();
        var isSettled = votes.Count == 0;
        while (bounds.Count < MaxIterations && !isSettled)
        {
            for (var a = 0; a < votes.AnnotatorCount; a++)
            {
                var p = Math.Clamp(hitMiss.Hits(a, counts) / Math.Max(hitMiss.VotesOf(a), 1), 1e-6, 1 - 1e-6);
                hitMiss.Fill(a, Math.Log(p), rows.ClassCount == 1 ? 0 : Math.Log((1 - p) / (rows.ClassCount - 1)), log);
            }

            bounds.Add(ConfusionPass.Accumulate(rows, log, logPrior, counts, sums));
            isSettled = bounds.Count > 1 && bounds[^1] - bounds[^2] < Tolerance * votes.Count;
        }

        if (bounds.Count > 0)
        {
            ConfusionPass.Posteriors(rows, log, logPrior, posteriors);
        }

        return new("zencrowd", votes, posteriors) { Iterations = bounds.Count, BoundHistory = bounds, Converged = isSettled };
    }
}
