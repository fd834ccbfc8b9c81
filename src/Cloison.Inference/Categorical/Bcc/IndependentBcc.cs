using Cloison.Inference.Probability;
using Cloison.Inference.Categorical.Confusions;
using Cloison.Inference.Categorical.Majority;
using Cloison.Inference.Categorical.Results;
using Cloison.Inference.Categorical.Wawa;
using Cloison.Inference.Votes;

namespace Cloison.Inference.Categorical.Bcc;

/// <summary>
/// Independent Bayesian classifier combination: H.-C. Kim, Z. Ghahramani, "Bayesian Classifier Combination", AISTATS 2012 (PMLR 22:619-627), by the variational method of
/// E. Simpson, S. Roberts, I. Psorakis, A. Smith, "Dynamic Bayesian Combination of Multiple Imperfect Classifiers", 2013, doi:10.1007/978-3-642-36406-8_1, equations (8) to (20).
/// </summary>
/// <remarks>
/// Model: <c>t_i ~ Cat(κ)</c>, <c>κ ~ Dir(ν₀)</c>; classifier k answers <c>c_i(k) ~ Cat(π_{t_i}(k))</c>, <c>π_j(k) ~ Dir(α₀_j(k))</c>. Round: q(t) from
/// <c>E[ln κ_j] = ψ(ν_j) − ψ(Σν)</c> and <c>E[ln π_jl] = ψ(α_jl) − ψ(Σ_l α_jl)</c>, then <c>ν = ν₀ + N_j</c> and <c>α = α₀ + N_jl</c>. As Dawid-Skene, but a
/// matrix that few votes speak for stays near its prior. Begins with a vote weighted by agreement. The bound is the variational lower bound of the evidence;
/// with <see cref="BccPrior.Pooled"/> α₀ changes between rounds, and it need not be monotone.
/// </remarks>
public static class IndependentBcc
{
    /// <summary>Fits the model.</summary>
    public static CategoricalResult Fit(VoteTable votes, BccOptions? options = null)
    {
        options ??= new();
        var posteriors = MajorityVote.Shares(votes, WeightedMajority.Agreement(votes, MajorityVote.Shares(votes, [])));
        var rows = AnswerRows.Of(votes);
        var (counts, logPi, nu) = (rows.NewTable(), rows.NewTable(), new double[rows.Stride]);
        ConfusionPass.AccumulateGiven(rows, posteriors, counts, nu);
        var bounds = new List<double>();
        var logKappa = new double[rows.Stride];
        var isSettled = votes.Count == 0;
        while (bounds.Count < options.MaxIterations && !isSettled)
        {
            var divergence = LogConfusions(rows, counts, Prior(rows, counts, options), options.PriorVotes, logPi);
            divergence += LogClasses(nu, rows.ClassCount, options.ClassPrior, logKappa);
            bounds.Add(ConfusionPass.Accumulate(rows, logPi, logKappa, counts, nu) - divergence);
            isSettled = bounds.Count > 1 && Math.Abs(bounds[^1] - bounds[^2]) < options.Tolerance * votes.Count;
        }

        if (bounds.Count > 0)
        {
            ConfusionPass.Posteriors(rows, logPi, logKappa, posteriors);
        }

        return new(options.Prior == BccPrior.Anchored ? "ibcc" : "ibcc-pooled", votes, posteriors)
        {
            Iterations = bounds.Count,
            BoundHistory = bounds,
            Converged = isSettled,
            Confusion = ConfusionTable.FromCounts(rows, counts, nu),
        };
    }

    /// <summary>The share of the pseudo-votes in each cell, a row per class.</summary>
    private static double[] Prior(AnswerRows rows, double[] counts, BccOptions options)
    {
        if (options.Prior == BccPrior.Pooled)
        {
            return ConfusionTable.PooledOf(rows, counts);
        }

        var classes = rows.ClassCount;
        var prior = new double[classes * classes];
        Array.Fill(prior, classes == 1 ? 1 : (1 - options.PriorAccuracy) / (classes - 1));
        for (var j = 0; j < classes && classes > 1; j++)
        {
            prior[(j * classes) + j] = options.PriorAccuracy;
        }

        return prior;
    }

    /// <summary>E[ln π]; gives KL(q(π) ‖ p(π)).</summary>
    internal static double LogConfusions(AnswerRows rows, double[] counts, double[] prior, double strength, double[] logPi)
    {
        var (classes, stride) = (rows.ClassCount, rows.Stride);
        var divergence = 0.0;
        var logGammaPrior = new double[prior.Length];
        for (var i = 0; i < prior.Length; i++)
        {
            logGammaPrior[i] = Gamma.Log(strength * prior[i]);
        }

        var logGammaStrength = Gamma.Log(strength);
        for (var a = 0; a < rows.Votes.AnnotatorCount; a++)
        {
            var (begin, end) = (rows.RowStarts[a], rows.RowStarts[a + 1]);
            for (var j = 0; j < classes && begin < end; j++)
            {
                var n = 0.0;
                for (var row = begin; row < end; row++)
                {
                    n += counts[(row * stride) + j];
                }

                var psi = Gamma.Digamma(strength + n);
                divergence += Gamma.Log(strength + n) - logGammaStrength;
                for (var row = begin; row < end; row++)
                {
                    var cell = (row * stride) + j;
                    var at = (j * classes) + rows.RowLabels[row];
                    var alpha = (strength * prior[at]) + counts[cell];
                    logPi[cell] = Gamma.Digamma(alpha) - psi;
                    // Labels that were never given have alpha = alpha0 and add nothing.
                    divergence += logGammaPrior[at] - Gamma.Log(alpha) + (counts[cell] * logPi[cell]);
                }
            }
        }

        return divergence;
    }

    /// <summary>E[ln κ]; gives KL(q(κ) ‖ p(κ)).</summary>
    internal static double LogClasses(double[] nu, int classes, double prior, double[] logKappa)
    {
        Array.Fill(logKappa, ConfusionPass.Never);
        var total = 0.0;
        for (var j = 0; j < classes; j++)
        {
            total += nu[j] + prior;
        }

        var divergence = Gamma.Log(total) - Gamma.Log(classes * prior);
        var psi = Gamma.Digamma(total);
        for (var j = 0; j < classes; j++)
        {
            logKappa[j] = Gamma.Digamma(nu[j] + prior) - psi;
            divergence += Gamma.Log(prior) - Gamma.Log(nu[j] + prior) + (nu[j] * logKappa[j]);
        }

        return divergence;
    }
}
