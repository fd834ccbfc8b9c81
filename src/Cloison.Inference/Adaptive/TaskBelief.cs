using System.Text.Json.Serialization;
using Cloison.Inference.Probability;

namespace Cloison.Inference.Adaptive;

/// <summary>
/// What is believed of one task's truth after some answers. A step adds E[ln π_w,j,l] = ψ(α_jl) − ψ(Σ α_j·) to the weight of every label j (see
/// <see cref="AnchoredModel"/>), which costs K digammas of two and touches nothing but this task.
/// </summary>
/// <param name="LogWeights">ln P(label) up to a constant, one a label. Not to be changed.</param>
/// <param name="Tally">Answers a label. Not to be changed.</param>
/// <param name="Newcomers">How many of the answers are of people of whom little is known yet.</param>
public sealed record TaskBelief(double[] LogWeights, int[] Tally, int Newcomers)
{
    /// <summary>Below so many answers a person's confusion table says little, and the plain lead counts too.</summary>
    public const int KnownFromAnswers = 20;

    [JsonIgnore]
    public int Answers
    {
        get
        {
            var sum = 0;
            foreach (var n in Tally)
            {
                sum += n;
            }

            return sum;
        }
    }

    /// <summary>The likeliest label, the first of several.</summary>
    [JsonIgnore]
    public int Leader => IndexOfMax(LogWeights);

    /// <summary>ln (P(leader) / P(any other)): 0 where both are as likely. Not calibrated: see <see cref="StopCalibration"/>.</summary>
    [JsonIgnore]
    public double Margin => MarginOf(LogWeights);

    /// <summary>How many answers the most frequent one is ahead of the next.</summary>
    [JsonIgnore]
    public int Lead => LeadOf(Tally);

    /// <summary>The belief after one more answer.</summary>
    public TaskBelief After(int label, PersonConfusion person)
    {
        var weights = (double[])LogWeights.Clone();
        AddAnswer(weights, person.Counts, label);
        var tally = (int[])Tally.Clone();
        tally[label]++;
        return new TaskBelief(weights, tally, Newcomers + (person.Answers < KnownFromAnswers ? 1 : 0));
    }

    /// <summary>P(label), one a label; the sum is 1.</summary>
    public double[] Probabilities()
    {
        var shares = (double[])LogWeights.Clone();
        AnchoredModel.Normalise(shares);
        return shares;
    }

    internal static void AddAnswer(Span<double> logWeights, ReadOnlySpan<double> counts, int label)
    {
        var k = logWeights.Length;
        for (var j = 0; j < k; j++)
        {
            double sum = 0;
            for (var l = 0; l < k; l++)
            {
                sum += counts[j * k + l];
            }

            logWeights[j] += Gamma.Digamma(counts[j * k + label]) - Gamma.Digamma(sum);
        }
    }

    internal static int IndexOfMax(ReadOnlySpan<double> weights)
    {
        var best = 0;
        for (var j = 1; j < weights.Length; j++)
        {
            if (weights[j] > weights[best])
                best = j;
        }

        return best;
    }

    internal static double MarginOf(ReadOnlySpan<double> logWeights)
    {
        if (logWeights.Length < 2)
            return double.MaxValue;
        var leader = IndexOfMax(logWeights);
        double rest = 0;
        for (var j = 0; j < logWeights.Length; j++)
        {
            if (j != leader)
                rest += Math.Exp(logWeights[j] - logWeights[leader]);
        }

        // Infinity does not survive JSON, and no decision needs more.
        return Math.Min(700, -Math.Log(Math.Max(rest, double.Epsilon)));
    }

    internal static int LeadOf(ReadOnlySpan<int> tally)
    {
        int first = 0, second = 0;
        foreach (var n in tally)
        {
            if (n > first)
                (first, second) = (n, first);
            else if (n > second)
                second = n;
        }

        return first - second;
    }
}
