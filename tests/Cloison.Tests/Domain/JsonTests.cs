using System.Text.Json;
using Cloison.Domain.Annotations;
using Cloison.Domain.Json;
using Cloison.Domain.Ontologies;
using Cloison.Domain.Tasks;

namespace Cloison.Tests.Domain;

public sealed class JsonTests
{
    public static TheoryData<Shape, string> Shapes => new()
    {
        { new Box(1, 2, 3, 4.5), """{"kind":"box","x":1,"y":2,"width":3,"height":4.5}""" },
        { new Polygon([0, 0, 1, 0, 1, 1]), """{"kind":"polygon","points":[0,0,1,0,1,1]}""" },
        { new Point(1, 2), """{"kind":"point","x":1,"y":2}""" },
        { new Span("text", 0, 3, "abc"), """{"kind":"span","input":"text","start":0,"end":3,"quote":"abc"}""" },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_shape_says_its_kind_once_and_nothing_computed(Shape shape, string json)
    {
        Assert.Equal(json, JsonSerializer.Serialize(shape, DomainJson.Options));
        Assert.Equal(shape, JsonSerializer.Deserialize<Shape>(json, DomainJson.Options));
    }

    [Fact]
    public void The_kind_may_stand_last() =>
        Assert.Equal(new Point(1, 2), JsonSerializer.Deserialize<Shape>("""{"x":1,"y":2,"kind":"point"}""", DomainJson.Options));

    // The binder of request bodies must catch both: see DomainJson.
    [Theory]
    [InlineData("""{"x":1,"y":2}""", typeof(NotSupportedException))]
    [InlineData("""{"kind":"circle","x":1,"y":2}""", typeof(JsonException))]
    [InlineData("""{"kind":"point","x":1}""", typeof(JsonException))]
    [InlineData("""{"kind":"point","x":1,"y":2,"z":3}""", typeof(JsonException))]
    [InlineData("""{"kind":"point","x":1,"x":2,"y":2}""", typeof(JsonException))]
    [InlineData("""{"kind":"point","x":"1","y":2}""", typeof(JsonException))]
    [InlineData("""{"kind":"polygon","points":null}""", typeof(JsonException))]
    public void A_shape_that_is_not_exactly_one_is_refused(string json, Type exception) =>
        Assert.Equal(exception, Record.Exception(() => JsonSerializer.Deserialize<Shape>(json, DomainJson.Options))?.GetType());

    [Fact]
    public void A_field_keeps_its_kind()
    {
        Field field = new ChoiceField { Name = "mood", Options = [new("good"), new("bad")], ShowWhen = new("seen", ["true"]) };
        var json = JsonSerializer.Serialize(field, DomainJson.Options);
        var back = Assert.IsType<ChoiceField>(JsonSerializer.Deserialize<Field>(json, DomainJson.Options));

        Assert.Equal(1, json.Split("\"kind\"").Length - 1);
        Assert.Equal(json, JsonSerializer.Serialize<Field>(back, DomainJson.Options));
    }

    [Fact]
    public void Answers_are_plain_json()
    {
        var content = new AnnotationContent(Values: new Dictionary<string, FieldValue> { ["t"] = "x", ["n"] = 1.5, ["b"] = true, ["l"] = new ListValue(["a", "b"]) });
        var json = JsonSerializer.Serialize(content, DomainJson.Options);

        Assert.Equal("""{"values":{"t":"x","n":1.5,"b":true,"l":["a","b"]}}""", json);
        Assert.Equal(content.Values, JsonSerializer.Deserialize<AnnotationContent>(json, DomainJson.Options)!.Values);
    }

    [Theory]
    [InlineData("""{"values":{"a":null}}""")]
    [InlineData("""{"values":{"a":{}}}""")]
    [InlineData("""{"values":{"a":[1]}}""")]
    [InlineData("""{"regions":[{"id":"a","class":"c"}]}""")]
    [InlineData("""{"unknown":1}""")]
    public void Content_that_is_not_exactly_that_is_refused(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<AnnotationContent>(json, DomainJson.Options));

    [Fact]
    public void Enums_are_words_and_never_numbers()
    {
        Assert.Equal("\"in_review\"", JsonSerializer.Serialize(AnnotationState.InReview, DomainJson.Options));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<AnnotationState>("1", DomainJson.Options));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    public void Task_data_are_an_object(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<TaskData>(json, DomainJson.Options));
}
