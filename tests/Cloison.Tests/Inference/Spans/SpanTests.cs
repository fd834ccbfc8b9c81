using Cloison.Benchmarks.TruthOther.Data;
using Cloison.Inference.Answers;
using Cloison.Inference.Spans;
using Cloison.Tests.TestData;

namespace Cloison.Tests.Inference.Spans;

public sealed class SpanTests
{
    private static readonly string[] Tags = ["O", "B-x", "I-x"];

    [Fact]
    public void Spans_are_read_from_tags_also_where_one_continues_nothing() => Assert.Equal(
        [(0, 2, "x"), (2, 3, "x"), (3, 4, "y"), (5, 6, "x")], BioScheme.Spans(["B-x", "I-x", "B-x", "I-y", "O", "I-x"]));

    [Fact]
    public void A_span_is_kept_that_half_of_the_annotators_mark_exactly()
    {
        var builder = new AnswerTableBuilder<IReadOnlyList<(int, int, string)>>();
        builder.Add("t", "a", [(0, 2, "x"), (5, 6, "x")]);
        builder.Add("t", "b", [(0, 2, "x"), (4, 6, "x")]);
        builder.Add("t", "c", [(0, 3, "x")]);

        Assert.Equal([(0, 2, "x", 2.0 / 3)], SpanVote.Fit(builder.Build())[0]);
    }

    [Fact]
    public void One_token_of_one_annotator_has_the_posterior_that_one_computes_by_hand()
    {
        // Forward and backward over two tokens with two tags: start (0.6, 0.4), T ((0.7, 0.3), (0.2, 0.8)), votes (0.9, 0.2), (0.1, 0.5).
        var posterior = new double[4];
        var log = ForwardBackward.Run([Math.Log(0.9), Math.Log(0.2), Math.Log(0.1), Math.Log(0.5)], [0.6, 0.4], [0.7, 0.3, 0.2, 0.8], 2, posterior, new double[2], new double[4]);

        double oo = 0.54 * 0.7 * 0.1, ox = 0.54 * 0.3 * 0.5, xo = 0.08 * 0.2 * 0.1, xx = 0.08 * 0.8 * 0.5, all = oo + ox + xo + xx;
        Assert.Equal(Math.Log(all), log, 12);
        Assert.Equal([(oo + ox) / all, (xo + xx) / all, (oo + xo) / all, (ox + xx) / all], posterior, (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void Sequences_obey_the_scheme_and_are_nearer_the_truth_than_single_annotators()
    {
        var (table, truth) = Simulate();
        var (tokens, sequences) = (TagCrowd.Tokens(table), TagCrowd.Sequences(table));

        foreach (var tags in sequences.Tags)
            Assert.All(tags.Index().Where(i => i.Item == 2), i => Assert.True(i.Index > 0 && tags[i.Index - 1] != 0));
        Assert.True(Right(tokens, truth) > 0.9);
        Assert.True(Right(sequences, truth) > 0.95);
        Assert.True(sequences.Convergence.IsConverged);
        // The careless one is known.
        Assert.True(sequences.Confusions[3][0] < sequences.Confusions[0][0]);
        Assert.All(sequences.Posteriors.SelectMany(p => p.Chunk(3)), p => Assert.Equal(1, p.Sum(), 6));
    }

    [Fact]
    public void Order_of_sentences_and_names_of_annotators_change_nothing()
    {
        var (table, _) = Simulate();
        var turned = new TagTable(table.Answers.OnlyTasks([.. Enumerable.Range(0, table.Answers.Tasks.Count).Reverse()]), Tags);

        Assert.Equal(TagCrowd.Sequences(table).Tags.Reverse(), TagCrowd.Sequences(turned).Tags);
    }

    [Fact]
    public void Nothing_one_annotator_and_an_empty_sentence_give_results_and_answers_of_other_lengths_do_not()
    {
        Assert.Empty(TagCrowd.Sequences(new(new AnswerTableBuilder<int[]>().Build(), Tags)).Tags);
        var one = new AnswerTableBuilder<int[]>();
        one.Add("t", "a", [0, 1, 2]);
        one.Add("u", "a", []);
        Assert.Equal([[0, 1, 2], []], TagCrowd.Sequences(new(one.Build(), Tags)).Tags);
        one.Add("t", "b", [0]);
        Assert.Contains("different numbers of tokens", Assert.Throws<ArgumentException>(() => new TagTable(one.Build(), Tags)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_in_news_are_found_better_than_by_crowd_kit_and_better_by_sequence_than_by_token()
    {
        var folder = new TagFolder(Repository.Shared("data/crowd/ner_a"));
        var (tokens, sequences) = (folder.Score(TagCrowd.Tokens(folder.Table).Tags).F1, folder.Score(TagCrowd.Sequences(folder.Table).Tags).F1);

        Assert.True(tokens > 0.7858, $"{tokens}");
        Assert.True(sequences > 0.80, $"{sequences}");
    }

    private static double Right(TagResult result, int[][] truth) => result.Tags.Zip(truth).SelectMany(p => p.First.Zip(p.Second, (a, b) => a == b ? 1.0 : 0)).Average();

    private static (TagTable Table, int[][] Truth) Simulate()
    {
        var random = new Simulation(5);
        double[] errors = [0.1, 0.1, 0.2, 0.6];
        var truth = new int[100][];
        var builder = new AnswerTableBuilder<int[]>();
        for (var t = 0; t < truth.Length; t++)
        {
            truth[t] = new int[12];
            for (var i = 0; i < 12; i++)
                truth[t][i] = random.Uniform() < 0.2 ? 1 : i > 0 && truth[t][i - 1] > 0 && random.Uniform() < 0.6 ? 2 : 0;
            for (var j = 0; j < errors.Length; j++)
                builder.Add($"t{t}", $"a{j}", [.. truth[t].Select(tag => random.Uniform() < errors[j] ? random.Next(3) : tag)]);
        }

        return (new(builder.Build(), Tags), truth);
    }
}
