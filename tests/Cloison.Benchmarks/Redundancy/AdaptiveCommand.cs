using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Cloison.Inference.Adaptive;
using Cloison.Inference.Votes;

namespace Cloison.Benchmarks.Redundancy;

/// <summary><c>adaptive</c>: plays the answers of open data sets again and says how many of them would have been enough.</summary>
internal static class AdaptiveCommand
{
    public static Command Create()
    {
        var data = new Option<string>("--data") { Description = "A folder with a folder a set: labels.csv (task,worker,label) and gold.csv (task,label).", Required = true };
        var sets = new Option<string[]>("--set") { Description = "Which.", DefaultValueFactory = _ => ["rte", "dog", "bluebird", "cf_amt", "sp_amt", "med_cause"], AllowMultipleArgumentsPerToken = true };
        var orders = new Option<int>("--orders") { Description = "Orders that the curves are means of.", DefaultValueFactory = _ => 5 };
        var gold = new Option<double>("--gold") { Description = "The share of the gold tasks that calibrates.", DefaultValueFactory = _ => 0.2 };
        var draws = new Option<int>("--draws") { Description = "Draws of these.", DefaultValueFactory = _ => 10 };
        var whole = new Option<bool>("--whole") { Description = "Print the curves too." };
        var command = new Command("adaptive", "Adaptive against fixed redundancy on open data sets.") { data, sets, orders, gold, draws, whole };
        command.SetAction(parsed => Run(
            parsed.GetValue(data)!, parsed.GetValue(sets)!, new ReplaySettings(Orders: parsed.GetValue(orders), GoldShare: parsed.GetValue(gold), GoldDraws: parsed.GetValue(draws)), parsed.GetValue(whole)));
        return command;
    }

    private static void Run(string data, string[] sets, ReplaySettings settings, bool isWhole)
    {
        var reports = new List<(string Set, ReplayReport Report)>();
        foreach (var set in sets)
        {
            var (votes, gold, hasTimes) = Read(Path.Combine(data, set));
            var watch = Stopwatch.StartNew();
            reports.Add((set, AdaptiveReplay.Run(votes, gold, settings with { KeepOrder = hasTimes })));
            Console.Error.WriteLine($"{set}: {watch.Elapsed.TotalSeconds:F0} s");
            if (isWhole)
                Console.WriteLine($"{set}\n\n{reports[^1].Report.ToText()}");
        }

        Print(reports);
        Step();
    }

    private static void Print(List<(string Set, ReplayReport Report)> reports)
    {
        Console.WriteLine("| set | answers | best | fixed | lead | adaptive | routed | adaptive saves of all / of fixed | routed saves |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        foreach (var (set, r) in reports)
            Write($"| {set} | {r.RecordedAnswers:F2} | {r.BestAccuracy:P1} | {N(r.FixedAnswers)} | {N(r.LeadAnswers)} | {N(r.AdaptiveAnswers)} | {N(r.RoutedAnswers)} | {Saved(r, r.AdaptiveAnswers)} | {Saved(r, r.RoutedAnswers)} |");
        Write($"| median | | | | | | | {Medians(reports, r => r.AdaptiveAnswers)} | {Medians(reports, r => r.RoutedAnswers)} |");

        Console.WriteLine("\n| set | routed | wanted error | gold | stopped | their error | draws above | answers |\n| --- | --- | --- | --- | --- | --- | --- | --- |");
        foreach (var (set, r) in reports)
            foreach (var p in r.Promises)
                Write($"| {set} | {(p.IsRouted ? "yes" : "no")} | {p.WantedError:P0} | {p.GoldUsed} | {p.Stopped:P0} | {(p.Stopped > 0 ? p.Error : null):P1} | {p.Broken:P0} | {p.AnswersPerTask:F2} |");
    }

    private static string Saved(ReplayReport r, double? answers) =>
        string.Create(CultureInfo.InvariantCulture, $"{ReplayReport.Saving(answers, r.RecordedAnswers):P0} / {ReplayReport.Saving(answers, r.FixedAnswers):P0}");

    private static string Medians(List<(string Set, ReplayReport Report)> reports, Func<ReplayReport, double?> answers)
    {
        return string.Create(CultureInfo.InvariantCulture, $"{Median(r => r.RecordedAnswers):P0} / {Median(r => r.FixedAnswers):P0}");

        // What never got there has saved nothing.
        double Median(Func<ReplayReport, double?> before)
        {
            double[] sorted = [.. reports.Select(r => ReplayReport.Saving(answers(r.Report), before(r.Report)) ?? 0).Order()];
            return sorted.Length == 0 ? 0 : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
        }
    }

    // One answer: the belief about its task, the person's table, and the decision among 100 people.
    private static void Step()
    {
        const int Rounds = 20_000;
        foreach (var labels in (int[])[2, 10, 50])
        {
            var crowd = CrowdModel.Empty(labels);
            Candidate[] people = [.. Enumerable.Range(0, 100).Select(i => new Candidate($"p{i}"))];
            var task = crowd.Begin().After(1, crowd.Newcomer);
            var watch = Stopwatch.StartNew();
            for (var i = 0; i < Rounds; i++)
                task = crowd.Begin().After(i % labels, crowd.Newcomer.After(0, task.Probabilities()));
            var updating = watch.Elapsed / Rounds;
            watch.Restart();
            for (var i = 0; i < Rounds / 100; i++)
                AdaptivePolicy.Decide(task, crowd, people, new AdaptiveRules());
            Write($"one answer, {labels} labels: {updating.TotalMicroseconds:F1} µs; deciding among 100 people: {(watch.Elapsed / (Rounds / 100)).TotalMicroseconds:F0} µs");
        }
    }

    private static (VoteTable Votes, int[] Gold, bool HasTimes) Read(string folder)
    {
        var builder = new VoteTableBuilder();
        foreach (var row in Rows("labels.csv").Skip(1))
            builder.Add(row[0], row[1], row[2]);
        var truth = Rows("gold.csv").Skip(1).ToDictionary(row => row[0], row => row[1]);
        foreach (var label in truth.Values)
            builder.AddLabel(label);
        var votes = builder.Build(RepeatedVotes.KeepFirst);
        var labels = votes.LabelNames.ToList();
        return (votes, [.. votes.Tasks.Select(t => truth.TryGetValue(t, out var label) ? labels.IndexOf(label) : -1)], Rows("labels.csv").First().Contains("time"));

        IEnumerable<string[]> Rows(string file) => File.ReadLines(Path.Combine(folder, file)).Select(line => line.Split(','));
    }

    private static string N(double? number) => number?.ToString("F2", CultureInfo.InvariantCulture) ?? "-";

    private static void Write(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
