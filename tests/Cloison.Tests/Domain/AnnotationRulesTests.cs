using System.Text.Json.Nodes;
using Cloison.Domain.Annotations;
using Cloison.Domain.Ontologies;
using Cloison.Domain.Tasks;

namespace Cloison.Tests.Domain;

public sealed class AnnotationRulesTests
{
    private static readonly Ontology Image = new(
        Editor.Image, [new("image", InputKind.Image)],
        [
            new("cat", "#ff0000", [ShapeKind.Box, ShapeKind.Polygon, ShapeKind.Point], Attributes: [new BooleanField { Name = "tame" }]),
            new("tail", "#ff0000", [ShapeKind.Box]),
        ],
        [new("has", "#00ff00", From: ["cat"], To: ["tail"])],
        [new BooleanField { Name = "clear", Required = true }, new TextField { Name = "why", Required = true, ShowWhen = new("clear", ["false"]) }]);

    private static readonly TaskData Photo = new(new JsonObject
    {
        ["image"] = new JsonObject { ["asset"] = AssetId.New(DateTimeOffset.UnixEpoch).Text, ["name"] = "a.jpg", ["mediaType"] = "image/jpeg", ["width"] = 100, ["height"] = 50 },
    });

    private static readonly Ontology Text = new(Editor.Text, [new("text", InputKind.Text)], [new("name", "#ff0000", [ShapeKind.Span])]);
    private static readonly TaskData Sentence = new(new JsonObject { ["text"] = "Zoë 🙂 sleeps" });

    [Fact]
    public void A_right_answer_has_no_errors()
    {
        var content = new AnnotationContent(
            [Region("a", new Box(0, 0, 100, 50)), Region("b", new Box(1, 1, 2, 2)) with { Class = "tail" }], [new("l", "has", "a", "b")],
            new Dictionary<string, FieldValue> { ["clear"] = true });

        Assert.Empty(AnnotationRules.Check(Image, Photo, content));
    }

    public static TheoryData<string, AnnotationContent> Wrong => new()
    {
        { "regions[0].id", With(Region("", new Box(0, 0, 1, 1))) },
        { "regions[1].id", With(Region("a", new Box(0, 0, 1, 1)), Region("a", new Box(0, 0, 1, 1))) },
        { "regions[0].class", With(Region("a", new Box(0, 0, 1, 1)) with { Class = "dog" }) },
        { "regions[0].score", With(Region("a", new Box(0, 0, 1, 1)) with { Score = 1.1 }) },
        { "regions[0].score", With(Region("a", new Box(0, 0, 1, 1)) with { Score = double.NaN }) },
        { "regions[0].shape", With(Region("a", new Box(0, 0, 0, 1))) },
        { "regions[0].shape", With(Region("a", new Box(0, 0, double.NaN, 1))) },
        { "regions[0].shape", With(Region("a", new Box(0, 0, 102, 1))) },
        { "regions[0].shape", With(Region("a", new Point(1, 1)) with { Class = "tail" }) },
        { "regions[0].shape.points", With(Region("a", new Polygon([0, 0, 1, 1]))) },
        { "regions[0].shape.points", With(Region("a", new Polygon([0, 0, 1, 1, 2, double.PositiveInfinity]))) },
        { "regions[0].attributes.wild", With(Region("a", new Box(0, 0, 1, 1)) with { Attributes = new Dictionary<string, FieldValue> { ["wild"] = true } }) },
        { "regions[0].attributes.tame", With(Region("a", new Box(0, 0, 1, 1)) with { Attributes = new Dictionary<string, FieldValue> { ["tame"] = "yes" } }) },
        { "relations[0].to", new([Region("a", new Box(0, 0, 1, 1))], [new("l", "has", "a", "ghost")]) },
        { "relations[0].to", new([Region("a", new Box(0, 0, 1, 1)), Region("b", new Box(0, 0, 1, 1))], [new("l", "has", "a", "b")]) },
        { "values.other", new(Values: new Dictionary<string, FieldValue> { ["other"] = true }) },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Each_thing_wrong_is_told_with_its_place(string place, AnnotationContent content) =>
        Assert.Contains(place, AnnotationRules.Check(Image, Photo, content, demandRequired: false).Select(e => e.Path));

    [Fact]
    public void A_required_field_is_demanded_only_while_it_is_shown()
    {
        Assert.Equal(["values.clear"], Errors([]));
        Assert.Empty(Errors(new() { ["clear"] = true }));
        Assert.Equal(["values.why"], Errors(new() { ["clear"] = false }));
        Assert.Empty(AnnotationRules.Check(Image, Photo, new(), demandRequired: false));

        static IEnumerable<string> Errors(Dictionary<string, FieldValue> values) => AnnotationRules.Check(Image, Photo, new(Values: values)).Select(e => e.Path);
    }

    [Theory]
    [InlineData(0, 3, "Zoë", true)]
    [InlineData(4, 6, "🙂", true)]
    [InlineData(4, 5, "🙂", false)]
    [InlineData(7, 13, null, true)]
    [InlineData(7, 14, null, false)]
    [InlineData(3, 3, null, false)]
    [InlineData(-1, 3, null, false)]
    public void Spans_count_utf16_code_units(int start, int end, string? quote, bool isRight)
    {
        var content = new AnnotationContent([new("a", "name", new Span("text", start, end, quote))]);

        Assert.Equal(isRight, AnnotationRules.Check(Text, Sentence, content).Count == 0);
    }

    private static Region Region(string id, Shape shape) => new(id, "cat", shape);

    private static AnnotationContent With(params Region[] regions) => new(regions);
}
