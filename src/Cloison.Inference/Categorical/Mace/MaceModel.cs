using Cloison.Inference.Probability;
using Cloison.Inference.Categorical.Confusions;
using Cloison.Inference.Categorical.Majority;
using Cloison.Inference.Categorical.Results;
using Cloison.Inference.Votes;

namespace Cloison.Inference.Categorical.Mace;

/// <summary>
/// Multi-annotator competence estimation: D. Hovy, T. Berg-Kirkpatrick, A. Vaswani, E. Hovy, "Learning Whom to Trust with MACE", NAACL-HLT 2013, ACL Anthology N13-1132, section 3.
/// </summary>
/// <remarks>
/// Symbols: true label <c>T_i</c>, uniform; annotator j spams on a task with probability <c>1 − θ_j</c>: then he answers from <c>ξ_j</c>, whatever the truth, and otherwise says it.
/// So P(answer l | c) = (1 − θ)ξ_l + θ[l = c]. Variational Bayes with θ ~ Beta(½, ½) and ξ ~ Dir(10): expected counts go through exp ψ instead of a division (paper, section 3.1).
/// The prior of the classes is one fifth uniform, as in the paper, and the rest learned: with a uniform one the rare class of a lopsided set (product: one in eight) swallows tasks,
/// because whoever says the common one alone looks like a spammer. The paper restarts at random ten times; this begins once, at θ = ½ and uniform ξ, which the first round breaks by agreement: deterministic, and a tenth of the time.
/// The bound is the log of the (unnormalised) marginal that the paper's rounds report; it need not be monotone. Difficulty is not modelled.
/// </remarks>
public static class MaceModel
{
    private const int MaxIterations = 50;
    private const double Tolerance = 1e-7;
    private const double ThetaPrior = 0.5;
    private const double StrategyPrior = 10;
    private const double LearnedPart = 0.8;

    /// <summary>Fits the model.</summary>
    public static CategoricalResult Fit(VoteTable votes)
    {
        var posteriors = MajorityVote.Shares(votes, []);
        var rows = AnswerRows.Of(votes);
        var classes = rows.ClassCount;
        var (counts, log, sums) = (rows.NewTable(), rows.NewTable(), new double[rows.Stride]);
        var hitMiss = new HitMiss(rows);
        var uniform = new double[classes];
        Array.Fill(uniform, 1.0 / Math.Max(classes, 1));
        var logPrior = ConfusionPass.LogPrior(uniform, rows.Stride);
        var know = new double[votes.AnnotatorCount];
        var spam = new double[rows.RowCount];
        Array.Fill(know, 0.5);
        Array.Fill(spam, 0.5 / Math.Max(classes, 1));
        var bounds = new List<double>();
        var isSettled = votes.Count == 0;
        while (bounds.Count < MaxIterations && !isSettled)
        {
            Fill(rows, hitMiss, know, spam, log);
            logPrior = bounds.Count == 0 ? logPrior : ConfusionPass.LogPrior(PartlyLearned(sums.AsSpan(0, classes)), rows.Stride);
            bounds.Add(ConfusionPass.Accumulate(rows, log, logPrior, counts, sums));
            isSettled = bounds.Count > 1 && Math.Abs(bounds[^1] - bounds[^2]) < Tolerance * votes.Count;
            if (!isSettled && bounds.Count < MaxIterations)
            {
                Maximise(rows, hitMiss, counts, know, spam);
            }
        }

        if (bounds.Count > 0)
        {
            ConfusionPass.Posteriors(rows, log, logPrior, posteriors);
        }

        return new("mace", votes, posteriors) { Iterations = bounds.Count, BoundHistory = bounds, Converged = isSettled };
    }

    private static double[] PartlyLearned(ReadOnlySpan<double> sums)
    {
        var prior = ConfusionTable.Shares(sums);
        for (var c = 0; c < prior.Length; c++)
        {
            prior[c] = (LearnedPart * prior[c]) + ((1 - LearnedPart) / prior.Length);
        }

        return prior;
    }

    private static void Fill(AnswerRows rows, HitMiss hitMiss, double[] know, double[] spam, double[] log)
    {
        for (var a = 0; a < know.Length; a++)
        {
            for (var row = rows.RowStarts[a]; row < rows.RowStarts[a + 1]; row++)
            {
                hitMiss.FillRow(row, Math.Log(spam[row] + know[a]), Math.Log(spam[row]), log);
            }
        }
    }

    // spam[row] becomes (1 - theta) xi of the row's label.
    private static void Maximise(AnswerRows rows, HitMiss hitMiss, double[] counts, double[] know, double[] spam)
    {
        for (var a = 0; a < know.Length; a++)
        {
            var (begin, end) = (rows.RowStarts[a], rows.RowStarts[a + 1]);
            var knowing = 0.0;
            var n = hitMiss.VotesOf(a);
            for (var row = begin; row < end; row++)
            {
                var knew = hitMiss.RowHits(row, counts) * know[a] / (spam[row] + know[a]);
                knowing += knew;
                spam[row] = hitMiss.RowVotes[row] - knew;
            }

            var psiTheta = Gamma.Digamma(n + (2 * ThetaPrior));
            var psiStrategy = Gamma.Digamma(n - knowing + (rows.ClassCount * StrategyPrior));
            know[a] = Math.Exp(Gamma.Digamma(knowing + ThetaPrior) - psiTheta);
            var spamming = Gamma.Digamma(n - knowing + ThetaPrior) - psiTheta - psiStrategy;
            for (var row = begin; row < end; row++)
            {
                spam[row] = Math.Exp(spamming + Gamma.Digamma(spam[row] + StrategyPrior));
            }
        }
    }
}
