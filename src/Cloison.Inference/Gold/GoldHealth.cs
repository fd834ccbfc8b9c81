using Cloison.Inference.Probability;

namespace Cloison.Inference.Gold;

/// <summary>
/// Whether a gold task has got around, or is wrong itself.
/// <para>
/// Right too fast: of n answers, X are right and fast; for a sound task X ~ Binomial(n, at most the usual share of fast answers). Errors vanished: the
/// exact test of Fisher (1922), doi:10.2307/2340521, one-sided, for fewer wrong answers in the later half. Both are looked at when the number of
/// answers has doubled only (8, 16, 32, …), and look number i is given the part 2^−i of the false alarm, so that their sum keeps to it.
/// </para>
/// <para>
/// Wrong label: P(answers | truth = l) = Π (t if the answer is l, else (1 − t) / (K − 1)), t the person's trust, for the gold label against the
/// most frequent other answer.
/// </para>
/// </summary>
public static class GoldHealth
{
    private const int FirstLook = 8;

    /// <param name="answers">In the order in which they were given.</param>
    /// <param name="reports">People who said that the task is known.</param>
    public static GoldVerdict Judge(IReadOnlyList<GoldAnswer> answers, int reports, GoldHealthRules rules)
    {
        var concerns = new List<GoldConcern>();
        if (answers.Count >= rules.MaxExposure)
            concerns.Add(GoldConcern.Exposure);
        if (reports >= rules.MinReports)
            concerns.Add(GoldConcern.Reported);

        var (fastRight, early, late) = (0, 0, 0);
        var look = 1;
        for (var n = FirstLook; n <= answers.Count; n *= 2, look++)
        {
            (fastRight, early, late) = Count(answers, n);
            var alarm = rules.FalseAlarm * Math.Pow(2, -look);
            if (Binomial.AtLeast(n, rules.FastShare, fastRight) <= alarm)
                Add(GoldConcern.RightTooFast);
            // The wrong ones drawn into the later half: as few as there are.
            if (Hypergeometric.Cumulative(n, early + late, n - n / 2, late) <= alarm)
                Add(GoldConcern.ErrorsVanished);
        }

        (fastRight, early, late) = Count(answers, answers.Count);
        var (chance, likely) = ChanceWrong(answers, rules);
        var state = concerns.Count > 0 ? GoldState.Retired : GoldState.Sound;
        if (chance >= rules.WrongFrom)
        {
            concerns.Add(GoldConcern.TrustedPeopleDisagree);
            state = state == GoldState.Sound ? GoldState.Doubtful : state;
        }

        return new GoldVerdict(state, concerns, answers.Count, fastRight, early, late, chance, chance >= rules.WrongFrom ? likely : null);

        void Add(GoldConcern concern)
        {
            if (!concerns.Contains(concern))
                concerns.Add(concern);
        }
    }

    private static (int FastRight, int EarlyWrong, int LateWrong) Count(IReadOnlyList<GoldAnswer> answers, int n)
    {
        int fastRight = 0, early = 0, late = 0;
        for (var i = 0; i < n; i++)
        {
            fastRight += answers[i] is { IsRight: true, IsFast: true } ? 1 : 0;
            if (answers[i].IsRight)
                continue;
            if (i < n / 2)
                early++;
            else
                late++;
        }

        return (fastRight, early, late);
    }

    private static (double Chance, string? Answer) ChanceWrong(IReadOnlyList<GoldAnswer> answers, GoldHealthRules rules)
    {
        var votes = new SortedDictionary<string, double>(StringComparer.Ordinal);
        double gold = 0;
        foreach (var answer in answers)
        {
            if (answer.Trust < rules.TrustedFrom)
                continue;
            // What this answer says for the label that it names, against any one other.
            var weight = Math.Log(Math.Min(answer.Trust, 0.99) * Math.Max(1, rules.Labels - 1) / (1 - Math.Min(answer.Trust, 0.99)));
            if (answer.IsRight)
                gold += weight;
            else
                votes[answer.Answer] = votes.GetValueOrDefault(answer.Answer) + weight;
        }

        string? likely = null;
        double most = 0;
        foreach (var (answer, weight) in votes)
        {
            if (weight > most)
                (likely, most) = (answer, weight);
        }

        // Trust cannot show errors that many make together: half of what it says is believed.
        var logOdds = Math.Log(rules.PriorWrong / (1 - rules.PriorWrong)) + (most - gold) / 2;
        return likely is null ? (0, null) : (1 / (1 + Math.Exp(-logOdds)), likely);
    }
}
