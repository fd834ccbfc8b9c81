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
