using Cloison.Domain.Annotations;
using Cloison.Domain.Ontologies;
using Cloison.Domain.Tasks;
using Cloison.Formats;
using Cloison.Formats.Dataset;
using Cloison.Formats.Files;
using Cloison.Tests.TestData;

namespace Cloison.Tests.Formats;

public sealed class NativeTests
{
    private static readonly Ontology Everything = new(
        Editor.Image, [new("image", InputKind.Image, "Photo"), new("note", InputKind.Markdown)],
        [
            new("animal", "#112233", [ShapeKind.Box, ShapeKind.Polygon, ShapeKind.Point], "Animal", "a"),
            new("cat", "#445566", [ShapeKind.Box], Parent: "animal", Attributes: [new BooleanField { Name = "tame", Required = true }]),
        ],
        [new("eats", "#00ff00", From: ["cat"])],
        [new ChoiceField { Name = "mood", Options = [new("good", "Good", "g")] }, new NumberField { Name = "stars", Min = 0, Max = 5, Step = 0.5, ShowWhen = new("mood", ["good"]) }]);

    private static readonly DatasetItem Full = new(
        new(new() { ["image"] = MediaFile.Entry("a/b.png", 10, 20), ["note"] = "x", ["deep"] = new System.Text.Json.Nodes.JsonArray(1, null, "z") }),
        [
            new(AnswerKind.Annotation, new(
                [new("r1", "cat", new Box(0.1, 0.2, 0.3, 1 / 3.0), new Dictionary<string, FieldValue> { ["tame"] = true, ["l"] = new ListValue(["a"]) }), new("r2", "animal", new Polygon([0, 0, 1, 0, 1, 1])), new("r3", "animal", new Point(1, 2), Score: 0.125)],
                [new("l1", "eats", "r1", "r2")], new Dictionary<string, FieldValue> { ["mood"] = "good", ["stars"] = 2.5 }),
                "per_x", "ann_x", 3, AnnotationState.Superseded, new(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(2)), 12.5),
            new(AnswerKind.Result, new(), Agreement: 0.75), new(AnswerKind.Gold, new()), new(AnswerKind.Prediction, new(), "model-1"),
        ],
        "outside", "batch", "tsk_x", TaskState.Done, -3);

    [Fact]
    public async Task Everything_comes_back()
    {
        var (bytes, fidelity) = await Datasets.WriteAsync(FormatCatalog.Native, Everything, [Full, new(new(new()))]);
        var read = await Datasets.ReadAsync(FormatCatalog.Native, new MemorySource(("a.jsonl", bytes)));
        var (again, _) = await Datasets.WriteAsync(FormatCatalog.Native, read.Ontology, read.Items);

        Assert.True(fidelity.IsLossless);
        Assert.Empty(read.Refusals);
        Assert.Equal(Datasets.Canonical([Full, new(new(new()))]), Datasets.Canonical(read.Items));
        Assert.Contains("\"offsets\":\"utf16\"", System.Text.Encoding.UTF8.GetString(bytes).Split('\n')[0], StringComparison.Ordinal);
        Assert.Equal(Datasets.Canonical(read.Ontology), Datasets.Canonical((await Datasets.ReadAsync(FormatCatalog.Native, new MemorySource(("a.jsonl", again)))).Ontology));
    }

    [Theory]
    [InlineData("""{"data":{},"unknown":1}""", "unknown")]
    [InlineData("""{"externalId":"x"}""", "data")]
    [InlineData("""{"data":[]}""", "object")]
    [InlineData("""{"data":{"a":1,"a":2}}""", "")]
    [InlineData("""{"data":{"a":"\ud800"}}""", "")]
    [InlineData("""{"data":{},"answers":[null]}""", "null")]
    [InlineData("""{"data":{},"answers":[{"kind":"vote","content":{}}]}""", "")]
    [InlineData("""{"data":{},"answers":[{"kind":"gold","content":{"regions":[null]}}]}""", "null")]
    [InlineData("""{"data":{},"answers":[{"kind":"gold","content":{"regions":[{"id":"r","class":"c","shape":{"x":1,"y":2}}]}}]}""", "kind")]
    [InlineData("""{"data":{},"answers":[{"kind":"gold","content":{"regions":[{"id":"r","class":"c","shape":{"kind":"point","x":1e999,"y":2}}]}}]}""", "finite")]
    [InlineData("""{"data":{},"answers":[{"kind":"gold","content":{"values":{"n":1e999}}}]}""", "finite")]
    [InlineData("""{"data":{""", "")]
    [InlineData("null", "null")]
    [InlineData("[]", "")]
    [InlineData("""{"format":"cloison","version":2,"offsets":"utf16"}""", "version")]
    [InlineData("""{"format":"cloison","version":1,"offsets":"codepoint"}""", "utf16")]
    public async Task A_bad_line_is_refused_and_the_next_one_read(string bad, string reason)
    {
        var read = await Datasets.ReadAsync(FormatCatalog.Native, "a.jsonl", $"{bad}\r\n{{\"data\":{{\"text\":\"good\"}}}}\r\n");

        Assert.Equal("a.jsonl:1", Assert.Single(read.Refusals).Place);
        Assert.Contains(reason, read.Refusals[0].Reason, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("good", Assert.Single(read.Items).Data.GetText("text"));
    }

    [Fact]
    public async Task A_number_that_is_not_finite_costs_its_item_only()
    {
        var bad = new DatasetItem(new(new()), [new(AnswerKind.Gold, new([new("r", "c", new Point(double.NaN, 0))]))], "bad");
        var (bytes, fidelity) = await Datasets.WriteAsync(FormatCatalog.Native, Everything, [Full, bad, Full]);
        var read = await Datasets.ReadAsync(FormatCatalog.Native, new MemorySource(("a.jsonl", bytes)));

        Assert.Equal(("item", "bad"), (Assert.Single(fidelity.Losses).Kind, fidelity.Losses[0].Example));
        Assert.Equal((2, 0), (read.Items.Count, read.Refusals.Count));
    }
}
