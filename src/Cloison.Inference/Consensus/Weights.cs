namespace Cloison.Inference.Consensus;

/// <summary>
/// What each answer weighs in a decision. Of an annotator who is right with p, and otherwise says any of the K − 1 other options, a vote is worth
/// ln(p (K − 1) / (1 − p)): with these weights the option with most is the most probable one (Nitzan and Paroush 1982, Optimal decision rules in uncertain
/// dichotomous choice situations, doi:10.2307/2526438; K options as in one-coin Dawid-Skene).
/// </summary>
/// <param name="Trust">p of each answer, 0 to 1; null: all are worth the same.</param>
internal sealed record Weights(IReadOnlyList<double>? Trust)
{
    /// <summary>Nobody is believed to be surer than this: trust is an estimate.</summary>
    public const double MostTrust = 0.98;

    /// <summary>Of equal sums neither is greater, in whatever order they were added.</summary>
    private const int Digits = 9;

    public static readonly Weights Equal = new((IReadOnlyList<double>?)null);

    /// <summary>Of these answers; at chance or below it is 0. Nobody better than chance: all are worth the same.</summary>
    public double[] Of(IReadOnlyList<int> answers, int options = 2)
    {
        if (Trust is null)
            return [.. answers.Select(_ => 1.0)];
        var chance = 1.0 / Math.Max(2, options);
        double[] weights = [.. answers.Select(a => Weight(Trust[a], chance, options))];
        return weights.Any(w => w > 0) ? weights : [.. answers.Select(_ => 1.0)];
    }

    /// <summary>Of these answers alone, by their place in the list.</summary>
    public Weights Only(IReadOnlyList<int> answers) => Trust is null ? this : new(answers.Select(a => Trust[a]).ToArray());

    /// <summary>The sum, so that equal ones compare as equal.</summary>
    public static double Sum(IEnumerable<double> weights) => Math.Round(weights.Sum(), Digits);

    /// <summary>As <see cref="Statistics.Median"/>, with as many copies of each number as it weighs.</summary>
    public static double Median(IReadOnlyList<(double Number, double Weight)> numbers)
    {
        var sorted = numbers.Where(n => n.Weight > 0).OrderBy(n => n.Number).ToArray();
        var half = Sum(sorted.Select(n => n.Weight)) / 2;
        var sum = 0.0;
        for (var i = 0; i < sorted.Length; i++)
        {
            sum += sorted[i].Weight;
            if (Math.Abs(sum - half) < 1e-9 && i + 1 < sorted.Length)
                // Halved first, so that two huge numbers do not overflow.
                return sorted[i].Number / 2 + sorted[i + 1].Number / 2;
            if (sum > half)
                return sorted[i].Number;
        }

        return sorted[^1].Number;
    }

    private static double Weight(double trust, double chance, int options)
    {
        var p = Math.Clamp(trust, chance, MostTrust);
        return Math.Max(0, Math.Log(p * Math.Max(1, options - 1) / (1 - p)));
    }
}
