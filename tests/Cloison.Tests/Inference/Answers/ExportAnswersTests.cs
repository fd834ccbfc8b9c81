using Cloison.Cli.Answers;
using Cloison.Domain.Annotations;
using Cloison.Formats.Files;

namespace Cloison.Tests.Inference.Answers;

public sealed class ExportAnswersTests
{
    private const string Header =
        """{"format":"cloison","version":1,"offsets":"utf16","ontology":{"editor":"text","inputs":[{"name":"text","kind":"text"}],"classes":[{"name":"PER","color":"#e6194b","shapes":["span"]}],"fields":[{"kind":"choice","name":"mood","options":[{"value":"good"},{"value":"bad"}]},{"kind":"number","name":"stars"}]}}""" + "\n";

    private const string Item =
        """
        {"data":{"text":"Ana sings"},"externalId":"one","id":"tsk_1","batch":"may","answers":[{"kind":"prediction","author":"m","content":{"values":{"mood":"bad"}}},{"kind":"annotation","author":"per_a","state":"accepted","content":{"regions":[{"id":"r","class":"PER","shape":{"kind":"span","input":"text","start":0,"end":3}}],"values":{"mood":"good","stars":4}}},{"kind":"annotation","author":"per_b","state":"surplus","content":{"values":{"mood":"bad"}}},{"kind":"annotation","author":"per_c","state":"rejected","content":{"values":{"mood":"bad"}}},{"kind":"gold","content":{"values":{"mood":"good"}}}]}
        """;

    [Fact]
    public async Task Answers_of_people_are_taken_and_those_that_were_sent_back_are_not()
    {
        var file = Assert.IsType<AnswerFile.Labels>(await ReadAsync(Header + Item, new() { Part = "mood" }));

        Assert.Equal(["one"], file.Table.Tasks);
        Assert.Equal(["per_a", "per_b"], file.Table.AnnotatorNames);
        Assert.Equal(["good", "bad"], file.Table.Answers.ToArray());
        Assert.Equal("may", file.Facts.Batches["one"]);
        Assert.Equal(1, file.Facts.Unfit);
    }

    [Fact]
    public async Task Who_leaves_a_field_open_has_not_answered_it_and_who_draws_nothing_says_that_there_is_nothing()
    {
        var numbers = Assert.IsType<AnswerFile.Numbers>(await ReadAsync(Header + Item, new() { Part = "stars" }));
        var spans = Assert.IsType<AnswerFile.Spans>(await ReadAsync(Header + Item, new() { Part = "regions" }));

        Assert.Equal([4.0], numbers.Table.Answers.ToArray());
        Assert.Equal([1, 0], spans.Table.Answers.ToArray().Select(a => a.Count));
        Assert.Equal("Ana sings", spans.Sources.TextOf("one"));
        Assert.Equal(new Span("text", 0, 3), spans.Table.Answers[0][0].Shape);
    }

    [Fact]
    public async Task Gold_is_what_is_marked_as_gold()
    {
        var gold = Assert.IsType<AnswerFile.Labels>(await ReadAsync(Header + Item, AnswerOptions.Gold with { Part = "mood" }));

        Assert.Equal(["good"], gold.Table.Answers.ToArray());
    }

    [Fact]
    public async Task Of_several_parts_one_must_be_chosen()
    {
        var said = (await Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync(Header + Item, AnswerOptions.Default))).Message;

        Assert.Equal("The answers have several parts; --part chooses one: regions, mood, stars.", said);
    }

    [Theory]
    [InlineData("""{"data":{},"answers":[]}""", "answers.jsonl:1: the item has neither an id nor an external id.")]
    [InlineData("""{"data":{},"id":"tsk_1","answers":[]}""", "answers.jsonl has no answers of people: an export of them is made with --answers everything.")]
    [InlineData("""{"data":{},"id":"tsk_1","answers":[{"kind":"annotation","content":{"values":{"mood":"good"}}}]}""", "answers.jsonl:1: an answer does not say its author.")]
    [InlineData("""{"data":{},"id":"tsk_1","answers":[{"kind":"annotation","author":"a","content":{"regions":[{"id":"r","class":"x","shape":{"kind":"box","x":0,"y":0,"width":-1,"height":1}}]}}]}""", "answers.jsonl:1: a box has a negative width or height.")]
    [InlineData("""{"data":{"text":"Ana"},"id":"tsk_1","answers":[{"kind":"annotation","author":"a","content":{"regions":[{"id":"r","class":"x","shape":{"kind":"span","input":"text","start":0,"end":4}}]}}]}""", "answers.jsonl:1: a span ends at 4, and the text of tsk_1 at 3.")]
    [InlineData("{\"data\":{},\"id\":\"tsk_1\"}\n{\"data\":{},\"id\":\"tsk_1\"}", "answers.jsonl:2: another item is tsk_1 too.")]
    [InlineData("""{"data":{},"id":"tsk_1","surprise":1}""", "answers.jsonl:1: This is not an item")]
    public async Task What_is_missing_in_an_export_is_said(string text, string said) =>
        Assert.StartsWith(said, (await Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync(text, AnswerOptions.Default))).Message, StringComparison.Ordinal);

    private static Task<AnswerFile> ReadAsync(string text, AnswerOptions options) =>
        AnswerFileReader.ReadAsync(new MemorySource("answers.jsonl", text), options, TestContext.Current.CancellationToken);
}
