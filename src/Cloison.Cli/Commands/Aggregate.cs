using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Cloison.Domain.Json;
using Cloison.Formats.Votes;
using Cloison.Inference.Adaptive;
using Cloison.Inference.Categorical;
using Cloison.Inference.Categorical.Auto;
using Cloison.Inference.Categorical.Results;
using Cloison.Inference.Votes;

namespace Cloison.Cli.Commands;

/// <summary><c>cloison aggregate labels.csv</c>: one label a task from the votes of several annotators, without a server.</summary>
internal static class Aggregate
{
    public static Command Command()
    {
        var input = new Argument<string>("labels") { Description = "CSV with the columns task, worker and label, one vote a row." };
        var method = new Option<string>("--method") { Description = $"How: {string.Join(", ", CategoricalMethods.All.Select(m => m.Id))}.", DefaultValueFactory = _ => "auto" };
        var gold = new Option<string?>("--gold") { Description = "CSV with the columns task and label: labels that are known. The result is measured against them." };
        var share = new Option<double>("--gold-share") { Description = "The part of the gold that auto weighs and calibrates by, chosen at random with a fixed seed; the rest measures.", DefaultValueFactory = _ => 0.05 };
        var output = new Option<string?>("--output") { Description = "The file to write; otherwise standard output." };
        var format = new Option<string>("--format") { Description = "csv: task,label,confidence. json: a report, with the labels in it.", DefaultValueFactory = _ => "csv" };
        var repeated = new Option<RepeatedVotes>("--repeated") { Description = "What becomes of several votes of a worker on a task: Keep (each counts), KeepFirst, KeepLast.", DefaultValueFactory = _ => RepeatedVotes.Keep };
        var replay = new Option<bool>("--replay")
        {
            Description = "Plays the votes again instead: what accuracy how many answers a task would have given, with fixed redundancy, stopping when sure, and asking the best first.",
        };
        format.AcceptOnlyFromAmong("csv", "json");
        var command = new Command("aggregate", "Finds the likely label of each task from the votes of several annotators.") { input, method, gold, share, output, format, repeated, replay };
        command.SetAction(parsed =>
        {
            var chosen = CategoricalMethods.Find(parsed.GetValue(method)!)
                ?? throw CommandException.Usage($"There is no method '{parsed.GetValue(method)}': {string.Join(", ", CategoricalMethods.All.Select(m => m.Id))}.");
            var votes = ReadVotes(parsed.GetValue(input)!, parsed.GetValue(repeated));
            var known = parsed.GetValue(gold) is { } path ? GoldLabels.Read(path, votes) : null;
            if (parsed.GetValue(replay))
                return Replay(parsed, votes, known, parsed.GetValue(output), parsed.GetValue(format) == "json");
            var fitted = known?.Sample(Math.Clamp(parsed.GetValue(share), 0, 1));
            var result = Fit(chosen, votes, fitted);
            var report = AggregateReport.Of(result, known, chosen.Id == "auto" ? fitted : null);
            var terminal = Terminal.Of(parsed);
            foreach (var note in report.Notes)
                terminal.Note(note);
            var to = parsed.GetValue(output);
            using var file = to is null ? null : new StreamWriter(to, append: false, new UTF8Encoding(false));
            Write(file ?? parsed.InvocationConfiguration.Output, result, report, parsed.GetValue(format) == "json");
            if (to is not null)
                terminal.Say($"{to}: {result.Votes.TaskCount} tasks by {chosen.Title}.{(report.Measured is { } m ? string.Create(CultureInfo.InvariantCulture, $" Accuracy {m.Accuracy:0.0000} on {m.Tasks} gold tasks.") : "")}");
            return CommandLine.Done;
        });
        return command;
    }

    private static int Replay(ParseResult parsed, VoteTable votes, GoldLabels? known, string? to, bool asJson)
    {
        if (votes.ClassCount < 2)
            throw new CommandException("There is one label only: nothing can be right or wrong.");
        // A label that nobody gave cannot come out of any number of answers.
        var report = AdaptiveReplay.Run(votes, known is null ? [] : [.. known.Labels.Select(l => l < votes.ClassCount ? l : -1)], new());
        using var file = to is null ? null : new StreamWriter(to, append: false, new UTF8Encoding(false));
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

    private static void Write(TextWriter to, CategoricalResult result, AggregateReport report, bool asJson)
    {
        if (asJson)
        {
            report.Write(to, result);
            return;
        }

        to.Write("task,label,confidence\n");
        for (var t = 0; t < result.Votes.TaskCount; t++)
            to.Write($"{Quoted(result.Votes.Tasks[t])},{Quoted(result.Votes.LabelNames[result.Labels[t]])},{result.Confidence(t).ToString("0.######", CultureInfo.InvariantCulture)}\n");
    }

    private static string Quoted(string cell) =>
        cell.AsSpan().ContainsAny(",\"\r\n") ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;
}
