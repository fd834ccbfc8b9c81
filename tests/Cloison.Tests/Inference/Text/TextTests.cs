using Cloison.Benchmarks.TruthOther.Data;
using Cloison.Inference.Answers;
using Cloison.Inference.Text;
using Cloison.Tests.TestData;

namespace Cloison.Tests.Inference.Text;

public sealed class TextTests
{
    [Fact]
    public void Rover_takes_each_word_from_the_majority_even_when_no_answer_is_right()
    {
        var result = Rover.Fit(Table("the cat sat in the hat", "a cat sat on the hat", "the cat sits on the hat"), rounds: 1);

        Assert.Equal(["the cat sat on the hat"], result.Texts);
        // Three words of six by all, three by two of three.
        Assert.Equal((3 + 3 * 2.0 / 3) / 6, result.Support[0], 9);
    }

    [Fact]
    public void Rover_leaves_out_what_one_adds_and_puts_in_what_one_forgets()
    {
        Assert.Equal(["one two three"], Rover.Fit(Table("one two", "one two three", "one and two three")).Texts);
    }

    [Fact]
    public void The_medoid_is_the_answer_nearest_to_all_others()
    {
        var result = ReliableText.Medoid(Table("x y", "a b c d", "a b c", "a b"));

        Assert.Equal(["a b c"], result.Texts);
        Assert.Null(result.Weights);
    }

    [Fact]
    public void Any_distance_can_be_plugged_in() =>
        Assert.Equal(["bbb"], ReliableText.Medoid(Table("a", "bbb", "ccccc"), (a, b) => Math.Abs(a.Length - b.Length)).Texts);

    [Fact]
    public void Careless_annotators_are_found_and_texts_come_nearer_the_truth()
    {
        var (table, truth) = Simulate();
        var (equal, weighted, one) = (Rover.Fit(table, rounds: 1), Rover.Fit(table), ReliableText.Fit(table));

        double Errors(TextResult r) => r.Texts.Select((x, t) => WordErrors.Count(x, truth[t]).Errors).Sum();

        Assert.True(Errors(weighted) < Errors(equal));
        Assert.True(Errors(one) < Errors(ReliableText.Medoid(table)));
        Assert.True(weighted.Weights!.Take(2).Min() > 1.5 * weighted.Weights!.Skip(2).Max());
        Assert.True(one.Weights!.Take(2).Min() > 1.5 * one.Weights!.Skip(2).Max());
        Assert.True(one.Convergence.IsConverged);
    }

    [Fact]
    public void Other_words_for_the_same_things_and_another_order_of_tasks_change_nothing()
    {
        var (table, _) = Simulate();
        var renamed = table.Select(x => x.Replace('w', 'v'));
        var turned = table.OnlyTasks([.. Enumerable.Range(0, table.Tasks.Count).Reverse()]);

        Assert.Equal(Rover.Fit(table).Texts.Select(x => x.Replace('w', 'v')), Rover.Fit(renamed).Texts);
        Assert.Equal(Rover.Fit(table).Texts.Reverse(), Rover.Fit(turned).Texts);
        Assert.Equal(ReliableText.Fit(table).Texts.Reverse(), ReliableText.Fit(turned).Texts);
    }

    [Fact]
    public void No_answers_one_answer_and_empty_texts_give_results()
    {
        Assert.Empty(Rover.Fit(new AnswerTableBuilder<string>().Build()).Texts);
        Assert.Empty(ReliableText.Fit(new AnswerTableBuilder<string>().Build()).Texts);
        Assert.Equal(["as it is"], Rover.Fit(Table("as it is")).Texts);
        Assert.Equal(["as  it is"], ReliableText.Fit(Table("as  it is")).Texts);
        Assert.Equal([""], Rover.Fit(Table("", "", "a")).Texts);
        Assert.Equal([""], ReliableText.Fit(Table("", "", "a")).Texts);
        var empty = Table("a", "b").Where((_, _) => false);
        Assert.Equal([""], Rover.Fit(empty).Texts);
        Assert.True(double.IsNaN(ReliableText.Fit(empty).Support[0]));
    }

    [Theory]
    [InlineData("speech_dev_other", 0.1346, 0.1358)]
    [InlineData("speech_test_clean", 0.0725, 0.0747)]
    [InlineData("wsa_j1", 0.6068, 0.6300)]
    [InlineData("wsa_t1", 0.5090, 0.5213)]
    public void Word_error_rates_are_no_worse_than_those_of_crowd_kit_or_half_a_point(string set, double rover, double medoid)
    {
        var folder = new CrowdFolder(Repository.Shared($"data/crowd/{set}"));
        var (table, gold) = (folder.Answers(row => WordErrors.Normalise(row[2])), folder.Gold());

        double Rate(TextResult result) => result.Texts.Select((x, t) => WordErrors.Count(x, WordErrors.Normalise(gold[table.Tasks[t]]))).Average(e => (double)e.Errors / e.Words);

        Assert.InRange(Rate(Rover.Fit(table)), 0, rover);
        Assert.InRange(Rate(ReliableText.Medoid(table, TextDistance.Characters)), 0, medoid);
    }

    private static (AnswerTable<string> Table, string[] Truth) Simulate()
    {
        var random = new Simulation(3);
        double[] errors = [0.05, 0.05, 0.5, 0.5, 0.5];
        var truth = new string[60];
        var builder = new AnswerTableBuilder<string>();
        for (var t = 0; t < truth.Length; t++)
        {
            var words = Enumerable.Range(0, 10).Select(_ => $"w{random.Next(50)}").ToArray();
            truth[t] = string.Join(' ', words);
            for (var j = 0; j < errors.Length; j++)
                builder.Add($"t{t}", $"a{j}", string.Join(' ', words.Select(w => random.Uniform() < errors[j] ? $"{w}x" : w)));
        }

        return (builder.Build(), truth);
    }

    private static AnswerTable<string> Table(params string[] answers)
    {
        var builder = new AnswerTableBuilder<string>();
        foreach (var (j, text) in answers.Index())
            builder.Add("t", $"a{j}", text);
        return builder.Build();
    }
}
