using System.Text;
using Cloison.Domain.Annotations;
using Cloison.Domain.Ontologies;
using Cloison.Formats;
using Cloison.Formats.Dataset;
using Cloison.Formats.Files;
using Cloison.Tests.TestData;

namespace Cloison.Tests.Formats;

public sealed class ConllTests
{
    private static readonly Ontology Text = new(Editor.Text, [new("text", InputKind.Text)], [new("PER", "#ff0000", [ShapeKind.Span]), new("LOC", "#00ff00", [ShapeKind.Span])]);

    [Fact]
    public async Task The_sample_gives_a_sentence_an_item()
    {
        var read = await Datasets.ReadAsync(FormatCatalog.Conll, SingleFileSource.FromDisk(Repository.Sample("entities.conll")));

        Assert.Equal(["Ada Lovelace lived in London .", "London is old .", "Nobody came ."], read.Items.Select(i => i.Data.GetText("text")));
        Assert.Equal([new Span("text", 0, 12, "Ada Lovelace"), new Span("text", 22, 28, "London")], read.Items[0].Answers![0].Content.Regions!.Select(r => r.Shape));
        Assert.Empty(read.Refusals);
        Assert.All(read.Items, i => Assert.Empty(AnnotationRules.Check(read.Ontology, i.Data, i.Answers![0].Content)));
    }

    // The same chunks (A 0-2, A 2-3, B 4-5) in each scheme.
    [Theory]
    [InlineData("B-A I-A B-A O B-B")]
    [InlineData("I-A I-A B-A O I-B")]
    [InlineData("B-A E-A S-A O S-B")]
    [InlineData("B-A L-A U-A O U-B")]
    public async Task Every_tag_scheme_gives_the_same_chunks(string tags)
    {
        var read = await Datasets.ReadAsync(FormatCatalog.Conll, "a.conll", string.Concat(tags.Split(' ').Select((t, i) => $"w{i}\tX\t{t}\r\n")));

        Assert.Equal([("A", "w0 w1"), ("A", "w2"), ("B", "w4")], read.Only.Regions!.Select(r => (r.Class, ((Span)r.Shape).Quote!)));
    }

    [Fact]
    public async Task Documents_are_items_and_sentences_are_lines()
    {
        var read = await Datasets.ReadAsync(FormatCatalog.Conll, "a.conll", "-DOCSTART- -X- -X- O\n\nA O\nB O\n\nC B-LOC\n\n-DOCSTART- -X- -X- O\n\nD O\n");

        Assert.Equal(["A B\nC", "D"], read.Items.Select(i => i.Data.GetText("text")));
        Assert.Equal(new Span("text", 4, 5, "C"), Assert.Single(read.Items[0].Answers![0].Content.Regions!).Shape);
    }

    [Fact]
    public async Task Bad_tags_are_refused_and_their_tokens_kept()
    {
        var bytes = Encoding.UTF8.GetBytes("a O\nb\nc FOO\nd B-\n").Concat(new byte[] { 0xFF, 0xFE, (byte)'\n' }).Concat(Encoding.UTF8.GetBytes("e B-LOC\n")).ToArray();
        var read = await Datasets.ReadAsync(FormatCatalog.Conll, new MemorySource(("a.conll", bytes)));

        Assert.Equal("a b c d e", Assert.Single(read.Items).Data.GetText("text"));
        Assert.Equal(["a.conll:2", "a.conll:3", "a.conll:4", "a.conll:5"], read.Refusals.Select(r => r.Place));
    }

    [Fact]
    public async Task Import_export_import_gives_the_same_texts_and_spans()
    {
        var first = await Datasets.ReadAsync(FormatCatalog.Conll, SingleFileSource.FromDisk(Repository.Sample("entities.conll")));
        var second = await Datasets.RoundTripAsync(FormatCatalog.Conll, first);

        Assert.Equal(Facts(first), Facts(second));
        Assert.Equal(3, second.Items.Count);
    }

    [Fact]
    public async Task Real_tags_survive_the_way_through_every_scheme_and_back()
    {
        var rows = File.ReadLines(Repository.Shared("data/crowd/ner_a/gold.csv")).Skip(1).Select(l => l.Split(',')).Select(p => (Sentence: p[0].Split(':')[0], Tag: p[1])).ToArray();
        var text = new StringBuilder();
        foreach (var sentence in rows.GroupBy(r => r.Sentence))
            text.Append(string.Concat(sentence.Select((r, i) => $"token{i} {r.Tag}\n"))).Append('\n');
        var first = await Datasets.ReadAsync(FormatCatalog.Conll, "ner.conll", text.ToString());
        var second = await Datasets.RoundTripAsync(FormatCatalog.Conll, first);

        Assert.Empty(first.Refusals);
        Assert.Equal(rows.Select(r => r.Sentence).Distinct().Count(), first.Items.Count);
        // One chunk of the source begins with I.
        var chunks = rows.Index().Count(r => r.Item.Tag[0] == 'B' || (r.Item.Tag[0] == 'I' && (r.Index == 0 || rows[r.Index - 1] is var before && (before.Sentence != r.Item.Sentence || before.Tag.Split('-')[^1] != r.Item.Tag.Split('-')[^1]))));
        Assert.Equal(chunks, first.Items.Sum(i => i.Answers![0].Content.Regions!.Count));
        Assert.Equal(["LOC", "MISC", "ORG", "PER"], first.Ontology.Classes!.Select(c => c.Name).Order());
        Assert.Equal(Facts(first), Facts(second));
    }

    [Fact]
    public async Task What_one_tag_a_token_cannot_hold_is_counted()
    {
        var content = new AnnotationContent(
        [
            Region("a", 0, 12), Region("b", 4, 12), Region("c", 22, 25), Region("d", 3, 99),
            Region("e", 13, 18) with { Class = "two words" }, Region("f", 13, 18) with { Score = 0.5 },
        ], [new("l", "in", "a", "b")]);
        var item = new DatasetItem(new(new() { ["text"] = "Ada Lovelace lived in London.  Yes." }), [new(AnswerKind.Gold, content)]);
        var (bytes, fidelity) = await Datasets.WriteAsync(FormatCatalog.Conll, Text, [item]);

        Assert.Equal("-DOCSTART- O\n\nAda B-PER\nLovelace I-PER\nlived B-PER\nin O\nLon B-PER\ndon. O\nYes. O\n\n", Encoding.UTF8.GetString(bytes));
        Assert.Equal(["class", "relation", "score", "shape.invalid", "span.overlap", "text.space", "text.token"], fidelity.Losses.Select(l => l.Kind));
    }

    private static Region Region(string id, int start, int end) => new(id, "PER", new Span("text", start, end));

    private static IEnumerable<string> Facts(Reading read) =>
        read.Items.Select(i => i.Data.GetText("text") + string.Concat(i.Answers![0].Content.Regions!.Select(r => $"|{r.Class} {r.Shape}")));
}
