using System.CommandLine;
using System.Globalization;
using Cloison.Cli.Answers;
using Cloison.Domain.Annotations;
using Cloison.Inference.Agreement;
using Cloison.Inference.Answers;
using Cloison.Inference.Regions;

namespace Cloison.Cli.Commands;

/// <summary><c>cloison agreement FILE</c>: how far annotators agree, with intervals, without a server.</summary>
internal static class MeasureAgreement
{
    public static Command Command()
    {
        var file = new Argument<string>("file") { Description = "CSV with the columns task, worker, label; or JSON Lines (.jsonl): one answer a line, or an export of a project." };
        var inputFormat = InputFormat.Option();
        var measure = new Option<string[]>("--measure") { Description = "Only these, by name: alpha, cohen, fleiss, ac1, …; a wrong name lists all.", AllowMultipleArgumentsPerToken = true };
        var order = new Option<string?>("--order") { Description = "The labels from least to most, with commas: adds weighted and ordinal measures." };
        var numbers = new Option<bool>("--numbers") { Description = "Labels are numbers: interval alpha, ICC, Kendall's W." };
        var thresholds = new Option<double[]>("--threshold") { Description = "Overlap from which on two boxes or spans are the same.", DefaultValueFactory = _ => [0.5, 0.75], AllowMultipleArgumentsPerToken = true };
        var resamples = new Option<int>("--resamples") { Description = "Of the bootstrap over tasks; 0 for no intervals.", DefaultValueFactory = _ => 1000 };
        var seed = new Option<ulong>("--seed") { Description = "Of the bootstrap.", DefaultValueFactory = _ => 1 };
        var shared = new Option<int>("--min-shared") { Description = "Pairs of annotators need so many shared tasks.", DefaultValueFactory = _ => 5 };
        var part = new Option<string?>("--part") { Description = "Of an export with several parts: the name of a field, or regions." };
        var pointReach = new Option<double>("--point-reach") { Description = "Points so far apart, in pixels, have nothing to do with each other.", DefaultValueFactory = _ => 20 };
        var format = new Option<string>("--format") { Description = "table or json (an object a line).", DefaultValueFactory = _ => "table" };
        format.AcceptOnlyFromAmong("table", "json");
        var command = new Command("agreement", "Measures how far annotators agree: over all, per class, per pair, per batch.")
        {
            file, inputFormat, measure, order, numbers, thresholds, resamples, seed, shared, part, pointReach, format,
        };
        command.SetAction(async (parsed, ct) =>
        {
            var path = parsed.GetValue(file)!;
            if (parsed.GetValue(resamples) < 0)
                throw CommandException.Usage("--resamples is 0 or more.");
            if (Array.Exists(parsed.GetValue(thresholds)!, t => t is not (> 0 and <= 1)))
                throw CommandException.Usage("--threshold is above 0 and at most 1.");
            if (parsed.GetValue(pointReach) is not (> 0 and < double.PositiveInfinity))
                throw CommandException.Usage("--point-reach is above 0.");
            var answers = InputFormat.IsJsonLines(path, parsed.GetValue(inputFormat))
                ? await InputFormat.ReadAsync(path, new() { Part = parsed.GetValue(part) }, ct) : ReadTable(path);
            var options = new AgreementOptions(parsed.GetValue(resamples), Seed: parsed.GetValue(seed), MinSharedTasks: parsed.GetValue(shared));
            var only = parsed.GetValue(measure) is { Length: > 0 } names ? names : null;
            var terminal = Terminal.Of(parsed);
            terminal.NoteFacts(answers.Facts);
            var rows = answers switch
            {
                AnswerFile.Labels f when parsed.GetValue(numbers) => Numbers(f, only, options),
                AnswerFile.Labels f => Labels(f, parsed.GetValue(order), only, options),
                AnswerFile.Numbers f => Rows(f.Table, Chosen(Measures.Numeric, only), f, options),
                AnswerFile.Regions f => Regions(f.Table, f, new(parsed.GetValue(pointReach)), parsed.GetValue(thresholds)!, only, options),
                AnswerFile.Spans f => Regions(f.Table, f, new(), parsed.GetValue(thresholds)!, only, options),
                AnswerFile.Masks f => Rows(f.Table, Chosen(Measures.Masks, only), f, options),
                AnswerFile.Sets f => Rows(f.Table, Chosen(Measures.Sets, only), f, options),
                AnswerFile.Rankings f => Rows(f.Table, Chosen(Measures.Rankings, only), f, options),
                AnswerFile.Texts f => Rows(f.Table, Chosen(Measures.Texts, only), f, options),
                AnswerFile.Comparisons f => Comparisons(f, only, options),
                _ => [],
            };
            if (answers.Annotators < 2)
                terminal.Note("There is one annotator only: nothing can be compared.");
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

    private static IEnumerable<AgreementRow> Regions(
        AnswerTable<IReadOnlyList<Region>> table, AnswerFile file, ShapeOverlap overlap, double[] thresholds, string[]? only, AgreementOptions options)
    {
        var measures = Chosen(Measures.Regions(overlap, thresholds), only);
        return Rows(table, measures, file, options).Concat(AgreementReport.OfClasses(table, measures, options));
    }

    // What was asked is which of two; their names say which is the first.
    private static IEnumerable<AgreementRow> Comparisons(AnswerFile.Comparisons file, string[]? only, AgreementOptions options)
    {
        var table = file.Table.Select(c => c.IsTie ? 2 : c.IsFirst ? 0 : 1);
        // Chance is shared among the answers that somebody gave.
        return Rows(table, Chosen(Measures.Categorical(table.Answers.Contains(2) ? 3 : 2), only), file, options);
    }

    private static AnswerFile ReadTable(string path)
    {
        using var text = GoldLabels.Open(path);
        return CsvAnswers.Read(text, Path.GetFileName(path));
    }

    private static IEnumerable<AgreementRow> Rows<T>(AnswerTable<T> table, IReadOnlyList<Measure<T>> measures, AnswerFile file, AgreementOptions options) =>
        AgreementReport.OfAll(table, measures, options)
            .Concat(AgreementReport.OfPairs(table, measures, options))
            .Concat(AgreementReport.OfBatches(table, measures, t => file.Facts.Batches.GetValueOrDefault(table.Tasks[t]), options));

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
