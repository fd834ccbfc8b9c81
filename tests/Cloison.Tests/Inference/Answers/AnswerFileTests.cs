using Cloison.Cli.Agreement;
using Cloison.Inference.Answers;
using Cloison.Inference.Votes;

namespace Cloison.Tests.Inference.Answers;

public sealed class AnswerFileTests
{
    [Fact]
    public void Csv_with_quotes_batches_and_repeats_is_read()
    {
        var file = Assert.IsType<AnswerFile.Labels>(Csv("worker,task,label,batch\na,t,\"one, \"\"two\"\"\",x\nb,t,three,x\nb,t,four,x\n"));

        Assert.Equal(["one, \"two\"", "three"], file.Table.Answers.ToArray());
        Assert.Equal("x", file.Batches["t"]);
        Assert.Equal(1, file.Repeated);
    }

    [Fact]
    public void Every_kind_of_json_line_is_read()
    {
        const string Head = """{"task":"t","annotator":"a",""";
        Assert.IsType<AnswerFile.Labels>(Json(Head + "\"label\":3}"));
        Assert.IsType<AnswerFile.Sets>(Json(Head + "\"labels\":[\"x\"]}"));
        Assert.IsType<AnswerFile.Rankings>(Json(Head + "\"ranking\":[\"x\",\"y\"]}"));
        Assert.IsType<AnswerFile.Regions>(Json(Head + "\"boxes\":[[0,0,1,1,\"x\"]]}"));
        Assert.IsType<AnswerFile.Regions>(Json(Head + "\"spans\":[[0,1,\"x\"]]}"));
        Assert.IsType<AnswerFile.Masks>(Json(Head + "\"mask\":{\"width\":2,\"height\":2,\"runs\":[0,1]}}"));
    }

    [Theory]
    [InlineData("", "Line 1: the file is empty.")]
    [InlineData("task,label\n", "Line 1: no column annotator or worker.")]
    [InlineData("task,annotator,label\nt,a,x\nt,b\n", "Line 3: 2 cells where the head line has 3.")]
    [InlineData("task,annotator,label\nt,a,\"x\n", "Line 2: a quoted cell does not end on its line.")]
    [InlineData("task,annotator,label\nt,,x\n", "Line 2: the annotator is empty.")]
    public void Bad_csv_is_refused_with_its_line(string text, string said) => Assert.Equal(said, Assert.Throws<InvalidDataException>(() => Csv(text)).Message);

    [Theory]
    [InlineData("", "Line 1: the file is empty.")]
    [InlineData("[1]", "Line 1: not a JSON object.")]
    [InlineData("""{"task":"t","annotator":"a"}""", "Line 1: there must be one of label, labels, ranking, boxes, spans, mask.")]
    [InlineData("""{"task":"t","label":"a"}""", "Line 1: annotator is missing.")]
    [InlineData("""{"task":1,"annotator":"a","label":"a"}""", "Line 1: 1 is not a text.")]
    [InlineData("""{"task":"t","annotator":"a","boxes":[[0,0,1,1]]}""", "Line 1: a box is [x1, y1, x2, y2, \"label\"].")]
    [InlineData("""{"task":"t","annotator":"a","boxes":[[2,0,1,1,"x"]]}""", "Line 1: a box ends before it begins.")]
    [InlineData("""{"task":"t","annotator":"a","spans":[[0.5,1,"x"]]}""", "Line 1: 0.5 is not a whole number.")]
    [InlineData("""{"task":"t","annotator":"a","ranking":["x","x"]}""", "Line 1: a ranking names an item twice.")]
    [InlineData("{\"task\":\"t\",\"annotator\":\"a\",\"label\":\"x\"}\n\n{\"task\":\"t\",\"annotator\":\"b\",\"labels\":[]}", "Line 3: labels, where the lines before have label.")]
    public void Bad_json_lines_are_refused_with_their_line(string text, string said) => Assert.Equal(said, Assert.Throws<InvalidDataException>(() => Json(text)).Message);

    [Theory]
    [InlineData("{", "Line 1: not JSON")]
    [InlineData("""{"task":"t","annotator":"a","mask":{"width":1,"height":1,"runs":[0,2]}}""", "Line 1: A run leaves the mask")]
    public void What_the_parser_or_the_mask_says_comes_with_its_line(string text, string said) =>
        Assert.StartsWith(said, Assert.Throws<InvalidDataException>(() => Json(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Of_repeated_answers_those_stay_that_the_rule_names()
    {
        var builder = new AnswerTableBuilder<int>();
        builder.Add("t", "a", 1);
        builder.Add("t", "a", 2);

        Assert.Equal([1, 2], builder.Build().Answers.ToArray());
        Assert.Equal([1], builder.Build(RepeatedVotes.KeepFirst).Answers.ToArray());
        Assert.Equal([2], builder.Build(RepeatedVotes.KeepLast).Answers.ToArray());
    }

    private static AnswerFile Csv(string text) => AnswerFileReader.Read(new StringReader(text), isCsv: true);

    private static AnswerFile Json(string text) => AnswerFileReader.Read(new StringReader(text), isCsv: false);
}
