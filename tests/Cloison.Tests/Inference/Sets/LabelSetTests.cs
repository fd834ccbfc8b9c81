using Cloison.Inference.Answers;
using Cloison.Inference.Sets;

namespace Cloison.Tests.Inference.Sets;

public sealed class LabelSetTests
{
    [Fact]
    public void Labels_that_most_give_are_taken_and_others_not()
    {
        var result = LabelSets.Fit(Table([0, 1], [0, 1], [0, 2]), 3);

        Assert.Equal([0, 1], result.Sets[0]);
        Assert.True(result.Probabilities[0][0] > result.Probabilities[0][1]);
    }

    [Fact]
    public void Rates_and_sets_of_a_simulation_are_found_and_the_likelihood_rises()
    {
        var (table, truth) = Simulate();
        var result = LabelSets.Fit(table, 4);

        var right = truth.Index().Sum(t => Enumerable.Range(0, 4).Count(l => t.Item.Contains(l) == result.Sets[t.Index].Contains(l)));
        Assert.True(right > 0.97 * 4 * truth.Length);
        Assert.InRange(result.Sensitivity[0][1], 0.9, 1);
        Assert.InRange(result.Sensitivity[2][1], 0.5, 0.7);
        Assert.InRange(result.Specificity[2][1], 0.7, 0.9);
        Assert.True(result.Convergence.IsConverged);
        Assert.True(result.Convergence.Objective[^1] > result.Convergence.Objective[0]);
    }

    [Fact]
    public void Other_numbers_for_the_labels_and_another_order_of_tasks_change_nothing()
    {
        var (table, _) = Simulate();
        var one = LabelSets.Fit(table, 4);
        var other = LabelSets.Fit(table.OnlyTasks([.. Enumerable.Range(0, table.Tasks.Count).Reverse()]).Select(a => Array.ConvertAll(a, l => 3 - l)), 4);

        Assert.Equal(one.Sets, other.Sets.Reverse().Select(s => s.Select(l => 3 - l).Order().ToArray()));
    }

    [Fact]
    public void Nothing_one_annotator_and_empty_sets_give_results()
    {
        Assert.Empty(LabelSets.Fit(new AnswerTableBuilder<int[]>().Build(), 2).Sets);
        Assert.Equal([1], LabelSets.Fit(Table([1]), 2).Sets[0]);
        Assert.Empty(LabelSets.Fit(Table([], []), 2).Sets[0]);
        var nobody = LabelSets.Fit(Table([1]).Where((_, _) => false), 2);
        Assert.Empty(nobody.Sets[0]);
        Assert.True(double.IsNaN(nobody.Probabilities[0][0]));
    }

    private static (AnswerTable<int[]> Table, int[][] Truth) Simulate()
    {
        var random = new Simulation(8);
        double[] a = [0.95, 0.95, 0.6, 0.9, 0.9], b = [0.95, 0.95, 0.8, 0.95, 0.95];
        var truth = new int[200][];
        var builder = new AnswerTableBuilder<int[]>();
        for (var t = 0; t < truth.Length; t++)
        {
            truth[t] = [.. Enumerable.Range(0, 4).Where(_ => random.Uniform() < 0.4)];
            for (var j = 0; j < a.Length; j++)
                builder.Add($"t{t}", $"a{j}", [.. Enumerable.Range(0, 4).Where(l => random.Uniform() < (truth[t].Contains(l) ? a[j] : 1 - b[j]))]);
        }

        return (builder.Build(), truth);
    }

    private static AnswerTable<int[]> Table(params int[][] answers)
    {
        var builder = new AnswerTableBuilder<int[]>();
        foreach (var (j, answer) in answers.Index())
            builder.Add("t", $"a{j}", answer);
        return builder.Build();
    }
}
