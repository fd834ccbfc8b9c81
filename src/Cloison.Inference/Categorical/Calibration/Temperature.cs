using Cloison.Inference.Categorical.Confusions;
using Cloison.Inference.Votes;

namespace Cloison.Inference.Categorical.Calibration;

/// <summary>
/// Makes posteriors believable: <c>q(c) ∝ p(c)^(1/T)</c>, then <c>(1 − ε) q(c) + ε/K</c>. A temperature (C. Guo, G. Pleiss, Y. Sun, K. Q. Weinberger, ICML 2017, PMLR 70:1321-1330)
/// that knows why it is needed: annotators err on the same tasks, so n votes say less than n independent ones. With correlation ρ they are worth n / (1 + (n − 1)ρ) of them (L. Kish's design
/// effect, "Survey Sampling", 1965, section 5.4), so a task of n votes has <c>T = 1 + (n − 1)ρ</c>. ε answers that some gold labels are not what any number of votes says.
/// Neither changes the order of a task's labels.
/// </summary>
/// <remarks>
/// Fitted by the likelihood of gold labels with a stated prior, logit ρ ~ N(logit <see cref="PriorCorrelation"/>, <see cref="CorrelationSpread"/>²) and
/// logit ε ~ N(logit <see cref="PriorFloor"/>, <see cref="FloorSpread"/>²), so that little gold moves them little; without gold the prior's middle is the answer.
/// The prior is what the public sets have in common: fitted on all their gold, the T of 13 sets with 2.5 to 39 votes a task runs from 0.9 to 7.8, but ρ lies between 0.2 and 0.5 for ten of them.
/// </remarks>
public sealed record Temperature
{
    /// <summary>ρ where nothing is known.</summary>
    public const double PriorCorrelation = 0.35;

    /// <summary>Standard deviation of logit ρ.</summary>
    public const double CorrelationSpread = 0.65;

    /// <summary>ε where nothing is known.</summary>
    public const double PriorFloor = 0.03;

    /// <summary>Standard deviation of logit ε.</summary>
    public const double FloorSpread = 0.5;

    // A probability of zero becomes this before the root is taken.
    private const double Least = 1e-12;
    private const int Halvings = 12;

    /// <summary>ρ, between 0 and 1.</summary>
    public double Correlation { get; init; } = PriorCorrelation;

    /// <summary>ε, between 0 and 1.</summary>
    public double Floor { get; init; } = PriorFloor;

    /// <summary>How many gold tasks it was fitted on.</summary>
    public int GoldTasks { get; init; }

    /// <summary>Leaves posteriors as they are.</summary>
    public static Temperature None { get; } = new() { Correlation = 0, Floor = 0 };

    /// <summary>T of a task with so many votes.</summary>
    public double Of(int votes) => 1 + (Math.Max(votes - 1, 0) * Correlation);

    /// <summary>Fits to gold.</summary>
    /// <param name="gold">The known label of each task; negative or beyond the classes: left out.</param>
    public static Temperature Fit(VoteTable votes, ReadOnlySpan<double> posteriors, ReadOnlySpan<int> gold)
    {
        var classes = votes.ClassCount;
        var counts = new List<int>();
        var logs = new List<double>();
        for (var t = 0; t < gold.Length; t++)
        {
            if (gold[t] < 0 || gold[t] >= classes)
            {
                continue;
            }

            // The gold label first.
            var (begin, end) = votes.VotesOf(t);
            counts.Add(end - begin);
            logs.Add(Math.Log(Math.Max(posteriors[(t * classes) + gold[t]], Least)));
            for (var c = 0; c < classes; c++)
            {
                if (c != gold[t])
                {
                    logs.Add(Math.Log(Math.Max(posteriors[(t * classes) + c], Least)));
                }
            }
        }

        if (counts.Count == 0 || classes < 2)
        {
            return new();
        }

        double[] all = [.. logs];
        int[] n = [.. counts];
        var (rho, floor, step) = (Logit(PriorCorrelation), Logit(PriorFloor), 1.0);
        var best = Loss(all, n, classes, rho, floor);
        // Two numbers and a smooth valley: steps along the axes that halve when none helps. Exact enough at the last, and it cannot run away.
        for (var halvings = 0; halvings < Halvings;)
        {
            var moved = false;
            foreach (var (a, b) in ((double, double)[])[(step, 0), (-step, 0), (0, step), (0, -step)])
            {
                var loss = Loss(all, n, classes, rho + a, floor + b);
                if (loss < best)
                {
                    (best, rho, floor, moved) = (loss, rho + a, floor + b, true);
                }
            }

            (step, halvings) = moved ? (step, halvings) : (step / 2, halvings + 1);
        }

        return new() { Correlation = Sigma(rho), Floor = Sigma(floor), GoldTasks = n.Length };
    }

    /// <summary>The calibrated posteriors.</summary>
    public double[] Apply(VoteTable votes, ReadOnlySpan<double> posteriors)
    {
        var classes = votes.ClassCount;
        var calibrated = posteriors.ToArray();
        for (var t = 0; classes > 1 && t < votes.TaskCount; t++)
        {
            var q = calibrated.AsSpan(t * classes, classes);
            var (begin, end) = votes.VotesOf(t);
            var temperature = Of(end - begin);
            for (var c = 0; c < classes; c++)
            {
                q[c] = Math.Log(Math.Max(q[c], Least)) / temperature;
            }

            SoftMax.InPlace(q);
            for (var c = 0; c < classes; c++)
            {
                q[c] = ((1 - Floor) * q[c]) + (Floor / classes);
            }
        }

        return calibrated;
    }

    private static double Loss(double[] logs, int[] counts, int classes, double logitRho, double logitFloor)
    {
        var at = new Temperature { Correlation = Sigma(logitRho), Floor = Sigma(logitFloor) };
        var z = (logitRho - Logit(PriorCorrelation)) / CorrelationSpread;
        var y = (logitFloor - Logit(PriorFloor)) / FloorSpread;
        var loss = ((z * z) + (y * y)) / 2;
        for (var i = 0; i < counts.Length; i++)
        {
            var p = logs.AsSpan(i * classes, classes);
            var t = at.Of(counts[i]);
            var (max, sum) = (p[0], 0.0);
            foreach (var x in p)
            {
                max = Math.Max(max, x);
            }

            foreach (var x in p)
            {
                sum += Math.Exp((x - max) / t);
            }

            loss -= Math.Log(((1 - at.Floor) * Math.Exp((p[0] - max) / t) / sum) + (at.Floor / classes));
        }

        return loss;
    }

    private static double Sigma(double x) => 1 / (1 + Math.Exp(-x));

    private static double Logit(double p) => Math.Log(p / (1 - p));
}
