namespace Cloison.ServerTests.Cli;

/// <summary><c>cloison aggregate</c> and <c>agreement</c> on files, as somebody types them.</summary>
public sealed class AggregateTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("cloison-aggregate-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Votes_become_a_label_and_a_confidence_for_each_task()
    {
        var run = await CliRun.OfAsync("aggregate", Votes(), "--method", "mv");

        Assert.Equal(0, run.ExitCode);
        var lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("task,label,confidence", lines[0]);
        Assert.Equal(13, lines.Length);
        Assert.StartsWith("t0,good,", lines[1]);
    }

    [Fact]
    public async Task A_ragged_row_is_named_with_its_line_and_nothing_is_written()
    {
        var (file, output) = (Path.Combine(folder, "ragged.csv"), Path.Combine(folder, "out.csv"));
        await File.WriteAllTextAsync(file, "task,worker,label\nt0,w0,good\nt1,w0\n", TestContext.Current.CancellationToken);

        var run = await CliRun.OfAsync("aggregate", file, "--output", output);

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("ragged.csv:3:", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(output));
    }

    [Fact]
    public async Task Past_votes_are_played_again_with_the_curve_of_answers_and_accuracy()
    {
        var gold = Path.Combine(folder, "gold.csv");
        await File.WriteAllTextAsync(gold, "task,label\n" + string.Concat(Enumerable.Range(0, 12).Select(t => $"t{t},{(t % 3 == 0 ? "good" : "bad")}\n")), TestContext.Current.CancellationToken);

        var run = await CliRun.OfAsync("aggregate", Votes(), "--gold", gold, "--replay");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("fixed redundancy", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Agreement_is_printed_with_its_intervals()
    {
        var run = await CliRun.OfAsync("agreement", Votes(), "--measure", "alpha");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("alpha", run.Output, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Boxes_in_json_lines_become_a_line_a_task_a_report_beside_it_and_figures_against_gold()
    {
        var (output, report) = (Path.Combine(folder, "result.jsonl"), Path.Combine(folder, "report.json"));
        var gold = Written("gold.jsonl", Enumerable.Range(0, 6).Select(t => $$"""{"task":"t{{t}}","boxes":[[0,0,10,10,"car"]]}"""));

        var run = await CliRun.OfAsync("aggregate", Boxes(), "--gold", gold, "--output", output, "--report", report);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("f1@0.5 1.0000", run.Output, StringComparison.Ordinal);
        Assert.Equal(6, (await File.ReadAllLinesAsync(output, TestContext.Current.CancellationToken)).Length);
        Assert.Contains("\"hitRate\"", await File.ReadAllTextAsync(report, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Labels_are_aggregated_alike_from_a_table_and_from_json_lines()
    {
        var table = await CliRun.OfAsync("aggregate", Votes(), "--format", "jsonl");
        var rows = (await File.ReadAllLinesAsync(Votes(), TestContext.Current.CancellationToken)).Skip(1).Select(r => r.Split(','));
        var lines = await CliRun.OfAsync("aggregate", Written("votes.jsonl", rows.Select(r => $$"""{"task":"{{r[0]}}","worker":"{{r[1]}}","label":"{{r[2]}}"}""")));

        Assert.Equal(0, lines.ExitCode);
        Assert.Equal(table.Output, lines.Output);
    }

    [Fact]
    public async Task A_bad_line_ends_it_with_its_place_and_nothing_is_written()
    {
        var output = Path.Combine(folder, "out.jsonl");
        var run = await CliRun.OfAsync("aggregate", Written("bad.jsonl", ["""{"task":"t","worker":"a","boxes":[]}""", """{"task":"t","worker":"b","boxes":[[2,0,1,1,"x"]]}"""]), "--output", output);

        Assert.Equal(1, run.ExitCode);
        Assert.Equal("bad.jsonl:2: a box has a negative width or height.", run.Error.TrimEnd());
        Assert.False(File.Exists(output));
    }

    [Theory]
    [InlineData("There is no method 'ds' for these answers: auto, regions.", "--method", "ds")]
    [InlineData("CSV holds labels only: --format jsonl or json.", "--format", "csv")]
    [InlineData("--repeated Keep is for labels: of other answers KeepFirst or KeepLast.", "--repeated", "Keep")]
    [InlineData("--replay is for labels.", "--replay")]
    public async Task What_boxes_do_not_have_is_wrong_usage(string said, params string[] options)
    {
        var run = await CliRun.OfAsync(["aggregate", Boxes(), .. options]);

        Assert.Equal((2, said), (run.ExitCode, run.Error.TrimEnd()));
    }

    [Fact]
    public async Task A_file_of_any_name_is_read_as_what_the_option_says()
    {
        var file = Path.ChangeExtension(Boxes(), ".txt");
        File.Move(Boxes(), file);

        Assert.Equal(0, (await CliRun.OfAsync("aggregate", file, "--input-format", "jsonl")).ExitCode);
        Assert.Equal(0, (await CliRun.OfAsync("agreement", file, "--input-format", "jsonl")).ExitCode);
        Assert.Equal(1, (await CliRun.OfAsync("aggregate", file)).ExitCode);
    }

    [Fact]
    public async Task Agreement_about_boxes_is_printed_over_all_per_class_and_per_pair()
    {
        var run = await CliRun.OfAsync("agreement", Boxes());

        Assert.Equal(0, run.ExitCode);
        foreach (var line in new[] { "f1@0.5\tall\t1.0000", "f1@0.75\tall", "alpha@0.5\tall", "f1@0.5\tclass car", "f1@0.5\tpair a / b" })
            Assert.Contains(line, run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("raw", "\"label\":\"x\"")]
    [InlineData("alpha-interval", "\"number\":1")]
    [InlineData("similarity-words", "\"text\":\"so it is\"")]
    [InlineData("jaccard", "\"labels\":[\"x\"]")]
    [InlineData("dice", "\"mask\":{\"size\":[1,2],\"counts\":[1,1]}")]
    [InlineData("f1@0.5", "\"spans\":[[0,2,\"x\"]]")]
    [InlineData("raw", "\"preferred\":\"x\",\"over\":\"y\"")]
    [InlineData("kendall-tau", "\"ranking\":[\"x\",\"y\"]")]
    public async Task Every_kind_of_answer_has_its_measures(string measure, string answer)
    {
        var run = await CliRun.OfAsync("agreement", Written("kind.jsonl", from t in "12" from w in "ab" select $$"""{ {{answer}}, "task":"t{{t}}","worker":"{{w}}"}"""));

        Assert.Equal(0, run.ExitCode);
        Assert.Contains($"{measure}\tall", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_annotator_agrees_with_nobody()
    {
        var run = await CliRun.OfAsync("agreement", Written("one.jsonl", ["""{"task":"t","worker":"a","number":1}"""]));

        Assert.Equal((0, "There is one annotator only: nothing can be compared."), (run.ExitCode, run.Error.TrimEnd()));
        Assert.Contains("alpha-interval\tall\t-", run.Output, StringComparison.Ordinal);
    }

    private string Boxes() => Written("boxes.jsonl", from t in Enumerable.Range(0, 6) from w in "abc" select $$"""{"task":"t{{t}}","worker":"{{w}}","boxes":[[{{(w == 'c' ? 1 : 0)}},0,10,10,"car"]]}""");

    private string Written(string name, IEnumerable<string> lines)
    {
        var file = Path.Combine(folder, name);
        File.WriteAllLines(file, lines);
        return file;
    }

    // Four people on twelve tasks; the last one is wrong every third time.
    private string Votes()
    {
        var file = Path.Combine(folder, "votes.csv");
        File.WriteAllText(file, "task,worker,label\n" + string.Concat(
            from t in Enumerable.Range(0, 12)
            from w in Enumerable.Range(0, 4)
            select $"t{t},w{w},{((t % 3 == 0) ^ (w == 3 && t % 4 == 1) ? "good" : "bad")}\n"));
        return file;
    }
}
