using Cloison.Cli.Answers;
using Cloison.Formats.Files;
using Cloison.Inference.Answers;
using Cloison.Inference.Votes;

namespace Cloison.Tests.Inference.Answers;

public sealed class AnswerFileTests
{
    private const string Head = """{"task":"t","worker":"a",""";

    [Fact]
    public void Csv_with_quotes_batches_and_repeats_is_read()
    {
        var file = Csv("worker,task,label,batch\na,t,\"one, \"\"two\"\"\",x\nb,t,three,x\nb,t,four,x\n");

        Assert.Equal(["one, \"two\"", "three"], file.Table.Answers.ToArray());
        Assert.Equal("x", file.Facts.Batches["t"]);
        Assert.Equal(1, file.Facts.Repeated);
    }

    [Theory]
    [InlineData("\"label\":3}", typeof(AnswerFile.Labels))]
    [InlineData("\"labels\":[\"x\"]}", typeof(AnswerFile.Sets))]
    [InlineData("\"ranking\":[\"x\",\"y\"]}", typeof(AnswerFile.Rankings))]
    [InlineData("\"number\":3.5}", typeof(AnswerFile.Numbers))]
    [InlineData("\"text\":\"so it is\"}", typeof(AnswerFile.Texts))]
    [InlineData("\"preferred\":\"x\",\"over\":\"y\"}", typeof(AnswerFile.Comparisons))]
    [InlineData("\"boxes\":[[0,0,1,1,\"x\"]]}", typeof(AnswerFile.Regions))]
    [InlineData("\"boxes\":[{\"class\":\"x\",\"x\":0,\"y\":0,\"width\":1,\"height\":1}]}", typeof(AnswerFile.Regions))]
    [InlineData("\"polygons\":[{\"class\":\"x\",\"points\":[0,0,1,0,1,1]}],\"points\":[{\"class\":\"x\",\"x\":1,\"y\":2}]}", typeof(AnswerFile.Regions))]
    [InlineData("\"spans\":[[0,1,\"x\"]]}", typeof(AnswerFile.Spans))]
    [InlineData("\"text\":\"Ana\",\"spans\":[{\"class\":\"x\",\"start\":0,\"end\":3}]}", typeof(AnswerFile.Spans))]
    [InlineData("\"mask\":{\"width\":2,\"height\":2,\"runs\":[0,1]}}", typeof(AnswerFile.Masks))]
    [InlineData("\"mask\":{\"size\":[2,2],\"counts\":[1,2,1]}}", typeof(AnswerFile.Masks))]
    [InlineData("\"mask\":{\"size\":[2,2],\"counts\":\"121\"}}", typeof(AnswerFile.Masks))]
    public async Task Every_kind_of_json_line_is_read(string rest, Type kind) => Assert.IsType(kind, await JsonAsync(Head + rest));

    [Fact]
    public async Task Both_notations_of_a_box_of_an_outline_and_of_a_mask_say_the_same()
    {
        var boxes = Assert.IsType<AnswerFile.Regions>(await JsonAsync(Head + "\"boxes\":[[1,2,4,6,\"x\"],{\"class\":\"x\",\"x\":1,\"y\":2,\"width\":3,\"height\":4}]}"));
        var outlines = Assert.IsType<AnswerFile.Regions>(await JsonAsync(Head + "\"polygons\":[{\"class\":\"x\",\"points\":[0,0,1,0,1,1]},{\"class\":\"x\",\"points\":[[0,0],[1,0],[1,1]]}]}"));
        // Foreground is the second row of three columns: one pixel down each.
        var runs = Assert.IsType<AnswerFile.Masks>(await JsonAsync(Head + "\"mask\":{\"width\":3,\"height\":2,\"runs\":[3,3]}}"));
        var counts = Assert.IsType<AnswerFile.Masks>(await JsonAsync(Head + "\"mask\":{\"size\":[2,3],\"counts\":[1,1,1,1,1,1]}}"));

        Assert.Equal(boxes.Table.Answers[0][0].Shape, boxes.Table.Answers[0][1].Shape);
        Assert.Equal(outlines.Table.Answers[0][0].Shape, outlines.Table.Answers[0][1].Shape);
        Assert.Equal(runs.Table.Answers[0].Runs, counts.Table.Answers[0].Runs);
    }

    [Fact]
    public async Task Of_several_answers_of_one_worker_to_a_task_the_first_counts_or_the_last()
    {
        const string Lines = """{"task":"t","worker":"a","number":1}""" + "\n" + """{"task":"t","worker":"a","number":2}""";

        var first = Assert.IsType<AnswerFile.Numbers>(await JsonAsync(Lines));
        var last = Assert.IsType<AnswerFile.Numbers>(await JsonAsync(Lines, new() { Repeated = RepeatedVotes.KeepLast }));

        Assert.Equal([1.0], first.Table.Answers.ToArray());
        Assert.Equal(1, first.Facts.Repeated);
        Assert.Equal([2.0], last.Table.Answers.ToArray());
    }

    [Fact]
    public async Task Comparisons_without_a_task_answer_which_of_the_two_is_better()
    {
        var file = Assert.IsType<AnswerFile.Comparisons>(await JsonAsync("""{"worker":"a","preferred":"x","over":"y"}""" + "\n" + """{"worker":"b","preferred":"y","over":"x"}"""));

        Assert.Single(file.Table.Tasks);
        Assert.Equal(2, file.Table.Count);
    }

    [Fact]
    public async Task Right_answers_need_no_worker_and_the_last_of_a_task_counts()
    {
        var gold = Assert.IsType<AnswerFile.Numbers>(await JsonAsync("{\"item\":\"x\",\"score\":1}\n{\"item\":\"x\",\"score\":3}", AnswerOptions.Gold));

        Assert.Equal([3.0], gold.Table.Answers.ToArray());
    }

    [Theory]
    [InlineData("", "answers.csv is empty; its first line names the columns: task, worker, label.")]
    [InlineData("task,annotator,label\nt,a,x\nt,b\n", "answers.csv:3: the row has 2 cells, and the header has 3.")]
    [InlineData("task,annotator,label\nt,a,\"x\n", "answers.csv:2: the row opens a quote that is never closed.")]
    [InlineData("task,annotator,label\nt,,x\n", "answers.csv:2: the row has an empty cell in column 2.")]
    public void Bad_csv_is_refused_with_its_line(string text, string said) => Assert.Equal(said, Assert.Throws<InvalidDataException>(() => Csv(text)).Message);

    [Theory]
    [InlineData("", "answers.jsonl is empty.")]
    [InlineData("\n\n", "answers.jsonl is empty.")]
    [InlineData("{", "answers.jsonl:1: The line is not JSON.")]
    [InlineData("[1]", "answers.jsonl:1: not a JSON object.")]
    [InlineData("""{"task":"t","worker":"a"}""", "answers.jsonl:1: there must be an answer: one of label, labels, ranking, number, preferred, boxes, polygons, points, spans, mask, text.")]
    [InlineData("""{"task":"t","label":"a"}""", "answers.jsonl:1: worker is missing.")]
    [InlineData("""{"worker":"t","label":"a"}""", "answers.jsonl:1: task is missing.")]
    [InlineData("""{"task":"","worker":"a","label":"a"}""", "answers.jsonl:1: the task is empty.")]
    [InlineData("""{"task":["t"],"worker":"a","label":"a"}""", "answers.jsonl:1: [\"t\"] is not a text.")]
    [InlineData("""{"task":"t","worker":"a","label":"\ud800"}""", "answers.jsonl:1: a text is not valid Unicode.")]
    [InlineData("""{"task":"t","worker":"a","label":"x","number":1}""", "answers.jsonl:1: label and number are answers of different kinds.")]
    [InlineData("""{"task":"t","worker":"a","number":"NaN"}""", "answers.jsonl:1: \"NaN\" is not a number.")]
    [InlineData("""{"task":"t","worker":"a","number":1e999}""", "answers.jsonl:1: 1e999 is not a number.")]
    [InlineData("""{"task":"t","worker":"a","boxes":3}""", "answers.jsonl:1: 3 is not a list.")]
    [InlineData("""{"task":"t","worker":"a","boxes":[[0,0,1,1]]}""", "answers.jsonl:1: a box is [x1, y1, x2, y2, \"class\"].")]
    [InlineData("""{"task":"t","worker":"a","boxes":[[2,0,1,1,"x"]]}""", "answers.jsonl:1: a box has a negative width or height.")]
    [InlineData("""{"task":"t","worker":"a","boxes":[{"class":"x","x":0,"y":0,"width":1}]}""", "answers.jsonl:1: a box has no height.")]
    [InlineData("""{"task":"t","worker":"a","boxes":[{"class":"x","x":0,"y":0,"width":-1,"height":1}]}""", "answers.jsonl:1: a box has a negative width or height.")]
    [InlineData("""{"task":"t","worker":"a","boxes":[{"class":"","x":0,"y":0,"width":1,"height":1}]}""", "answers.jsonl:1: the class is empty.")]
    [InlineData("""{"task":"t","worker":"a","boxes":[{"class":"x","x":1e300,"y":0,"width":1,"height":1}]}""", "answers.jsonl:1: 1E+300 is beyond every picture.")]
    [InlineData("""{"task":"t","worker":"a","polygons":[{"class":"x","points":[0,0,1,1]}]}""", "answers.jsonl:1: a polygon has three vertices or more, each x and y.")]
    [InlineData("""{"task":"t","worker":"a","polygons":[{"class":"x","points":[[0,0],[1],[1,1]]}]}""", "answers.jsonl:1: a vertex is [x, y].")]
    [InlineData("""{"task":"t","worker":"a","spans":[[0.5,1,"x"]]}""", "answers.jsonl:1: 0.5 is not a whole number.")]
    [InlineData("""{"task":"t","worker":"a","spans":[{"class":"x","start":5,"end":5}]}""", "answers.jsonl:1: a span ends before it begins.")]
    [InlineData("""{"task":"t","worker":"a","spans":[{"class":"x","start":-1,"end":5}]}""", "answers.jsonl:1: a span begins before 0.")]
    [InlineData("""{"task":"t","worker":"a","text":"Ana","spans":[{"class":"x","start":0,"end":4}]}""", "answers.jsonl:1: a span ends at 4, and the text of t at 3.")]
    [InlineData("""{"task":"t","worker":"a","ranking":["x","x"]}""", "answers.jsonl:1: a ranking names an item twice.")]
    [InlineData("""{"worker":"a","preferred":"x","over":"x"}""", "answers.jsonl:1: x is compared with itself.")]
    [InlineData("""{"task":"t","worker":"a","mask":{"width":1,"height":1,"runs":[0,2]}}""", "answers.jsonl:1: A run leaves the mask.")]
    [InlineData("""{"task":"t","worker":"a","mask":{"size":[2,2],"counts":[1,1]}}""", "answers.jsonl:1: The counts are not those of a mask of 2 by 2.")]
    [InlineData("""{"task":"t","worker":"a","mask":{"size":[2,2],"counts":[5,-1]}}""", "answers.jsonl:1: The counts are not those of a mask of 2 by 2.")]
    [InlineData("""{"task":"t","worker":"a","mask":{"size":[2,2],"counts":"1o"}}""", "answers.jsonl:1: The counts are cut off.")]
    [InlineData("""{"task":"t","worker":"a","mask":{"size":[-2,2],"counts":""}}""", "answers.jsonl:1: a mask's side is 0 to 1000000 pixels.")]
    [InlineData("""{"task":"t","worker":"a","mask":{"size":[1000000,1000000],"counts":[]}}""", "answers.jsonl:1: A mask has a width and a height, and at most two thousand million pixels.")]
    public async Task Bad_json_lines_are_refused_with_their_line(string text, string said) =>
        Assert.Equal(said, (await Assert.ThrowsAsync<InvalidDataException>(() => JsonAsync(text))).Message);

    [Theory]
    [InlineData("\"label\":\"x\"}", "\"labels\":[]}", "answers.jsonl:3: labels, where the lines before have label.")]
    [InlineData("\"mask\":{\"size\":[2,2],\"counts\":[4]}}", "\"mask\":{\"size\":[2,3],\"counts\":[6]}}", "answers.jsonl:3: a mask of size [2, 3], where t had [2, 2] before.")]
    [InlineData("\"text\":\"Ana\",\"spans\":[]}", "\"text\":\"Bob\",\"spans\":[]}", "answers.jsonl:3: another text for t than before.")]
    [InlineData("\"spans\":[[0,9,\"x\"]]}", "\"text\":\"Ana\",\"spans\":[]}", "answers.jsonl:3: a span ends at 9, and the text of t at 3.")]
    [InlineData("\"length\":3,\"spans\":[]}", "\"length\":4,\"spans\":[]}", "answers.jsonl:3: the text of t is 4 long, and was 3 before.")]
    public async Task Lines_that_do_not_go_together_are_refused_at_the_later_one(string first, string second, string said) =>
        Assert.Equal(said, (await Assert.ThrowsAsync<InvalidDataException>(() => JsonAsync(Head + first + "\n\n" + """{"task":"t","worker":"b",""" + second))).Message);

    [Fact]
    public async Task A_line_that_never_ends_is_refused_and_not_held_in_memory()
    {
        var source = new SingleFileSource("answers.jsonl", _ => ValueTask.FromResult<Stream>(new Endless(2L * AnswerFileReader.MaxLineBytes)));

        Assert.StartsWith("answers.jsonl:1: The line is longer", (await Assert.ThrowsAsync<InvalidDataException>(() => AnswerFileReader.ReadAsync(source, AnswerOptions.Default, default))).Message, StringComparison.Ordinal);
    }

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

    private static AnswerFile.Labels Csv(string text) => CsvAnswers.Read(new StringReader(text), "answers.csv");

    private static Task<AnswerFile> JsonAsync(string text, AnswerOptions? options = null) =>
        AnswerFileReader.ReadAsync(new MemorySource("answers.jsonl", text), options ?? AnswerOptions.Default, TestContext.Current.CancellationToken);

    private sealed class Endless(long length) : Stream
    {
        private long left = length;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var given = (int)Math.Min(left, count);
            left -= given;
            buffer.AsSpan(offset, given).Fill((byte)'1');
            return given;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
