using System.Text.Json;
using Cloison.Inference.Adaptive;

namespace Cloison.Tests.Inference.Adaptive;

public sealed class AdaptivePolicyTests
{
    private static readonly AdaptiveRules Rules = new(WantedError: 0.1, MinAnswers: 2, MaxAnswers: 4, UnprovenMargin: 2, NewcomerLead: 0);
    private static readonly Candidate[] Anybody = [new("x"), new("y")];

    [Fact]
    public void A_task_asks_for_more_below_its_margin_stops_above_and_goes_to_an_expert_at_its_limit()
    {
        var crowd = CrowdModel.Empty(2);

        Assert.IsType<AskMore>(Decide(crowd, [("a", 1)]));
        var stopped = Assert.IsType<Stop>(Decide(crowd, [("a", 1), ("b", 1)]));
        Assert.Equal(1, stopped.Label);
        Assert.False(stopped.IsProven);
        Assert.IsType<AskMore>(Decide(crowd, [("a", 1), ("b", 0)]));
        var expert = Assert.IsType<RouteToExpert>(Decide(crowd, [("a", 1), ("b", 0), ("c", 1), ("d", 0)]));
        Assert.Equal(ExpertReason.MaxAnswers, expert.Reason);
    }

    [Fact]
    public void Nobody_to_ask_means_an_expert() =>
        Assert.Equal(ExpertReason.NobodyLeft, Assert.IsType<RouteToExpert>(AdaptivePolicy.Decide(CrowdModel.Empty(2).Begin(), CrowdModel.Empty(2), [], Rules)).Reason);

    [Fact]
    public void Without_gold_nothing_stops_where_only_proof_counts() =>
        Assert.IsType<AskMore>(AdaptivePolicy.Decide(
            CrowdModel.Empty(2).Believe([("a", 1), ("b", 1), ("c", 1)]), CrowdModel.Empty(2), Anybody, Rules with { UnprovenMargin = null }));

    [Fact]
    public void Newcomers_have_to_be_ahead_by_the_lead_too()
    {
        var crowd = CrowdModel.Empty(2);
        var rules = Rules with { NewcomerLead = 3, UnprovenMargin = 1 };

        Assert.IsType<AskMore>(AdaptivePolicy.Decide(crowd.Believe([("a", 1), ("b", 1)]), crowd, Anybody, rules));
        Assert.IsType<Stop>(AdaptivePolicy.Decide(crowd.Believe([("a", 1), ("b", 1), ("c", 1)]), crowd, Anybody, rules));
    }

    [Fact]
    public void The_next_answer_is_asked_of_whom_it_tells_most_and_a_dear_one_must_tell_more()
    {
        var people = new Dictionary<string, PersonConfusion>
        {
            ["good"] = new(2, [95, 5, 5, 95], 196),
            ["guessing"] = new(2, [50, 50, 50, 50], 196),
            ["opposite"] = new(2, [10, 90, 10 + 80, 10], 196),
        };
        var crowd = CrowdModel.Empty(2) with { People = people };

        var ranked = Ranked(1);
        Assert.Equal(["good", "opposite", "guessing"], ranked.Select(r => r.Person));
        Assert.Equal(0, ranked[2].GainNats, 12);
        // ln 2 minus the entropy of 95 to 5.
        Assert.Equal(Math.Log(2) + 0.95 * Math.Log(0.95) + 0.05 * Math.Log(0.05), ranked[0].GainNats, 12);
        Assert.Equal(["opposite", "good", "guessing"], Ranked(3).Select(r => r.Person));

        IReadOnlyList<RankedCandidate> Ranked(double costOfGood) =>
            Assert.IsType<AskMore>(AdaptivePolicy.Decide(crowd.Begin(), crowd, [new("guessing"), new("good", costOfGood), new("opposite")], Rules)).Candidates;
    }

    [Fact]
    public void An_answer_that_is_not_worth_its_cost_is_not_asked_for()
    {
        var crowd = CrowdModel.Empty(2) with { People = new Dictionary<string, PersonConfusion> { ["guessing"] = new(2, [50, 50, 50, 50], 196) } };

        var decision = AdaptivePolicy.Decide(crowd.Believe([("a", 1), ("b", 0)]), crowd, [new("guessing")], Rules with { ValuePerNat = 10 });

        Assert.Equal(ExpertReason.NotWorthIt, Assert.IsType<RouteToExpert>(decision).Reason);
    }

    [Fact]
    public void A_promise_needs_gold_enough_and_is_kept_on_other_tasks()
    {
        var accuracies = Enumerable.Range(0, 20).Select(i => 0.6 + 0.018 * i).ToArray();
        var (votes, truth) = Crowds.Simulate(1_000, 2, accuracies, seed: 4, answersPerTask: 9);
        var gold = truth.Select((label, t) => t < 150 ? label : -1).ToArray();

        var few = CrowdModel.Learn(votes, gold.Select((g, t) => t < 10 ? g : -1).ToArray(), seed: 1);
        var many = CrowdModel.Learn(votes, gold, seed: 1);

        Assert.Null(few.Calibration.MarginFor(0.05));
        var margin = Assert.NotNull(many.Calibration.MarginFor(0.05));
        Assert.True(many.Calibration.MarginFor(0.2) <= margin);
        Assert.Equal(150, many.Calibration.GoldTasks);
        Assert.True(many.Calibration.Confidence(8) > many.Calibration.Confidence(1));
        Assert.InRange(many.Calibration.Confidence(8), 0.95, 1);
    }

    [Fact]
    public void The_state_survives_JSON()
    {
        var (votes, truth) = Crowds.Simulate(100, 2, [0.9, 0.8, 0.7], seed: 2);
        var crowd = CrowdModel.Learn(votes, truth, seed: 1);
        var belief = crowd.Believe([("p0", 1), ("p1", 1)]);

        var again = JsonSerializer.Deserialize<CrowdModel>(JsonSerializer.Serialize(crowd))!;
        var beliefAgain = JsonSerializer.Deserialize<TaskBelief>(JsonSerializer.Serialize(belief))!;

        Assert.Equal(crowd.Of("p1").Counts, again.Of("p1").Counts);
        Assert.Equal(crowd.Calibration.MarginFor(0.2), again.Calibration.MarginFor(0.2));
        Assert.Equal(belief.Margin, beliefAgain.Margin);
        Assert.Contains("\"type\":\"ask_more\"", JsonSerializer.Serialize(Decide(CrowdModel.Empty(2), [])), StringComparison.Ordinal);
    }

    [Fact]
    public void The_lead_rule_counts_answers_only()
    {
        var crowd = CrowdModel.Empty(3);

        Assert.False(AdaptivePolicy.StopsByLead(crowd.Believe([("a", 1), ("b", 1), ("c", 0)]), lead: 2, minAnswers: 2));
        Assert.True(AdaptivePolicy.StopsByLead(crowd.Believe([("a", 1), ("b", 1), ("c", 0), ("d", 1)]), lead: 2, minAnswers: 2));
    }

    private static AdaptiveDecision Decide(CrowdModel crowd, (string, int)[] answers) => AdaptivePolicy.Decide(crowd.Believe(answers), crowd, Anybody, Rules);
}
