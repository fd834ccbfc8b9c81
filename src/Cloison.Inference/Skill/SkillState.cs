namespace Cloison.Inference.Skill;

/// <summary>
/// What is known of one person's work in one project. Model: right ~ Bernoulli(p), p ~ Beta(a, b); evidence of weight w and score s adds w s to a and
/// w (1 − s) to b (a power likelihood); between two pieces of evidence a and b fall by 2^(−w / answers) · 2^(−days / d), the forgetting of Jøsang and
/// Ismail (2002), The beta reputation system. With few labels, rows of a confusion table are Dirichlet and are treated alike.
/// </summary>
/// <param name="Right">Discounted right answers, without the prior.</param>
/// <param name="Wrong">Discounted wrong answers.</param>
/// <param name="Agreed">Discounted share of the consensus that was with him.</param>
/// <param name="Disagreed">And against him.</param>
/// <param name="WrongGoldStreak">Gold tasks that he got wrong since the last right one.</param>
/// <param name="RecentSeconds">Of the last answers, oldest first, at most <see cref="KeptSeconds"/>.</param>
/// <param name="Confusion">K × K discounted counts, row = truth; empty: no table.</param>
/// <param name="Fired">Rules that hold him at present: by id, after how many answers each last spoke.</param>
public sealed record SkillState(
    double Right, double Wrong, double Agreed, double Disagreed, DateTimeOffset? LastAt, int WrongGoldStreak, SkillCounts Counts,
    IReadOnlyList<double> RecentSeconds, IReadOnlyList<double> Confusion, IReadOnlyDictionary<string, int> Fired)
{
    public const int KeptSeconds = 31;

    public static readonly SkillState New = new(0, 0, 0, 0, null, 0, SkillCounts.None, [], [], new Dictionary<string, int>());

    /// <summary>The state after one more piece of evidence. What comes late does not turn the clock back.</summary>
    public SkillState After(SkillEvidence evidence, SkillOptions options)
    {
        var (weight, score) = evidence switch
        {
            GoldEvidence gold => (options.GoldWeight, gold.Score),
            ReviewEvidence review => (options.ReviewWeight, review.Score),
            ConsensusEvidence consensus => (options.ConsensusWeight, consensus.Probability),
            _ => throw new ArgumentOutOfRangeException(nameof(evidence)),
        };
        score = Math.Clamp(score, 0, 1);
        var faded = At(evidence.At, options);
        var keep = Math.Pow(2, -weight / options.HalfLifeAnswers);
        var isConsensus = evidence is ConsensusEvidence;
        return faded with
        {
            Right = faded.Right * keep + weight * score,
            Wrong = faded.Wrong * keep + weight * (1 - score),
            Agreed = isConsensus ? faded.Agreed * keep + score : faded.Agreed,
            Disagreed = isConsensus ? faded.Disagreed * keep + 1 - score : faded.Disagreed,
            WrongGoldStreak = evidence is not GoldEvidence ? WrongGoldStreak : score >= 0.5 ? 0 : WrongGoldStreak + 1,
            Counts = Counts.After(evidence),
            RecentSeconds = evidence.Seconds is { } seconds ? [.. RecentSeconds.TakeLast(KeptSeconds - 1), seconds] : RecentSeconds,
            Confusion = Table(faded.Confusion, evidence as GoldEvidence, keep, options),
        };
    }

    /// <summary>The state at a time at which nothing new is known: it fades.</summary>
    public SkillState At(DateTimeOffset now, SkillOptions options)
    {
        if (LastAt is not { } last || now <= last)
            return LastAt is null ? this with { LastAt = now } : this;
        var keep = Math.Pow(2, -(now - last).TotalDays / options.HalfLifeDays);
        return this with
        {
            LastAt = now, Right = Right * keep, Wrong = Wrong * keep, Agreed = Agreed * keep, Disagreed = Disagreed * keep,
            Confusion = [.. Confusion.Select(c => c * keep)],
        };
    }

    private static IReadOnlyList<double> Table(IReadOnlyList<double> before, GoldEvidence? gold, double keep, SkillOptions options)
    {
        var k = options.Labels;
        if (k is < 2 or > SkillOptions.MaxLabels)
            return [];
        if (gold is not { Truth: { } truth, Answer: { } answer } || truth >= k || answer >= k)
            return before;
        var table = new double[k * k];
        for (var i = 0; i < table.Length && before.Count == table.Length; i++)
        {
            table[i] = before[i] * keep;
        }

        table[truth * k + answer] += options.GoldWeight;
        return table;
    }
}
