using System.CommandLine;
using System.Globalization;
using Cloison.Cli.Agreement;
using Cloison.Inference.Agreement;
using Cloison.Inference.Answers;
using Cloison.Inference.Regions;

namespace Cloison.Cli.Commands;

/// <summary><c>cloison agreement FILE</c>: how far annotators agree, with intervals, without a server.</summary>
internal static class MeasureAgreement
{
    public static Command Command()
    {
        var file = new Argument<string>("file") { Description = "CSV with the columns task, annotator, label; or JSON Lines (.jsonl) of labels, sets, rankings, boxes, spans or masks." };
        var measure = new Option<string[]>("--measure") { Description = "Only these, by name: alpha, cohen, fleiss, ac1, …; a wrong name lists all.", AllowMultipleArgumentsPerToken = true };
        var order = new Option<string?>("--order") { Description = "The labels from least to most, with commas: adds weighted and ordinal measures." };
        var numbers = new Option<bool>("--numbers") { Description = "Labels are numbers: interval alpha, ICC, Kendall's W." };
        var thresholds = new Option<double[]>("--threshold") { Description = "Overlap from which on two boxes or spans are the same.", DefaultValueFactory = _ => [0.5, 0.75], AllowMultipleArgumentsPerToken = true };
        var resamples = new Option<int>("--resamples") { Description = "Of the bootstrap over tasks; 0 for no intervals.", DefaultValueFactory = _ => 1000 };
        var seed = new Option<ulong>("--seed") { Description = "Of the bootstrap.", DefaultValueFactory = _ => 1 };
        var shared = new Option<int>("--min-shared") { Description = "Pairs of annotators need so many shared tasks.", DefaultValueFactory = _ => 5 };
        var format = new Option<string>("--format") { Description = "table or json (an object a line).", DefaultValueFactory = _ => "table" };
        format.AcceptOnlyFromAmong("table", "json");
        var command = new Command("agreement", "Measures how far annotators agree: over all, per class, per pair, per batch.")
        {
            file, measure, order, numbers, thresholds, resamples, seed, shared, format,
        };
        command.SetAction(parsed =>
        {
            var path = parsed.GetValue(file)!;
            if (!File.Exists(path))
                throw new CommandException($"There is no file {path}.");
            if (parsed.GetValue(resamples) < 0)
                throw CommandException.Usage("--resamples is 0 or more.");
            if (Array.Exists(parsed.GetValue(thresholds)!, t => t is not (> 0 and <= 1)))
                throw CommandException.Usage("--threshold is above 0 and at most 1.");
            using var reader = new StreamReader(path);
            var answers = AnswerFileReader.Read(reader, isCsv: !path.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase));
            var options = new AgreementOptions(parsed.GetValue(resamples), Seed: parsed.GetValue(seed), MinSharedTasks: parsed.GetValue(shared));
            var only = parsed.GetValue(measure) is { Length: > 0 } names ? names : null;
            var terminal = Terminal.Of(parsed);
            if (answers.Repeated > 0)
                terminal.Note($"{answers.Repeated} answers are left out: the same annotator had answered the same task before.");
            var rows = answers switch
            {
                AnswerFile.Labels f when parsed.GetValue(numbers) => Numbers(f, only, options),
                AnswerFile.Labels f => Labels(f, parsed.GetValue(order), only, options),
                AnswerFile.Regions f => Regions(f, parsed.GetValue(thresholds)!, only, options),
                AnswerFile.Masks f => Rows(f.Table, Chosen(Measures.Masks, only), f, options),
                AnswerFile.Sets f => Rows(f.Table, Chosen(Measures.Sets, only), f, options),
                AnswerFile.Rankings f => Rows(f.Table, Chosen(Measures.Rankings, only), f, options),
                _ => [],
            };
            Print(terminal, rows, parsed.GetValue(format) == "json");
            return CommandLine.Done;
        });
        return command;
    }

    private static IEnumerable<AgreementRow> Labels(AnswerFile.Labels file, string? order, string[]? only, AgreementOptions options)
    {
        var labels = file.Table.Answers.ToArray().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        if (order is not null)
        {
            var ordered = order.Split(',', StringSplitOptions.TrimEntries);
            if (labels.Except(ordered, StringComparer.Ordinal).FirstOrDefault() is { } missing)
                throw CommandException.Usage($"--order does not name the label {missing}.");
            labels = [.. ordered.Distinct(StringComparer.Ordinal)];
        }

        var index = labels.Index().ToDictionary(l => l.Item, l => l.Index, StringComparer.Ordinal);
        var table = file.Table.Select(l => index[l]);
        IReadOnlyList<Measure<int>> all = [.. Measures.Categorical(labels.Length), .. order is null ? [] : Measures.Ordered(labels.Length)];
        return Rows(table, Chosen(all, only), file, options).Concat(AgreementReport.OfClasses(table, labels, only, options));
    }

    private static IEnumerable<AgreementRow> Numbers(AnswerFile.Labels file, string[]? only, AgreementOptions options)
    {
        var table = file.Table.Select(l => double.TryParse(l, CultureInfo.InvariantCulture, out var x) ? x : throw CommandException.Usage($"With --numbers, {l} is not one."));
        return Rows(table, Chosen(Measures.Numeric, only), file, options);
    }

    private static IEnumerable<AgreementRow> Regions(AnswerFile.Regions file, double[] thresholds, string[]? only, AgreementOptions options)
    {
        var measures = Chosen(Measures.Regions(new ShapeOverlap(), thresholds), only);
        return Rows(file.Table, measures, file, options).Concat(AgreementReport.OfClasses(file.Table, measures, options));
    }

    private static IEnumerable<AgreementRow> Rows<T>(AnswerTable<T> table, IReadOnlyList<Measure<T>> measures, AnswerFile file, AgreementOptions options) =>
        AgreementReport.OfAll(table, measures, options)
            .Concat(AgreementReport.OfPairs(table, measures, options))
            .Concat(AgreementReport.OfBatches(table, measures, t => file.Batches.GetValueOrDefault(table.Tasks[t]), options));

    private static IReadOnlyList<Measure<T>> Chosen<T>(IReadOnlyList<Measure<T>> all, string[]? only)
    {
        if (only is not null && Array.Find(only, name => all.All(m => m.Name != name)) is { } unknown)
            throw CommandException.Usage($"No measure {unknown} fits these answers: {string.Join(", ", all.Select(m => m.Name))} do.");
        return AgreementReport.Named(all, only);
    }

    private static void Print(Terminal terminal, IEnumerable<AgreementRow> rows, bool isJson)
    {
        if (isJson)
        {
            foreach (var row in rows)
                terminal.Json(new AgreementLine(
                    row.Measure, row.Scope.ToString().ToLowerInvariant(), row.Of, Finite(row.Figure.Value), row.Figure.Interval?.Low, row.Figure.Interval?.High, row.Figure.Tasks));
            return;
        }

        terminal.Table(["measure", "of", "value", "95 % low", "high", "tasks"], rows.Select(r => new[]
        {
            r.Measure, r.Scope == AgreementScope.All ? "all" : $"{r.Scope.ToString().ToLowerInvariant()} {string.Join(" / ", r.Of)}",
            Text(r.Figure.Value), Text(r.Figure.Interval?.Low ?? double.NaN), Text(r.Figure.Interval?.High ?? double.NaN), $"{r.Figure.Tasks}",
        }));
    }

    private static double? Finite(double x) => double.IsFinite(x) ? x : null;

    private static string Text(double x) => double.IsFinite(x) ? x.ToString("F4") : "-";
}
