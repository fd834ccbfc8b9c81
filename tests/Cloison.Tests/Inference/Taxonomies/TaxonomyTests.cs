using Cloison.Inference.Answers;
using Cloison.Inference.Taxonomies;

namespace Cloison.Tests.Inference.Taxonomies;

public sealed class TaxonomyTests
{
    // 0 animal: 1 dog (3 poodle, 4 terrier), 2 cat; 5 plant.
    private static readonly Taxonomy Tree = new([-1, 0, 0, 1, 1, -1]);

    [Theory]
    [InlineData(3, 3, 1)]
    [InlineData(3, 4, 4.0 / 6)]
    [InlineData(3, 1, 4.0 / 5)]
    [InlineData(3, 2, 2.0 / 5)]
    [InlineData(3, 5, 0)]
    public void Partial_credit_is_the_common_part_of_two_paths(int a, int b, double credit)
    {
        Assert.Equal(credit, Tree.PartialCredit(a, b), 12);
        Assert.Equal(credit, Tree.PartialCredit(b, a), 12);
    }

    [Fact]
    public void The_answer_is_as_deep_as_most_agree()
    {
        var result = DeepestNode.Fit(Table([3, 4, 4], [3, 4, 2], [3, 5], [2, 2, 2]), Tree, threshold: 0.51, priorAnswers: 1000);

        Assert.Equal([4, 1, -1, 2], result.Nodes);
        Assert.Equal(2.0 / 3, result.Mass[1][1], 2);
        Assert.True(result.Convergence.IsConverged);
    }

    [Fact]
    public void A_higher_threshold_goes_less_deep() => Assert.Equal([1], DeepestNode.Fit(Table([3, 4, 4]), Tree, threshold: 0.9).Nodes);

    [Fact]
    public void Who_is_always_elsewhere_counts_less_and_tips_no_scale()
    {
        var rows = Enumerable.Repeat(new[] { 3, 3, 5 }, 30).Append([4, 3, 3, 5]).ToArray();
        var result = DeepestNode.Fit(Table(rows), Tree);

        Assert.True(result.Weights[2] < 0.5 * result.Weights[1]);
    }

    [Fact]
    public void Order_changes_nothing_and_nothing_gives_nothing()
    {
        int[][] rows = [[3, 4, 4], [3, 4, 2], [3, 5], [2, 2, 2]];
        Assert.Equal(DeepestNode.Fit(Table(rows), Tree).Nodes.Reverse(), DeepestNode.Fit(Table([.. rows.Reverse()]), Tree).Nodes);
        Assert.Empty(DeepestNode.Fit(new AnswerTableBuilder<int>().Build(), Tree).Nodes);
        Assert.Equal([3], DeepestNode.Fit(Table([3]), Tree).Nodes);
        Assert.Equal([-1], DeepestNode.Fit(Table([3]).Where((_, _) => false), Tree).Nodes);
    }

    [Fact]
    public void A_tree_that_goes_round_or_has_no_such_parent_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new Taxonomy([1, 0]));
        Assert.Throws<ArgumentException>(() => new Taxonomy([7]));
    }

    private static AnswerTable<int> Table(params int[][] rows)
    {
        var builder = new AnswerTableBuilder<int>();
        foreach (var (t, row) in rows.Index())
            foreach (var (j, node) in row.Index())
                builder.Add($"t{t}", $"a{j}", node);
        return builder.Build();
    }
}
