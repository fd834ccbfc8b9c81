using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Cloison.Cli.Answers;
using Cloison.Cli.Answers.Aggregation;
using Cloison.Domain.Json;
using Cloison.Formats.Votes;
using Cloison.Inference.Adaptive;
using Cloison.Inference.Answers;
using Cloison.Inference.Categorical;
using Cloison.Inference.Categorical.Auto;
using Cloison.Inference.Categorical.Results;
using Cloison.Inference.Votes;

namespace Cloison.Cli.Commands;

/// <summary><c>cloison aggregate FILE</c>: one answer a task from those of several annotators, without a server.</summary>
internal static class Aggregate
{
    private static readonly Argument<string> Input = new("answers") { Description = "CSV with the columns task, worker and label, one vote a row; or JSON Lines (.jsonl): one answer a line, or an export of a project." };
    private static readonly Option<string?> Format = InputFormat.Option();
    private static readonly Option<string> Method = new("--method") { Description = $"How. Labels: {MethodIds}. Other answers: see the guide; a wrong name lists those that fit.", DefaultValueFactory = _ => AggregationMethods.Auto };
    private static readonly Option<string?> Gold = new("--gold") { Description = "Answers that are known to be right: CSV with the columns task and label, or JSON Lines of the same kind. The result is measured against them." };
    private static readonly Option<double> Share = new("--gold-share") { Description = "Labels: the part of the gold that auto weighs and calibrates by, chosen at random with a fixed seed; the rest measures.", DefaultValueFactory = _ => 0.05 };
    private static readonly Option<string?> To = new("--output") { Description = "The file to write; otherwise standard output." };
    private static readonly Option<string?> Form = new("--format") { Description = "csv: task,label,confidence. jsonl: an object a line. json: a report, with the result in it. Otherwise as the input is." };
    private static readonly Option<string?> Report = new("--report") { Description = "A file for the report beside the result." };
    private static readonly Option<RepeatedVotes?> Repeated = new("--repeated") { Description = "What becomes of several answers of a worker to a task: Keep (each counts; labels only, and their default), KeepFirst (the others' default), KeepLast." };
    private static readonly Option<string?> Part = new("--part") { Description = "Of an export with several parts: the name of a field, or regions." };
    private static readonly Option<double> PointReach = new("--point-reach") { Description = "Points so far apart, in pixels, have nothing to do with each other.", DefaultValueFactory = _ => 20 };
    private static readonly Option<bool> PlayAgain = new("--replay")
    {
        Description = "Plays the votes again instead: what accuracy how many answers a task would have given, with fixed redundancy, stopping when sure, and asking the best first.",
    };

    private static string MethodIds => string.Join(", ", CategoricalMethods.All.Select(m => m.Id));

    public static Command Command()
    {
        Form.AcceptOnlyFromAmong("csv", "jsonl", "json");
        var command = new Command("aggregate", "Finds the likely answer to each task from those of several annotators.") { Input, Format, Method, Gold, Share, To, Form, Report, Repeated, Part, PointReach, PlayAgain };
        command.SetAction((parsed, ct) => RunAsync(parsed, ct));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken ct)
    {
        var path = parsed.GetValue(Input)!;
        var repeated = parsed.GetValue(Repeated);
        if (!InputFormat.IsJsonLines(path, parsed.GetValue(Format)))
            return await OfVotesAsync(parsed, ReadVotes(path, repeated ?? RepeatedVotes.Keep), "csv", ct);
        var file = await InputFormat.ReadAsync(
            path, new() { Repeated = repeated ?? RepeatedVotes.KeepFirst, RepeatedLabels = repeated ?? RepeatedVotes.Keep, Part = parsed.GetValue(Part) }, ct);
        if (file is AnswerFile.Labels labels)
        {
            Terminal.Of(parsed).NoteFacts(file.Facts);
            return await OfVotesAsync(parsed, VotesOf(labels.Table), "jsonl", ct);
        }

        if (repeated == RepeatedVotes.Keep)
            throw CommandException.Usage("--repeated Keep is for labels: of other answers KeepFirst or KeepLast.");
        if (parsed.GetValue(PlayAgain))
            throw CommandException.Usage("--replay is for labels.");
        return await OfAnswersAsync(parsed, file, ct);
    }

    private static async Task<int> OfAnswersAsync(ParseResult parsed, AnswerFile file, CancellationToken ct)
    {
        var (terminal, method) = (Terminal.Of(parsed), parsed.GetValue(Method)!);
        var methods = AggregationMethods.Of(file);
        if (methods.Count == 0)
            throw new CommandException("There is no method for rankings: their comparisons, two by two, can be aggregated.");
        if (method != AggregationMethods.Auto && !methods.Contains(method))
            throw CommandException.Usage($"There is no method '{method}' for these answers: {AggregationMethods.Auto}, {string.Join(", ", methods)}.");
        if (parsed.GetValue(Form) == "csv")
            throw CommandException.Usage("CSV holds labels only: --format jsonl or json.");
        if (parsed.GetValue(PointReach) is not (> 0 and < double.PositiveInfinity))
            throw CommandException.Usage("--point-reach is above 0.");
        var gold = parsed.GetValue(Gold) is { } path ? await InputFormat.ReadAsync(path, AnswerOptions.Gold with { Part = parsed.GetValue(Part) }, ct) : null;
        terminal.NoteFacts(file.Facts);
        var result = AggregationMethods.Fit(file, method, parsed.GetValue(PointReach));
        var measured = gold is null ? null : result.Against(gold);
        if (result.Annotators.Count == 1)
            result.Notes.Add("There is one annotator only: what he says is the result.");
        if (!result.Convergence.IsConverged)
            result.Notes.Add($"The rounds ended before nothing changed any more ({result.Convergence.Iterations}).");
        foreach (var note in result.Notes)
            terminal.Note(note);
        Write(
            parsed, parsed.GetValue(Form) ?? "jsonl", to => AggregationWriter.WriteLines(to, result.Lines, result.WriteLine), to => AggregationWriter.WriteReport(to, result, measured),
            $"{result.Lines} {(result is ComparisonAggregation ? "items" : "tasks")} by {result.Method}, {result.Answers} answers of {result.Annotators.Count} annotators."
            + (measured is null ? "" : $" On {measured.Tasks} with gold: {string.Join(", ", measured.Figures.Select(f => string.Create(CultureInfo.InvariantCulture, $"{f.Name} {f.Value:0.0000}")))}."));
        return CommandLine.Done;
    }

    private static async Task<int> OfVotesAsync(ParseResult parsed, VoteTable votes, string usualForm, CancellationToken ct)
    {
        var chosen = CategoricalMethods.Find(parsed.GetValue(Method)!)
            ?? throw CommandException.Usage($"There is no method '{parsed.GetValue(Method)}': {MethodIds}.");
        var known = parsed.GetValue(Gold) is { } path ? await ReadGoldAsync(path, votes, parsed.GetValue(Part), ct) : null;
        if (parsed.GetValue(PlayAgain))
            return Replay(parsed, votes, known, parsed.GetValue(To), parsed.GetValue(Form) == "json");
        var fitted = known?.Sample(Math.Clamp(parsed.GetValue(Share), 0, 1));
        var result = Fit(chosen, votes, fitted);
        var report = AggregateReport.Of(result, known, chosen.Id == "auto" ? fitted : null);
        foreach (var note in report.Notes)
            Terminal.Of(parsed).Note(note);
        var form = parsed.GetValue(Form) ?? usualForm;
        Write(
            parsed, form, to => WriteLabels(to, result, form), to => report.Write(to, result),
            $"{result.Votes.TaskCount} tasks by {chosen.Title}.{(report.Measured is { } m ? string.Create(CultureInfo.InvariantCulture, $" Accuracy {m.Accuracy:0.0000} on {m.Tasks} gold tasks.") : "")}");
        return CommandLine.Done;
    }

    private static int Replay(ParseResult parsed, VoteTable votes, GoldLabels? known, string? to, bool asJson)
    {
        if (votes.ClassCount < 2)
            throw new CommandException("There is one label only: nothing can be right or wrong.");
        // A label that nobody gave cannot come out of any number of answers.
        var report = AdaptiveReplay.Run(votes, known is null ? [] : [.. known.Labels.Select(l => l < votes.ClassCount ? l : -1)], new());
        using var file = to is null ? null : Open(to);
        (file ?? parsed.InvocationConfiguration.Output).Write(asJson ? JsonSerializer.Serialize(report, DomainJson.Options) + "\n" : report.ToText());
        return CommandLine.Done;
    }

    private static VoteTable ReadVotes(string path, RepeatedVotes repeated)
    {
        var builder = new VoteTableBuilder();
        using var text = GoldLabels.Open(path);
        VoteFile.ReadVotes(text, Path.GetFileName(path), builder.Add);
        return builder.Count == 0 ? throw new CommandException($"{Path.GetFileName(path)} has a header and no votes.") : builder.Build(repeated);
    }

    private static VoteTable VotesOf(AnswerTable<string> table)
    {
        var builder = new VoteTableBuilder();
        for (var t = 0; t < table.Tasks.Count; t++)
            for (var i = 0; i < table.AnswersTo(t).Length; i++)
                builder.Add(table.Tasks[t], table.AnnotatorNames[table.AnnotatorsOf(t)[i]], table.AnswersTo(t)[i]);
        return builder.Build();
    }

    private static async Task<GoldLabels> ReadGoldAsync(string path, VoteTable votes, string? part, CancellationToken ct)
    {
        if (!InputFormat.IsJsonLines(path))
            return GoldLabels.Read(path, votes);
        return await InputFormat.ReadAsync(path, AnswerOptions.Gold with { Part = part }, ct) is AnswerFile.Labels known
            ? GoldLabels.Of(known.Table, votes)
            : throw new CommandException($"{Path.GetFileName(path)} has no labels.");
    }

    private static CategoricalResult Fit(CategoricalMethod method, VoteTable votes, int[]? fitted)
    {
        try
        {
            return method.Id == "auto" ? AutoMethod.Fit(votes, new() { Gold = fitted }) : method.Fit(votes);
        }
        catch (CategoricalException e)
        {
            throw new CommandException(e.Message);
        }
    }

    // What is found goes where it is wanted; in a file, with a line that says what.
    private static void Write(ParseResult parsed, string form, Action<TextWriter> writeResult, Action<TextWriter> writeReport, string summary)
    {
        var to = parsed.GetValue(To);
        using (var file = to is null ? null : Open(to))
            (form == "json" ? writeReport : writeResult)(file ?? parsed.InvocationConfiguration.Output);
        if (parsed.GetValue(Report) is { } beside)
        {
            using var report = Open(beside);
            writeReport(report);
        }

        if (to is not null)
            Terminal.Of(parsed).Say($"{to}: {summary}");
        else if (form == "jsonl")
            Terminal.Of(parsed).Note(summary);
    }

    private static StreamWriter Open(string path) => new(path, append: false, new UTF8Encoding(false));

    private static void WriteLabels(TextWriter to, CategoricalResult result, string form)
    {
        if (form == "jsonl")
        {
            AggregationWriter.WriteLines(to, result.Votes.TaskCount, (json, t) => AggregateReport.WriteLabel(json, result, t));
            return;
        }

        to.Write("task,label,confidence\n");
        for (var t = 0; t < result.Votes.TaskCount; t++)
            to.Write($"{Quoted(result.Votes.Tasks[t])},{Quoted(result.Votes.LabelNames[result.Labels[t]])},{result.Confidence(t).ToString("0.######", CultureInfo.InvariantCulture)}\n");
    }

    private static string Quoted(string cell) =>
        cell.AsSpan().ContainsAny(",\"\r\n") ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;
}
