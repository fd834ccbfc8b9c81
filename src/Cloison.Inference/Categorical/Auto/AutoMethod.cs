using System.Globalization;
using Cloison.Inference.Categorical.Bcc;
using Cloison.Inference.Categorical.Calibration;
using Cloison.Inference.Categorical.Communities;
using Cloison.Inference.Categorical.DawidSkene;
using Cloison.Inference.Categorical.Mace;
using Cloison.Inference.Categorical.Results;
using Cloison.Inference.Votes;

namespace Cloison.Inference.Categorical.Auto;

/// <summary>
/// What to use when nobody knows better: five models of annotators' errors, averaged, and calibrated.
/// </summary>
/// <remarks>
/// <para>Why an average: the probability of hidden votes tells good models of votes from bad ones, but hardly good ones from one another, and a model may predict votes best and yet miss the
/// truth, where annotators err together. Choosing one by hidden votes is up to four points off on some sets; an average of models that err differently is not. The mixture of
/// posteriors is what Bayesian model averaging says when the evidence does not decide.</para>
/// <para>Which models: those that can say how an annotator errs, each with another idea of where an annotator with few votes stands: near 0.7 (iBCC, anchored), near all annotators
/// (iBCC, pooled), near his kind (CBCC), nowhere (Dawid-Skene with a tenth of a pseudo-vote), and knower or spammer (MACE). Models of one number an annotator are left out: where
/// errors depend on the class they are wrong together and outvote the others.</para>
/// <para>Weights: half equal, half by stacking on hidden votes (<see cref="HeldOutVotes"/>, <see cref="Stacking"/>). With gold, that is the prior of a second stacking, on the gold
/// labels, with <see cref="GoldPrior"/> pseudo-tasks.</para>
/// <para>Calibration: <see cref="Temperature"/>, on the gold if there is some, otherwise by its stated prior. It does not change labels. Two or fewer annotators in all, or one class: the vote by majority.</para>
/// <para>Gold is used for weights and calibration only; a task's own gold label does not enter its posterior.</para>
/// </remarks>
public static class AutoMethod
{
    private const double GoldPrior = 50;

    private static readonly (string Id, Func<VoteTable, CategoricalResult> Fit)[] Panel =
    [
        ("ibcc", votes => IndependentBcc.Fit(votes)),
        ("ibcc-pooled", votes => IndependentBcc.Fit(votes, new() { Prior = BccPrior.Pooled })),
        ("cbcc", CommunityBcc.Fit),
        ("ds", votes => DawidSkeneModel.Fit(votes, new() { Smoothing = 0.1 })),
        ("mace", MaceModel.Fit),
    ];

    /// <summary>Fits the panel and averages it.</summary>
    public static CategoricalResult Fit(VoteTable votes, AutoOptions? options = null)
    {
        options ??= new();
        if (votes.ClassCount < 2 || votes.AnnotatorCount < 3)
        {
            return new("auto", votes, Majority.MajorityVote.Shares(votes, []))
            {
                Explanation = votes.ClassCount < 2 ? "There is only one class: nothing to infer." : "With fewer than three annotators nothing tells who is right: the votes are counted.",
            };
        }

        var fits = new CategoricalResult[Panel.Length];
        Parallel.For(0, fits.Length, m => fits[m] = Panel[m].Fit(votes));
        var (weights, reason) = Weights(votes, options);
        if (options.Gold is { } gold)
        {
            (weights, reason) = WithGold(fits, weights, gold, reason);
        }

        var pooled = Pool(fits, weights);
        var temperature = options.Gold is null ? new() : Temperature.Fit(votes, pooled, options.Gold);
        return new("auto", votes, temperature.Apply(votes, pooled))
        {
            Iterations = fits.Max(f => f.Iterations),
            Converged = fits.All(f => f.Converged),
            Confusion = Confusions.ConfusionTable.FromPosteriors(votes, pooled),
            Explanation = $"Average of {Describe(weights)}; {reason}. Calibrated for votes that correlate by {Text(temperature.Correlation)} and a floor of {Text(temperature.Floor)}, "
                + (temperature.GoldTasks > 0 ? $"fitted on {temperature.GoldTasks} gold tasks." : "the stated prior, as there is no gold."),
        };
    }

    private static (double[] Weights, string Reason) Weights(VoteTable votes, AutoOptions options)
    {
        var equal = new double[Panel.Length];
        Array.Fill(equal, 1.0 / equal.Length);
        if (votes.Count > options.MaxStackedVotes || options.Repeats < 1)
        {
            return (equal, "equal weights, since fitting again without some votes would take long");
        }

        var predicted = new List<double>[Panel.Length];
        for (var m = 0; m < predicted.Length; m++)
        {
            predicted[m] = [];
        }

        for (var repeat = 0; repeat < options.Repeats; repeat++)
        {
            var hidden = new HeldOutVotes(votes, (ulong)repeat);
            var parts = new double[Panel.Length][];
            Parallel.For(0, parts.Length, m => parts[m] = hidden.Predict(Panel[m].Fit(hidden.Training)));
            for (var m = 0; m < parts.Length; m++)
            {
                predicted[m].AddRange(parts[m]);
            }
        }

        if (predicted[0].Count == 0)
        {
            return (equal, "equal weights, since no task has two votes");
        }

        var weights = Stacking.Weights([.. predicted.Select(p => p.ToArray())], equal);
        for (var m = 0; m < weights.Length; m++)
        {
            weights[m] = (weights[m] + equal[m]) / 2;
        }

        return (weights, $"weights half equal, half by the probability of {predicted[0].Count} hidden votes");
    }

    private static (double[] Weights, string Reason) WithGold(CategoricalResult[] fits, double[] weights, int[] gold, string reason)
    {
        var classes = fits[0].ClassCount;
        var known = new List<int>();
        for (var t = 0; t < gold.Length; t++)
        {
            if (gold[t] >= 0 && gold[t] < classes)
            {
                known.Add(t);
            }
        }

        if (known.Count == 0)
        {
            return (weights, reason);
        }

        // Calibrated by the prior first: a model that is sure of everything would lose by one surprise.
        var predicted = new double[fits.Length][];
        for (var m = 0; m < fits.Length; m++)
        {
            var believable = new Temperature().Apply(fits[m].Votes, fits[m].Posteriors);
            predicted[m] = [.. known.Select(t => believable[(t * classes) + gold[t]])];
        }

        var prior = new double[weights.Length];
        for (var m = 0; m < prior.Length; m++)
        {
            prior[m] = weights[m] * GoldPrior;
        }

        return (Stacking.Weights(predicted, prior), $"{reason}, then by {known.Count} gold labels");
    }

    private static double[] Pool(CategoricalResult[] fits, double[] weights)
    {
        var pooled = new double[fits[0].Posteriors.Length];
        for (var m = 0; m < fits.Length; m++)
        {
            var from = fits[m].Posteriors;
            for (var i = 0; i < pooled.Length; i++)
            {
                pooled[i] += weights[m] * from[i];
            }
        }

        return pooled;
    }

    private static string Describe(double[] weights) => string.Join(", ", Panel.Select((model, m) => $"{model.Id} {Text(weights[m])}"));

    private static string Text(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);
}
