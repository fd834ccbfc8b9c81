using Cloison.Inference.Categorical.Confusions;
using Cloison.Inference.Categorical.Majority;
using Cloison.Inference.Categorical.Results;
using Cloison.Inference.Votes;

namespace Cloison.Inference.Categorical.OneCoin;

/// <summary>
/// Dawid-Skene with one number an annotator: he is right with probability <c>s</c> whatever the class, and otherwise says each wrong label alike. The "homogeneous" model of
/// Dawid and Skene 1979 (doi:10.2307/2346806) as in H. Li, B. Yu, "Error Rate Bounds and Iterative Weighted Majority Voting for Crowdsourcing", 2014, arXiv:1411.4086.
/// </summary>
/// <remarks>
/// By maximum likelihood the model collapses where errors are not spread evenly: it takes a class that careless annotators favour for the truth of nearly all tasks, because that lets
/// some of them be right always. Against this it is anchored: (1) skills have the prior Beta with <see cref="OneCoinOptions.PriorVotes"/> pseudo-votes at the mean agreement
/// with the majority, (2) a skill stays above chance, since an annotator below it cannot be told from a relabelling, and (3) the classes are alike beforehand,
/// because a learned prior grows with the class that swallows the others. Round: <c>T_ij ∝ p_j Π s^(hit) ((1-s)/(K-1))^(miss)</c>, <c>s = (a + Σ T of the given labels) / (a + b + n)</c>. The bound is the log posterior
/// without its constant.
/// </remarks>
public static class OneCoinDawidSkene
{
    /// <summary>Fits the model.</summary>
    public static CategoricalResult Fit(VoteTable votes, OneCoinOptions? options = null)
    {
        options ??= new();
        var posteriors = MajorityVote.Shares(votes, []);
        var rows = AnswerRows.Of(votes);
        var (counts, log, p) = (rows.NewTable(), rows.NewTable(), new double[rows.Stride]);
        ConfusionPass.AccumulateGiven(rows, posteriors, counts, p);
        var prior = new double[rows.ClassCount];
        Array.Fill(prior, 1.0 / Math.Max(rows.ClassCount, 1));
        var hitMiss = new HitMiss(rows);
        var hits = 0.0;
        for (var a = 0; a < votes.AnnotatorCount; a++)
        {
            hits += hitMiss.Hits(a, counts);
        }

        var anchor = Math.Clamp(hits / Math.Max(votes.Count, 1), Math.Min((1.0 / Math.Max(rows.ClassCount, 1)) + 0.01, 0.99), 0.99);
        var bounds = new List<double>();
        var logP = new double[rows.Stride];
        var isSettled = votes.Count == 0;
        while (bounds.Count < options.MaxIterations && !isSettled)
        {
            var logPrior = LogSkills(rows, hitMiss, counts, anchor, options, log);
            prior = options.LearnsPrior ? ConfusionTable.Shares(p.AsSpan(0, rows.ClassCount)) : prior;
            logP = ConfusionPass.LogPrior(prior, rows.Stride);
            bounds.Add(ConfusionPass.Accumulate(rows, log, logP, counts, p) + logPrior);
            isSettled = bounds.Count > 1 && bounds[^1] - bounds[^2] < options.Tolerance * votes.Count;
        }

        if (bounds.Count > 0)
        {
            ConfusionPass.Posteriors(rows, log, logP, posteriors);
        }

        return new("onecoin", votes, posteriors) { Iterations = bounds.Count, BoundHistory = bounds, Converged = isSettled };
    }

    // Gives the log prior density of the skills.
    private static double LogSkills(AnswerRows rows, HitMiss hitMiss, double[] counts, double anchor, OneCoinOptions options, double[] log)
    {
        var classes = rows.ClassCount;
        var density = 0.0;
        for (var a = 0; a < rows.Votes.AnnotatorCount; a++)
        {
            var s = (hitMiss.Hits(a, counts) + (options.PriorVotes * anchor)) / Math.Max(hitMiss.VotesOf(a) + options.PriorVotes, 1e-9);
            s = Math.Clamp(s, options.StaysAboveChance ? Math.Min((1.0 / classes) + 1e-6, 1) : 1e-10, classes == 1 ? 1 : 1 - 1e-10);
            var hit = Math.Log(s);
            var miss = classes == 1 ? 0 : Math.Log((1 - s) / (classes - 1));
            density += options.PriorVotes * ((anchor * hit) + ((1 - anchor) * miss));
            hitMiss.Fill(a, hit, miss, log);
        }

        return density;
    }
}
