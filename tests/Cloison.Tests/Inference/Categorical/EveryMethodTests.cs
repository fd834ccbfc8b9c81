using Cloison.Inference.Categorical;
using Cloison.Inference.Votes;

namespace Cloison.Tests.Inference.Categorical;

/// <summary>What holds for each method of the catalogue.</summary>
public sealed class EveryMethodTests
{
    private static readonly double[] Skills = [0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.7, 0.65, 0.6, 0.55, 0.5, 0.5];

    public static TheoryData<string> Ids => [.. CategoricalMethods.All.Select(m => m.Id)];

    [Theory, MemberData(nameof(Ids))]
    public void It_finds_nearly_all_truths_of_simulated_votes_and_orders_the_annotators(string id)
    {
        var method = CategoricalMethods.Find(id)!;
        var (votes, truth) = Simulated.Make(600, Skills, method.IsBinaryOnly ? 2 : 3, 5);

        var result = method.Fit(votes);

        var right = result.Labels.Index().Count(l => l.Item == truth[l.Index]) / 600.0;
        Assert.True(right > 0.8, $"{right}");
        Assert.True(result.Annotators.Skill[0] > result.Annotators.Skill[11]);
        Assert.All(Enumerable.Range(0, Skills.Length), a => Assert.InRange(result.Annotators.Skill[a], result.Annotators.Low[a], result.Annotators.High[a]));
        for (var t = 0; t < votes.TaskCount; t++)
        {
            Assert.Equal(1, result.Of(t).ToArray().Sum(), 9);
        }
    }

    [Theory, MemberData(nameof(Ids))]
    public void Other_names_for_the_labels_give_other_names_to_the_results_and_nothing_else(string id)
    {
        var method = CategoricalMethods.Find(id)!;
        var (votes, _) = Simulated.Make(150, Skills, 2, 5);
        var swapped = VoteTable.FromIndices(TaskOf(votes), votes.Annotators, [.. votes.Labels.ToArray().Select(l => 1 - l)], votes.TaskCount, votes.AnnotatorCount, 2);

        var (before, after) = (method.Fit(votes), method.Fit(swapped));

        for (var t = 0; t < votes.TaskCount; t++)
        {
            Assert.Equal(before.Of(t)[0], after.Of(t)[1], 6);
        }
    }

    [Theory, MemberData(nameof(Ids))]
    public void The_order_of_the_rows_and_the_numbers_of_the_annotators_do_not_matter(string id)
    {
        // The panel of auto hides votes by their place, which is why its order of rows stays.
        var method = CategoricalMethods.Find(id)!;
        var (votes, _) = Simulated.Make(150, Skills, 2, 5);
        var tasks = TaskOf(votes);
        var annotators = votes.Annotators.ToArray().Select(a => Skills.Length - 1 - a).ToArray();
        var labels = votes.Labels.ToArray();
        if (id != "auto")
        {
            Array.Reverse(tasks);
            Array.Reverse(annotators);
            Array.Reverse(labels);
        }

        var other = VoteTable.FromIndices(tasks, annotators, labels, votes.TaskCount, votes.AnnotatorCount, 2);
        var (before, after) = (method.Fit(votes), method.Fit(other));

        for (var t = 0; t < votes.TaskCount; t++)
        {
            Assert.Equal(before.Of(t)[0], after.Of(t)[0], 5);
        }
    }

    [Theory, MemberData(nameof(Ids))]
    public void No_votes_one_worker_a_task_without_votes_and_repeated_votes_have_defined_answers(string id)
    {
        var method = CategoricalMethods.Find(id)!;

        Assert.Empty(method.Fit(VoteTable.FromIndices([], [], [], 0, 0, 2)).Labels);
        Assert.Equal([0, 1], method.Fit(Simulated.Votes("t0 a x", "t1 a y")).Labels);
        // Whoever contradicts himself and is alone may be read either way; what he says without contradiction stands.
        Assert.Equal(0, method.Fit(Simulated.Votes("t0 a x", "t0 a x", "t0 a y", "t1 a x")).Labels[1]);
        var unanswered = method.Fit(VoteTable.FromIndices([0, 0, 0, 2, 2, 2], [0, 1, 2, 0, 1, 2], [1, 1, 0, 1, 1, 1], 3, 3, 2));
        Assert.Equal(1, unanswered.Of(1).ToArray().Sum(), 9);
    }

    [Theory, MemberData(nameof(Ids))]
    public void A_single_class_is_certain_for_all_but_the_method_of_two_classes_which_says_so(string id)
    {
        var method = CategoricalMethods.Find(id)!;
        var votes = Simulated.Votes("t0 a x", "t0 b x", "t1 c x");
        if (method.IsBinaryOnly)
        {
            Assert.Contains("two classes", Assert.Throws<CategoricalException>(() => method.Fit(votes)).Message, StringComparison.Ordinal);
            return;
        }

        var result = method.Fit(votes);

        Assert.Equal([0, 0], result.Labels);
        Assert.Equal(1, result.Confidence(0), 9);
    }

    [Theory, MemberData(nameof(Ids))]
    public void Two_runs_give_the_same_numbers(string id)
    {
        var method = CategoricalMethods.Find(id)!;
        var (votes, _) = Simulated.Make(200, Skills, 2, 5);

        var (first, second) = (method.Fit(votes).Posteriors, method.Fit(votes).Posteriors);

        // Not to the last bit: while the runtime still compiles, Vector256.Exp multiplies and adds in one step or in two.
        Assert.Equal(first.Length, second.Length);
        Assert.All(first.Zip(second), pair => Assert.Equal(pair.First, pair.Second, 1e-9));
    }

    [Fact]
    public void More_classes_than_an_array_can_hold_for_each_task_are_refused_with_the_reason()
    {
        var votes = VoteTable.FromIndices([0, 3_000], [0, 1], [0, 999_999], 3_001, 2, 1_000_000);

        Assert.Contains("free text", Assert.Throws<CategoricalException>(() => CategoricalMethods.Find("mv")!.Fit(votes)).Message, StringComparison.Ordinal);
    }

    private static int[] TaskOf(VoteTable votes)
    {
        var tasks = new int[votes.Count];
        for (var t = 0; t < votes.TaskCount; t++)
        {
            var (begin, end) = votes.VotesOf(t);
            Array.Fill(tasks, t, begin, end - begin);
        }

        return tasks;
    }
}
