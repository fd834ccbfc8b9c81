using Cloison.Inference.Categorical.Confusions;
using Cloison.Inference.Categorical.Majority;
using Cloison.Inference.Categorical.Results;
using Cloison.Inference.Votes;

namespace Cloison.Inference.Categorical.Glad;

/// <summary>
/// Generative model of labels, abilities and difficulties: J. Whitehill, P. Ruvolo, T. Wu, J. Bergsma, J. Movellan, "Whose Vote Should Count More", NIPS 22, 2009, equations (1) to (4).
/// </summary>
/// <remarks>
/// Symbols: ability <c>α_i</c> of annotator i, inverse difficulty <c>β_j = exp(b_j) &gt; 0</c> of task j; P(i is right on j) = σ(α_i β_j), wrong labels alike; classes alike beforehand;
/// priors α, b ~ N(1, 1). E: <c>P(c) ∝ Π σ (right) (1 − σ)/(K − 1) (wrong)</c>. M: ascent on <c>Q = Σ h ln σ + (1 − h) ln(1 − σ) − ½Σ(α − 1)² − ½Σ(b − 1)²</c>, where h is the posterior
/// of the label of the vote. Given all β each α is a concave problem of its own and the other way round nearly, so the M-step takes Newton steps on all α, then on all b
/// (Fisher's curvature, steps of at most 1), instead of the paper's conjugate gradients. The bound is the log likelihood with the priors; the rounds end when it grows by less than 0.03 a vote.
/// </remarks>
public static class GladModel
{
    private const int MaxIterations = 100;
    private const int StepsPerRound = 2;
    // Coarse on purpose: a task has few votes, and its difficulty soon explains them by itself. Going on to 1e-5 costs six points on s_rel and gains nothing elsewhere.
    private const double Tolerance = 0.03;
    private const double PriorMean = 1;

    /// <summary>Fits the model.</summary>
    public static CategoricalResult Fit(VoteTable votes)
    {
        var posteriors = MajorityVote.Shares(votes, []);
        var (alpha, b) = (new double[votes.AnnotatorCount], new double[votes.TaskCount]);
        Array.Fill(alpha, PriorMean);
        Array.Fill(b, PriorMean);
        var hits = new double[votes.Count];
        var bounds = new List<double>();
        var isSettled = votes.Count == 0 || votes.ClassCount < 2;
        while (bounds.Count < MaxIterations && !isSettled)
        {
            bounds.Add(Expect(votes, alpha, b, posteriors, hits));
            isSettled = bounds.Count > 1 && bounds[^1] - bounds[^2] < Tolerance * votes.Count;
            for (var step = 0; step < StepsPerRound && !isSettled; step++)
            {
                StepAbilities(votes, alpha, b, hits);
                StepDifficulties(votes, alpha, b, hits);
            }
        }

        var difficulty = new double[b.Length];
        for (var t = 0; t < difficulty.Length; t++)
        {
            difficulty[t] = Math.Exp(-b[t]);
        }

        return new("glad", votes, posteriors) { Iterations = bounds.Count, BoundHistory = bounds, Converged = isSettled, Difficulty = difficulty };
    }

    private static double Expect(VoteTable votes, double[] alpha, double[] b, double[] posteriors, double[] hits)
    {
        var starts = votes.TaskStarts;
        var annotators = votes.Annotators;
        var labels = votes.Labels;
        var classes = votes.ClassCount;
        var logOthers = Math.Log(classes - 1);
        var bound = 0.0;
        for (var t = 0; t < votes.TaskCount; t++)
        {
            var (begin, end) = (starts[t], starts[t + 1]);
            var p = posteriors.AsSpan(t * classes, classes);
            bound -= (b[t] - PriorMean) * (b[t] - PriorMean) / 2;
            if (begin == end)
            {
                continue;
            }

            p.Clear();
            var (beta, misses) = (Math.Exp(b[t]), 0.0);
            for (var v = begin; v < end; v++)
            {
                var x = alpha[annotators[v]] * beta;
                // ln sigma(x) - ln((1 - sigma(x)) / (K - 1)) = x + ln(K - 1)
                p[labels[v]] += x + logOthers;
                misses += -SoftPlus(x) - logOthers;
            }

            bound += SoftMax.InPlace(p) + misses - Math.Log(classes);
            for (var v = begin; v < end; v++)
            {
                hits[v] = p[labels[v]];
            }
        }

        foreach (var a in alpha)
        {
            bound -= (a - PriorMean) * (a - PriorMean) / 2;
        }

        return bound;
    }

    private static void StepAbilities(VoteTable votes, double[] alpha, double[] b, double[] hits)
    {
        var starts = votes.TaskStarts;
        var annotators = votes.Annotators;
        var (slope, curve) = (new double[alpha.Length], new double[alpha.Length]);
        for (var t = 0; t < b.Length; t++)
        {
            var beta = Math.Exp(b[t]);
            for (var v = starts[t]; v < starts[t + 1]; v++)
            {
                var a = annotators[v];
                var sigma = Sigma(alpha[a] * beta);
                slope[a] += (hits[v] - sigma) * beta;
                curve[a] += sigma * (1 - sigma) * beta * beta;
            }
        }

        for (var a = 0; a < alpha.Length; a++)
        {
            alpha[a] += Math.Clamp((slope[a] - (alpha[a] - PriorMean)) / (curve[a] + 1), -1, 1);
        }
    }

    private static void StepDifficulties(VoteTable votes, double[] alpha, double[] b, double[] hits)
    {
        var starts = votes.TaskStarts;
        var annotators = votes.Annotators;
        for (var t = 0; t < b.Length; t++)
        {
            var beta = Math.Exp(b[t]);
            var (slope, curve) = (0.0, 0.0);
            for (var v = starts[t]; v < starts[t + 1]; v++)
            {
                var x = alpha[annotators[v]] * beta;
                var sigma = Sigma(x);
                slope += (hits[v] - sigma) * x;
                curve += sigma * (1 - sigma) * x * x;
            }

            b[t] += Math.Clamp((slope - (b[t] - PriorMean)) / (curve + 1), -1, 1);
        }
    }

    private static double Sigma(double x) => 1 / (1 + Math.Exp(-x));

    private static double SoftPlus(double x) => x > 30 ? x : x < -30 ? 0 : Math.Log(1 + Math.Exp(x));
}
