using Cloison.Inference.Adaptive;
using Cloison.Inference.Votes;
using Cloison.Tests.TestData;

namespace Cloison.Tests.Inference.Adaptive;

public sealed class AdaptiveReplayTests
{
    private static readonly ReplaySettings Quick = new(Orders: 2) { Margins = [2.2, 3.7, 5.3, 7], WantedErrors = [0.15] };

    [Fact]
    public void People_of_different_skill_make_fixed_redundancy_dear()
    {
        var accuracies = Enumerable.Range(0, 20).Select(i => 0.55 + 0.02 * i).ToArray();
        var (votes, truth) = Crowds.Simulate(400, 2, accuracies, seed: 4, answersPerTask: 9);

        var report = AdaptiveReplay.Run(votes, truth, Quick);

        Assert.Equal(9, report.RecordedAnswers);
        Assert.True(report.AdaptiveAnswers < report.FixedAnswers, report.ToText());
        Assert.True(report.RoutedAnswers < report.AdaptiveAnswers, report.ToText());
        Assert.Contains("| adaptive, routed by skill |", report.ToText(), StringComparison.Ordinal);
        Assert.Equal(2, report.Promises.Count);
    }

    [Fact]
    public void Without_gold_the_accuracy_is_what_the_model_expects_and_nothing_is_promised()
    {
        var (votes, _) = Crowds.Simulate(100, 2, [0.9, 0.8, 0.8, 0.7], seed: 4);

        var report = AdaptiveReplay.Run(votes, [], Quick);

        Assert.Equal(0, report.GoldTasks);
        Assert.Empty(report.Promises);
        Assert.InRange(report.BestAccuracy, 0.8, 1);
    }

    [Fact]
    public void Nothing_to_replay_gives_an_empty_report()
    {
        var report = AdaptiveReplay.Run(new VoteTableBuilder().Build(), []);

        Assert.Equal(0, report.Tasks);
        Assert.Null(report.FixedAnswers);
        Assert.NotEmpty(report.ToText());
    }

    [Theory]
    [InlineData("rte", 0.4, 0.5)]
    [InlineData("sp_amt", 0.4, 0.5)]
    [InlineData("cf_amt", 0.4, 0.5)]
    [InlineData("dog", 0.35, 0.5)]
    public void On_published_answers_it_saves_what_the_benchmarks_say(string set, double adaptive, double routed)
    {
        var (votes, gold) = CrowdData.Read(Repository.Shared($"data/crowd/{set}"));

        var report = AdaptiveReplay.Run(votes, gold, Quick with { Orders = 1, Margins = [2.2, 3.7, 5.3, 7, 9.2, 13], WantedErrors = [0.2] });

        Assert.True(ReplayReport.Saving(report.AdaptiveAnswers, report.RecordedAnswers) >= adaptive, report.ToText());
        Assert.True(ReplayReport.Saving(report.RoutedAnswers, report.RecordedAnswers) >= routed, report.ToText());
        Assert.True(report.AdaptiveAnswers < report.FixedAnswers, report.ToText());
        // One draw of gold of many (docs/benchmarks.md has ten): two points for chance.
        Assert.All(report.Promises, p => Assert.True(p.Error <= p.WantedError + 0.02, report.ToText()));
    }
}
