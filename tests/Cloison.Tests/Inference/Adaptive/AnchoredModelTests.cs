using Cloison.Inference.Adaptive;
using Cloison.Inference.Votes;

namespace Cloison.Tests.Inference.Adaptive;

public sealed class AnchoredModelTests
{
    [Fact]
    public void Two_answers_of_unknown_people_against_one_weigh_as_the_anchor_says()
    {
        var crowd = CrowdModel.Empty(2);

        var belief = crowd.Believe([("a", 1), ("b", 1), ("c", 0)]);

        // One answer moves the log odds by ψ(2.8) − ψ(1.2): ψ(2.8) = 0.840547, ψ(1.2) = −0.289040.
        Assert.Equal(1, belief.Leader);
        Assert.Equal(0.840547 + 0.289040, belief.Margin, 5);
        Assert.Equal(1, belief.Lead);
        Assert.Equal(3, belief.Newcomers);
        Assert.Equal(1, belief.Probabilities().Sum(), 12);
    }

    [Fact]
    public void Who_is_right_and_how_often_is_found_again()
    {
        double[] accuracies = [0.95, 0.9, 0.8, 0.7, 0.55];
        var (votes, truth) = Crowds.Simulate(600, 3, accuracies, seed: 5);

        var fit = Fit(votes, []);

        Assert.True(fit.Converged);
        var wrong = Enumerable.Range(0, truth.Length).Count(t => TaskBelief.IndexOfMax(fit.Posteriors.AsSpan(t * 3, 3)) != truth[t]);
        Assert.InRange(wrong, 0, 40);
        for (var w = 0; w < accuracies.Length; w++)
        {
            Assert.Equal(accuracies[w], new PersonConfusion(3, fit.Counts.AsSpan(w * 9, 9).ToArray(), 600).Accuracy, 0.05);
        }
    }

    [Fact]
    public void Somebody_who_always_says_the_opposite_is_understood_with_gold()
    {
        var builder = new VoteTableBuilder();
        for (var t = 0; t < 40; t++)
        {
            builder.Add($"t{t}", "liar", t % 2 == 0 ? "no" : "yes");
        }

        var votes = builder.Build();
        var gold = Enumerable.Range(0, 40).Select(t => t >= 30 ? -1 : votes.LabelNames.ToList().IndexOf(t % 2 == 0 ? "yes" : "no")).ToArray();

        var fit = Fit(votes, gold);

        Assert.All(Enumerable.Range(30, 10), t => Assert.Equal(t % 2 == 0 ? 1 : 0, TaskBelief.IndexOfMax(fit.Posteriors.AsSpan(t * 2, 2))));
    }

    [Fact]
    public void Renaming_labels_and_people_changes_no_posterior()
    {
        var (votes, _) = Crowds.Simulate(60, 3, [0.9, 0.8, 0.7, 0.6], seed: 9);
        var builder = new VoteTableBuilder();
        for (var t = 0; t < 60; t++)
        {
            var (from, to) = votes.VotesOf(t);
            for (var i = to - 1; i >= from; i--)
            {
                builder.Add($"t{t}", $"person {9 - votes.Annotators[i]}", $"l{2 - votes.Labels[i]}");
            }
        }

        var plain = Fit(votes, []).Posteriors;
        var renamed = Fit(builder.Build(), []).Posteriors;

        for (var t = 0; t < 60; t++)
        {
            for (var j = 0; j < 3; j++)
            {
                Assert.Equal(plain[t * 3 + j], renamed[t * 3 + 2 - j], 9);
            }
        }
    }

    [Fact]
    public void No_votes_and_a_single_label_do_no_harm()
    {
        var builder = new VoteTableBuilder();
        builder.AddTask("t0");
        builder.AddLabel("only");

        var fit = Fit(builder.Build(), []);

        Assert.Equal([1.0], fit.Posteriors);
        Assert.Empty(fit.Counts);
    }

    [Fact]
    public void A_step_with_one_answer_gives_what_all_answers_give_at_once_with_the_same_tables()
    {
        var (votes, _) = Crowds.Simulate(200, 2, [0.9, 0.8, 0.7], seed: 2);
        var crowd = CrowdModel.Learn(votes, [], seed: 1);

        var steps = crowd.Begin().After(1, crowd.Of("p0")).After(0, crowd.Of("p1"));
        var atOnce = crowd.Believe([("p1", 0), ("p0", 1)]);

        Assert.Equal(atOnce.Margin, steps.Margin, 12);
        Assert.Equal(atOnce.Tally, steps.Tally);
    }

    [Fact]
    public void A_table_learns_from_an_answer_in_proportion_to_what_is_believed()
    {
        var person = CrowdModel.Empty(2).Newcomer.After(1, [0.25, 0.75]);

        Assert.Equal([2.8, 1.2 + 0.25, 1.2, 2.8 + 0.75], person.Counts.Select(c => Math.Round(c, 12)));
        Assert.Equal(1, person.Answers);
    }

    private static AnchoredFit Fit(VoteTable votes, int[] gold)
    {
        var counted = Enumerable.Repeat(true, votes.Count).ToArray();
        return AnchoredModel.Fit(votes.TaskStarts, votes.Annotators, votes.Labels, counted, votes.AnnotatorNames.Count, votes.LabelNames.Count, gold, AnchorOptions.Default);
    }
}
