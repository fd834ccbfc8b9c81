using Cloison.Inference.Votes;

namespace Cloison.Tests.Inference.Votes;

public sealed class VoteTableTests
{
    [Fact]
    public void Votes_lie_grouped_by_task_in_the_order_they_were_given_and_labels_are_numbered_by_name()
    {
        var table = Build(RepeatedVotes.Keep, ("t0", "ann", "yes"), ("t1", "ben", "no"), ("t0", "ben", "no"));

        Assert.Equal(["t0", "t1"], table.Tasks);
        Assert.Equal(["ann", "ben"], table.AnnotatorNames);
        Assert.Equal(["no", "yes"], table.LabelNames);
        Assert.Equal([0, 2, 3], table.TaskStarts);
        Assert.Equal([0, 1, 1], table.Annotators);
        Assert.Equal([1, 0, 0], table.Labels);
    }

    [Theory]
    [InlineData(RepeatedVotes.Keep, "a no, b yes, a yes, b no")]
    [InlineData(RepeatedVotes.KeepFirst, "a no, b yes, b no")]
    [InlineData(RepeatedVotes.KeepLast, "b yes, a yes, b no")]
    public void Of_an_annotator_s_repeated_votes_on_a_task_those_stay_that_the_rule_names(RepeatedVotes rule, string expected)
    {
        var table = Build(rule, ("t0", "a", "no"), ("t0", "b", "yes"), ("t0", "a", "yes"), ("t1", "b", "no"));

        Assert.Equal(expected, string.Join(", ", Enumerable.Range(0, table.Count).Select(i => $"{table.AnnotatorNames[table.Annotators[i]]} {table.LabelNames[table.Labels[i]]}")));
        Assert.Equal((table.Count - 1, table.Count), table.VotesOf(1));
    }

    [Fact]
    public void A_label_that_nobody_chose_and_a_task_that_nobody_answered_are_known()
    {
        var builder = new VoteTableBuilder();
        builder.Add("t0", "a", "yes");
        builder.AddLabel("no");
        builder.AddTask("t1");

        var table = builder.Build();

        Assert.Equal(["no", "yes"], table.LabelNames);
        Assert.Equal((1, 1), table.VotesOf(1));
    }

    private static VoteTable Build(RepeatedVotes rule, params (string Task, string Annotator, string Label)[] votes)
    {
        var builder = new VoteTableBuilder();
        foreach (var (task, annotator, label) in votes)
        {
            builder.Add(task, annotator, label);
        }

        return builder.Build(rule);
    }
}
