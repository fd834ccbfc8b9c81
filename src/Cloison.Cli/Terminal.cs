using System.CommandLine;
using System.Text.Json;
using Cloison.Cli.Answers;
using Cloison.Domain.Json;
using Spectre.Console;

namespace Cloison.Cli;

/// <summary>
/// Where a command writes: tables and bars for people, tab-separated lines and silence for pipes and logs. Colours follow the terminal and NO_COLOR.
/// </summary>
internal sealed class Terminal
{
    private readonly TextWriter output;
    private readonly TextWriter error;

    private Terminal(TextWriter output, TextWriter error) => (this.output, this.error) = (output, error);

    public static Terminal Of(ParseResult parsed) => new(parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);

    private bool OutputIsScreen => ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected;

    private bool ErrorIsScreen => ReferenceEquals(error, Console.Error) && !Console.IsErrorRedirected;

    /// <summary>An answer.</summary>
    public void Say(string line) => output.WriteLine(line);

    /// <summary>What goes on, beside the answer.</summary>
    public void Note(string line) => error.WriteLine(line);

    /// <summary>What of a file of answers does not count, and why.</summary>
    public void NoteFacts(AnswerFacts facts)
    {
        if (facts.Repeated > 0)
            Note($"{facts.Repeated} answers are left out: another of the same annotator to the same task counts.");
        if (facts.Unfit > 0)
            Note($"{facts.Unfit} answers are left out: they were sent back or replaced.");
    }

    /// <summary>One object, on one line.</summary>
    public void Json<T>(T value) => output.WriteLine(JsonSerializer.Serialize(value, DomainJson.Options));

    public void Table(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        if (!OutputIsScreen)
        {
            output.WriteLine(string.Join('\t', columns));
            foreach (var row in rows)
                output.WriteLine(string.Join('\t', row.Select(OnOneLine)));
            return;
        }

        var table = new Table().Border(TableBorder.Rounded);
        // The first column is what people copy: an id, a place.
        foreach (var (n, column) in columns.Index())
            table.AddColumn(new TableColumn(Markup.Escape(column)) { NoWrap = n == 0 });
        foreach (var row in rows)
            table.AddRow([.. row.Select(cell => Markup.Escape(cell))]);
        Screen(output).Write(table);
    }

    /// <summary>Shows how far work is, on a screen only.</summary>
    public Task<T> ProgressAsync<T>(string title, Func<Meter, Task<T>> work)
    {
        if (!ErrorIsScreen)
            return work(new(null));
        return Screen(error).Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(context => work(new(context.AddTask(Markup.Escape(title)).IsIndeterminate())));
    }

    private static IAnsiConsole Screen(TextWriter writer) => AnsiConsole.Create(new()
    {
        Out = new AnsiConsoleOutput(writer),
        ColorSystem = Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 } ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
    });

    private static string OnOneLine(string cell) => cell.ReplaceLineEndings(" ").Replace('\t', ' ');
}

/// <summary>How far one piece of work is; until it knows its total, only that it goes on. Several threads may move it.</summary>
internal sealed class Meter(ProgressTask? bar)
{
    private long value;

    public void Of(long total)
    {
        if (bar is null)
            return;
        bar.MaxValue = Math.Max(total, 1);
        bar.IsIndeterminate = false;
    }

    public void Add(long amount)
    {
        var now = Interlocked.Add(ref value, amount);
        if (bar is not null)
            bar.Value = now;
    }

    public void Set(long now) => Add(now - Interlocked.Read(ref value));

    public void Title(string text)
    {
        if (bar is not null)
            bar.Description = Markup.Escape(text);
    }
}
