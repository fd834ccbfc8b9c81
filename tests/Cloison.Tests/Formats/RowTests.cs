using System.Text;
using Cloison.Domain.Annotations;
using Cloison.Domain.Ontologies;
using Cloison.Formats;
using Cloison.Formats.Csv;
using Cloison.Formats.Dataset;
using Cloison.Formats.Files;
using Cloison.Formats.Input;
using Cloison.Formats.Rows;
using Cloison.Tests.TestData;
using FsCheck;
using FsCheck.Fluent;

namespace Cloison.Tests.Formats;

public sealed class RowTests
{
    private static readonly Ontology Form = new(Editor.Form, [new("text", InputKind.Text)], Fields:
    [
        new ChoiceField { Name = "mood", Options = [new("good"), new("bad")] }, new NumberField { Name = "stars" }, new BooleanField { Name = "clear" },
        new MultiChoiceField { Name = "topics", Options = [new("a"), new("b")] }, new TextField { Name = "text" },
    ]);

    [Fact]
    public async Task The_sample_is_read_by_its_guessed_mapping()
    {
        var read = await Datasets.ReadAsync(FormatCatalog.Csv, SingleFileSource.FromDisk(Repository.Sample("reviews.csv")));

        Assert.Empty(read.Refusals);
        Assert.Equal(6, read.Items.Count);
        Assert.Equal("Two lines:\nfast and quiet.", read.Items[3].Data.GetText("review"));
        Assert.Equal("It \"works\".", read.Items[2].Data.GetText("review"));
        Assert.Equal(["positive", "negative", "neutral"], Assert.IsType<ChoiceField>(Assert.Single(read.Ontology.Fields!)).Options.Select(o => o.Value));
        Assert.Equal(["r1", "r2", "r3", "r4", "r5", "r6"], read.Items.Select(i => i.ExternalId));
    }

    [Fact]
    public async Task A_mapping_makes_inputs_files_ids_batches_and_answers()
    {
        var mapping = new RowMapping(
        [
            new("k", ColumnRole.ExternalId), new("b", ColumnRole.Batch), new("t", ColumnRole.Input, "text"), new("f", ColumnRole.File, "image"),
            new("g", ColumnRole.Gold, "mood"), new("p", ColumnRole.Prediction, "mood"), new("n", ColumnRole.Gold, "stars", CellValue.Number), new("l", ColumnRole.Gold, "topics", CellValue.List),
        ]);
        var read = await Datasets.ReadAsync(FormatCatalog.Csv, "a.csv", "k,b,t,f,g,p,n,l,unused\n1,one,hello,x/y.png,good,bad,4.5,a|b,-\n", new() { Rows = mapping });
        var item = Assert.Single(read.Items);

        Assert.Equal(("1", "one", "hello", "x/y.png"), (item.ExternalId, item.Batch, item.Data.GetText("text"), MediaFile.First(item.Data)!.Name));
        Assert.Equal([AnswerKind.Prediction, AnswerKind.Gold], item.Answers!.Select(a => a.Kind));
        Assert.Equal(new Dictionary<string, FieldValue> { ["mood"] = "good", ["stars"] = 4.5, ["topics"] = new ListValue(["a", "b"]) }, item.Answers![1].Content.Values);
    }

    [Theory]
    [InlineData("a.csv", "a;b\r\n1,5;2\r\n3;4\r\n", ';')]
    [InlineData("a.csv", "a\tb\n1\t2\n", '\t')]
    [InlineData("a.csv", "a|b\r1|2\r", '|')]
    [InlineData("a.tsv", "a\tb\n\"1,x\"\t2\n", '\t')]
    [InlineData("a.csv", "\ufeffa,b\n1,2", ',')]
    public async Task The_delimiter_and_the_header_are_found(string name, string text, char delimiter)
    {
        var source = new MemorySource(name, text);
        var preview = await RowPreview.ReadAsync(source, source.Files[0], 10);

        Assert.Equal((delimiter, true), (preview.Delimiter, preview.HasHeader));
        Assert.Equal(["a", "b"], preview.Columns);
        Assert.Equal("2", preview.Rows[0][1]);
    }

    [Fact]
    public async Task A_table_without_names_gets_numbered_columns()
    {
        var source = new MemorySource("a.csv", "1,hello\n2,world\n");
        var preview = await RowPreview.ReadAsync(source, source.Files[0], 10);

        Assert.False(preview.HasHeader);
        Assert.Equal(["column1", "column2"], preview.Columns);
        Assert.Equal(2, preview.Rows.Count);
    }

    [Fact]
    public async Task Bad_rows_are_refused_with_their_line_and_the_others_read()
    {
        var options = new ImportOptions { Rows = new([new("id", ColumnRole.ExternalId), new("n", ColumnRole.Gold, Value: CellValue.Number)]) };
        var read = await Datasets.ReadAsync(FormatCatalog.Csv, "a.csv", "id,n\n1,1\n2\n3,x\n4,\"a\"b\n5,NaN\n6,\"multi\nline\"\n7,7\n8,\"never closed\n9,9\n", options);

        Assert.Equal(["1", "7", "9"], read.Items.Select(i => i.ExternalId));
        Assert.Equal(["a.csv:3", "a.csv:4", "a.csv:5", "a.csv:6", "a.csv:7", "a.csv:10"], read.Refusals.Select(r => r.Place));
    }

    [Fact]
    public async Task A_row_above_the_limit_is_refused_and_the_next_one_read()
    {
        var text = new StringBuilder("id,t\n1,").Append('x', 10_000_000).Append("\n2,short\n3,\"").Append('y', 10_000_000).Append("\n4,short\n").ToString();
        var read = await Datasets.ReadAsync(FormatCatalog.Csv, "a.csv", text);

        Assert.Equal(["2", "4"], read.Items.Select(i => i.ExternalId));
        Assert.Equal(["a.csv:2", "a.csv:4"], read.Refusals.Select(r => r.Place));
        Assert.All(read.Refusals, r => Assert.Contains("8,388,608", r.Reason, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Text_that_is_not_utf8_is_refused_by_row()
    {
        var read = await Datasets.ReadAsync(FormatCatalog.Csv, new MemorySource(("a.csv", Encoding.Latin1.GetBytes("id,t\n1,naïve\n2,plain\n"))));

        Assert.Equal("2", Assert.Single(read.Items).ExternalId);
        Assert.Contains("UTF-8", Assert.Single(read.Refusals).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public async Task Utf16_with_a_mark_is_read(string encoding)
    {
        var e = Encoding.GetEncoding(encoding);
        var bytes = e.GetPreamble().Concat(e.GetBytes("id,t\n1,naïve 🙂\n")).ToArray();

        Assert.Equal("naïve 🙂", Assert.Single((await Datasets.ReadAsync(FormatCatalog.Csv, new MemorySource(("a.csv", bytes)))).Items).Data.GetText("t"));
    }

    [Fact]
    public async Task A_missing_column_is_named()
    {
        var read = await Datasets.ReadAsync(FormatCatalog.Csv, "a.csv", "id,t\n1,x\n", new() { Rows = new([new("wanted", ColumnRole.Input)]) });

        Assert.Contains("'wanted'", Assert.Single(read.Refusals).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("=1+1", true)]
    [InlineData("+cmd", true)]
    [InlineData("-cmd", true)]
    [InlineData("@SUM(A1)", true)]
    [InlineData("\t=1", true)]
    [InlineData("\r=1", true)]
    [InlineData("＝1+1", true)]
    [InlineData("-5", false)]
    [InlineData("+1.5e3", false)]
    [InlineData("-5+cmd", true)]
    [InlineData("plain", false)]
    [InlineData("", false)]
    public void A_cell_that_a_spreadsheet_would_run_is_known(string cell, bool isFormula) => Assert.Equal(isFormula, CsvWriter.IsFormula(cell));

    [Fact]
    public async Task Formulas_get_an_apostrophe_unless_the_export_is_exact()
    {
        var items = new[] { Item("=HYPERLINK(\"x\")") };
        var (safe, fidelity) = await Datasets.WriteAsync(FormatCatalog.Csv, Form, items);
        var (exact, exactFidelity) = await Datasets.WriteAsync(FormatCatalog.Csv, Form, items, new() { Exact = true });

        Assert.Contains("\"'=HYPERLINK(\"\"x\"\")\"", Encoding.UTF8.GetString(safe), StringComparison.Ordinal);
        Assert.Equal(1, fidelity.Losses.Single(l => l.Kind == "text.formula").Count);
        Assert.DoesNotContain("'=", Encoding.UTF8.GetString(exact), StringComparison.Ordinal);
        Assert.True(exactFidelity.IsLossless);
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("tsv")]
    [InlineData("jsonl")]
    [InlineData("json")]
    public async Task An_exact_export_reads_back_equal(string format)
    {
        var items = new[]
        {
            Item("plain") with { Answers = [Answer(new() { ["mood"] = "good", ["stars"] = 4.25, ["clear"] = false, ["topics"] = new ListValue(["a", "b"]), ["text"] = "a,b\t\"c\"\r\nd" })] },
            Item(" spaces, \"quotes\"\r\nand\ttabs ") with { Batch = "one" },
            Item("=1+1 🙂") with { Answers = [Answer(new() { ["mood"] = "bad" })] },
        };
        var import = new ImportOptions { Rows = new RowLayout(Form).Mapping() };
        var read = await Datasets.RoundTripAsync(FormatCatalog.Find(format)!, new(items, [], Form), import, new() { Exact = true });

        Assert.Empty(read.Refusals);
        Assert.Equal(Datasets.Canonical(items), Datasets.Canonical(read.Items));
    }

    [Fact]
    public void Any_text_survives_a_csv_cell() => Prop.ForAll<string[]>(texts =>
    {
        // XML and CSV hold Unicode; half surrogates, and U+FFFF that marks bad bytes here, are none.
        var items = texts.Select((t, i) => Item(new string([.. (t ?? "").Where(c => !char.IsSurrogate(c) && c != '\uFFFF')])) with { ExternalId = $"{i:D9}" }).ToArray();
        var read = Datasets.RoundTripAsync(FormatCatalog.Csv, new(items, [], Form), new() { Rows = new RowLayout(Form).Mapping() }, new() { Exact = true }).GetAwaiter().GetResult();
        return Datasets.Canonical(items) == Datasets.Canonical(read.Items);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public async Task What_a_table_cannot_hold_is_counted()
    {
        var answer = new LabelledAnswer(AnswerKind.Annotation, new([new("r", "c", new Span("text", 0, 1))], [new("l", "n", "r", "r")]), "ann");
        var (_, fidelity) = await Datasets.WriteAsync(FormatCatalog.Csv, Form, [Item("x") with { Answers = [answer, answer] }]);

        Assert.Equal([("answer", 1L), ("answer.facts", 1L), ("region", 1L), ("relation", 1L)], fidelity.Losses.Select(l => (l.Kind, l.Count)));
    }

    [Fact]
    public async Task Json_rows_keep_their_kinds_and_bad_ones_are_refused()
    {
        var read = await Datasets.ReadAsync(FormatCatalog.Jsonl, "a.jsonl",
            """
            {"id":1,"text":"a","label":"x","meta":{"k":[1,2]}}
            {"id":2,"text":"a","label":{"x":1}}
            not json
            [1]
            {"id":3,"text":"\ud800","label":"x"}

            {"id":4,"text":"b","label":true}
            """);

        Assert.Equal(["1", "4"], read.Items.Select(i => i.ExternalId));
        Assert.Equal("[1,2]", read.Items[0].Data.Json["meta"]!["k"]!.ToJsonString());
        Assert.Equal(true, read.Items[1].Answers![0].Content.Values!["label"]);
        Assert.Equal(["a.jsonl:2", "a.jsonl:3", "a.jsonl:4", "a.jsonl:5"], read.Refusals.Select(r => r.Place));
    }

    [Theory]
    [InlineData("""[{"text":"a"},{"text":"b"}]""", 2, 0)]
    [InlineData("""{"version":1,"data":[{"text":"a"},{"text":"b"}]}""", 2, 0)]
    [InlineData("""[{"text":"a"},17,{"text":"b"}]""", 2, 1)]
    [InlineData("""[{"text":"a"},{"te""", 1, 1)]
    [InlineData("""[{"text":"a"}] trailing""", 1, 1)]
    [InlineData("\"text\"", 0, 1)]
    [InlineData("", 0, 1)]
    public async Task A_json_document_is_read_as_far_as_it_goes(string text, int items, int refusals)
    {
        var read = await Datasets.ReadAsync(FormatCatalog.Json, "a.json", text, new() { Rows = new([new("text", ColumnRole.Input)]) });

        Assert.Equal((items, refusals), (read.Items.Count, read.Refusals.Count));
    }

    [Fact]
    public async Task Deep_json_is_refused()
    {
        var deep = string.Concat(Enumerable.Repeat("[", 100_000));
        Assert.NotEmpty((await Datasets.ReadAsync(FormatCatalog.Json, "a.json", $$"""[{"text":{{deep}}""")).Refusals);
        Assert.NotEmpty((await Datasets.ReadAsync(FormatCatalog.Jsonl, "a.jsonl", $$"""{"text":{{deep}}""")).Refusals);
        var read = await Datasets.ReadAsync(FormatCatalog.Json, "a.json", $$"""[{"text":{{deep[..200]}}{{deep[..200].Replace('[', ']')}}},{"text":"good"}]""", new() { Rows = new([new("text", ColumnRole.Input)]) });
        Assert.Single(read.Items);
        Assert.Single(read.Refusals);
    }

    [Fact]
    public async Task A_long_line_of_json_is_refused_and_the_next_one_read()
    {
        var read = await Datasets.ReadAsync(FormatCatalog.Jsonl, "a.jsonl", $$"""
            {"text":"{{new string('x', 10_000_000)}}"}
            {"text":"short"}
            """);

        Assert.Equal("short", Assert.Single(read.Items).Data.GetText("text"));
        Assert.Equal("a.jsonl:1", Assert.Single(read.Refusals).Place);
    }

    [Fact]
    public async Task Lines_are_found_whatever_the_pieces_that_a_stream_gives()
    {
        var lines = Enumerable.Range(0, 500).Select(i => new string('x', i)).ToArray();
        var found = new List<string>();
        await using var stream = new MemoryStream(Encoding.UTF8.GetBytes(string.Join("\r\n", lines)));
        await foreach (var line in LineReader.ReadAsync(stream, 450, CancellationToken.None))
            found.Add(line.TooLong ? "long" : line.Decode());

        Assert.Equal(lines.Select(l => l.Length > 449 ? "long" : l), found.Select((f, i) => lines[i].Length == 450 ? "long" : f));
    }

    private static DatasetItem Item(string text) => new(new(new() { ["text"] = text }), [], text.Length.ToString());

    private static LabelledAnswer Answer(Dictionary<string, FieldValue> values) => new(AnswerKind.Annotation, new(Values: values));
}
