using System.Text.Json;
using Cloison.Inference.Probability;
using Cloison.Inference.Skill;

namespace Cloison.Tests.Inference.Skill;

public sealed class SkillTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly SkillOptions Lasting = SkillOptions.Default with { HalfLifeAnswers = 1e9, HalfLifeDays = 1e9 };

    [Fact]
    public void Gold_counts_whole_a_review_less_and_a_consensus_least()
    {
        var state = SkillState.New.After(new GoldEvidence(Start, 1), Lasting).After(new ReviewEvidence(Start, 0), Lasting).After(new ConsensusEvidence(Start, 0.9), Lasting);

        Assert.Equal(1 + 0.3 * 0.9, state.Right, 6);
        Assert.Equal(0.8 + 0.3 * 0.1, state.Wrong, 6);
        Assert.Equal(new SkillCounts(1, 1, 1, 0, 1, 1), state.Counts);
        var estimate = SkillEstimate.Of(state, Lasting);
        Assert.Equal((2.8 + state.Right) / (4 + state.Right + state.Wrong), estimate.Mean, 12);
        Assert.True(estimate.Lower < estimate.Mean && estimate.Mean < estimate.Upper);
    }

    [Fact]
    public void The_interval_is_that_of_the_beta_distribution()
    {
        var options = Lasting with { PriorRight = 1, PriorWrong = 1 };
        var state = Enumerable.Range(0, 10).Aggregate(SkillState.New, (s, i) => s.After(new GoldEvidence(Start, i < 8 ? 1 : 0), options));

        var estimate = SkillEstimate.Of(state, options);

        // Beta(9, 3): published quantiles 0.05 and 0.95.
        Assert.Equal(0.5299, estimate.Lower, 3);
        Assert.Equal(0.9212, estimate.Upper, 3);
    }

    [Fact]
    public void Half_is_forgotten_after_the_half_lives()
    {
        var options = SkillOptions.Default with { HalfLifeAnswers = 10, HalfLifeDays = 30 };
        var state = SkillState.New.After(new GoldEvidence(Start, 0), options);

        Assert.Equal(state.Wrong / 2, state.At(Start.AddDays(30), options).Wrong, 12);
        var later = Enumerable.Range(0, 10).Aggregate(state, (s, _) => s.After(new GoldEvidence(Start, 1), options));
        Assert.Equal(0.5, later.Wrong, 12);
        Assert.Equal(later, later.At(Start.AddDays(-5), options));
    }

    [Fact]
    public void Intervals_hold_the_true_skill_as_often_as_they_say()
    {
        var stream = new SeededStream(5);
        var held = 0;
        for (var person = 0; person < 1_000; person++)
        {
            // Drawn from the prior, so that 90 % is what has to come out.
            var skill = BetaDistribution.Quantile(2.8, 1.2, stream.NextUnit());
            var state = SkillState.New;
            for (var i = 0; i < 25; i++)
            {
                state = state.After(new GoldEvidence(Start, stream.NextUnit() < skill ? 1 : 0), Lasting);
            }

            var estimate = SkillEstimate.Of(state, Lasting);
            held += estimate.Lower <= skill && skill <= estimate.Upper ? 1 : 0;
        }

        Assert.InRange(held, 870, 930);
    }

    [Fact]
    public void A_confusion_table_of_few_labels_is_kept_from_gold_and_none_of_many()
    {
        var options = Lasting with { Labels = 2 };
        var state = SkillState.New.After(new GoldEvidence(Start, 0, Truth: 0, Answer: 1), options).After(new GoldEvidence(Start, 1, Truth: 1, Answer: 1), options);

        Assert.Equal([0, 1, 0, 1], state.Confusion.Select(c => Math.Round(c, 6)));
        var table = SkillEstimate.Confusion(state, options);
        Assert.Equal(1, table[0] + table[1], 12);
        Assert.True(table[1] > table[2], "he says 1 where 0 is true more often than the other way round");
        Assert.Empty(SkillEstimate.Confusion(SkillState.New.After(new GoldEvidence(Start, 0, Truth: 0, Answer: 1), Lasting with { Labels = 50 }), Lasting with { Labels = 50 }));
    }

    [Fact]
    public void A_rule_speaks_once_until_he_has_recovered()
    {
        SkillRule[] rules = [new("streak", SkillMeasure.WrongGoldStreak, SkillComparison.AtLeast, 3, 3, SkillAction.Pause, Recovery: 1)];
        var state = SkillState.New;
        var spoken = new List<int>();
        bool[] right = [true, false, false, false, false, false, true, false, false, false];
        for (var i = 0; i < right.Length; i++)
        {
            (var decisions, state) = SkillPolicy.Decide(state.After(new GoldEvidence(Start, right[i] ? 1 : 0), Lasting), rules, Lasting, null);
            if (decisions.Count > 0)
                spoken.Add(i);
        }

        Assert.Equal([3, 9], spoken);
    }

    [Fact]
    public void A_measure_that_wavers_around_its_threshold_does_not_make_a_rule_repeat_itself()
    {
        SkillRule[] rules = [new("agreement", SkillMeasure.Agreement, SkillComparison.Below, 0.6, 40, SkillAction.Warn)];
        var state = SkillState.New;
        var spoken = 0;
        for (var i = 0; i < 200; i++)
        {
            (var decisions, state) = SkillPolicy.Decide(state.After(new ConsensusEvidence(Start, i % 5 < 3 ? 1 : 0), Lasting), rules, Lasting, null);
            spoken += decisions.Count;
        }

        Assert.Equal(1, spoken);
        (var again, _) = SkillPolicy.Decide(state with { Agreed = 1, Disagreed = 90 }, [rules[0] with { RepeatAfter = 50 }], Lasting, null);
        Assert.Single(again);
    }

    [Fact]
    public void A_decision_carries_its_figures()
    {
        SkillRule[] rules =
        [
            new("poor", SkillMeasure.SkillUpper, SkillComparison.Below, 0.7, 10, SkillAction.Requalify),
            new("fast", SkillMeasure.Speed, SkillComparison.Below, 0.3, 10, SkillAction.Warn),
            new("unproven", SkillMeasure.SkillLower, SkillComparison.Below, 0.5, 1_000, SkillAction.LowerWeight),
        ];
        var state = Enumerable.Range(0, 20).Aggregate(SkillState.New, (s, i) => s.After(new GoldEvidence(Start, i % 3 == 0 ? 1 : 0, Seconds: 2), Lasting));

        var (decisions, noted) = SkillPolicy.Decide(state, rules, Lasting, projectMedianSeconds: 10);

        Assert.Equal(["poor", "fast"], decisions.Select(d => d.RuleId));
        Assert.Equal((7, 20), (decisions[0].Estimate.Counts.GoldRight, decisions[0].Estimate.Counts.GoldSeen));
        Assert.Equal(0.2, decisions[1].Value, 12);
        Assert.Equal(["poor", "fast"], noted.Fired.Keys);
        Assert.Empty(SkillPolicy.Decide(noted, rules, Lasting, null).Decisions);
    }

    [Fact]
    public void The_state_survives_JSON()
    {
        var state = SkillState.New.After(new GoldEvidence(Start, 1, 4, 0, 0), Lasting with { Labels = 2 }) with { Fired = new Dictionary<string, int> { ["r"] = 3 } };

        var again = JsonSerializer.Deserialize<SkillState>(JsonSerializer.Serialize(state))!;

        Assert.Equal(JsonSerializer.Serialize(state), JsonSerializer.Serialize(again));
        Assert.Contains("\"type\":\"gold\"", JsonSerializer.Serialize<SkillEvidence>(new GoldEvidence(Start, 1)), StringComparison.Ordinal);
    }

    [Fact]
    public void Nobody_known_is_what_the_prior_says() => Assert.Equal(0.7, SkillEstimate.Of(SkillState.New, SkillOptions.Default).Mean, 12);
}
