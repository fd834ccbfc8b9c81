using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Cloison.Inference.Categorical;
using Cloison.Inference.Categorical.Auto;
using Cloison.Inference.Categorical.Calibration;
using Cloison.Inference.Categorical.DawidSkene;
using Cloison.Inference.Votes;

namespace Cloison.Benchmarks.TruthInference;

/// <summary><c>truth</c>: every categorical method on every open set beside crowd-kit, how far confidences can be believed, and what Dawid-Skene costs.</summary>
internal static class TruthCommand
{
    private const int Seeds = 5;

    public static Command Create()
    {
        var data = new Option<string?>("--data") { Description = "A folder with a folder for each set, which holds labels.csv and gold.csv." };
        var votes = new Option<int>("--votes") { Description = "Votes of the speed measurement; 0 leaves it out.", DefaultValueFactory = _ => 1_000_000 };
        var command = new Command("truth", "Measures categorical truth inference.") { data, votes };
        command.SetAction(parsed =>
        {
            var output = parsed.InvocationConfiguration.Output;
            if (parsed.GetValue(votes) is > 0 and var count)
                Speed(output, count);
            if (parsed.GetValue(data) is { } folder)
            {
                var sets = CrowdKitFigures.Sets.Select(name => Load(Path.Combine(folder, name))).ToArray();
                Accuracy(output, sets);
                Calibration(output, sets);
            }

            return 0;
        });
        return command;
    }

    private static void Speed(TextWriter output, int count)
    {
        using var process = Process.GetCurrentProcess();
        var (votes, truth) = SyntheticVotes.Make(count);
        const int Few = 3, Many = 13;
        Run(votes, Few);
        PlainPass(votes);
        var plain = Best(() => PlainPass(votes));
        var few = Best(() => Run(votes, Few));
        var many = Best(() => Run(votes, Many));
        var (cpu, wall) = ((many.Cpu - few.Cpu) / (Many - Few), (many.Wall - few.Wall) / (Many - Few));
        var result = DawidSkeneModel.Fit(votes, new() { MaxIterations = 100 });
        var metrics = CalibrationMetrics.Of(result.Posteriors, votes.ClassCount, truth);
        process.Refresh();
        var million = count / 1e6;
        output.WriteLine(Text($"Dawid-Skene, {votes.Count:N0} votes of SyntheticVotes: {result.Iterations} rounds, accuracy {metrics.Accuracy:F5}"));
        output.WriteLine(Text($"CPU s per million votes and round {cpu / million:F5}; crowd-kit {CrowdKitFigures.DawidSkeneSeconds}: ratio {CrowdKitFigures.DawidSkeneSeconds / (cpu / million):F0}"));
        output.WriteLine(Text($"CPU of a round to CPU of a plain pass over the votes ({plain.Cpu / million:F5} s per million): {cpu / plain.Cpu:F2}; wall of a round to CPU of it: {wall / cpu:F2}"));
        output.WriteLine(Text($"Peak memory of the process, the generator in it: {process.PeakWorkingSet64 / 1048576.0:F0} MB"));
        var table = result.Confusion!;
        var posterior = result.Of(0).ToArray();
        var watch = Stopwatch.StartNew();
        const int Updates = 1_000_000;
        for (var i = 0; i < Updates; i++)
            posterior = Inference.Categorical.Incremental.CategoricalPosterior.Update(table, result.Of(i % votes.TaskCount), i % votes.AnnotatorCount, i % votes.ClassCount);
        output.WriteLine(Text($"One more answer to one task: {watch.Elapsed.TotalMicroseconds / Updates:F2} microseconds"));
        GC.KeepAlive(posterior);
    }

    private static void Run(VoteTable votes, int rounds) => DawidSkeneModel.Fit(votes, new() { MaxIterations = rounds, Tolerance = double.NegativeInfinity });

    // What no method can do without: each vote read, a number looked up by its annotator and label, and one added to another such table.
    private static void PlainPass(VoteTable votes)
    {
        const int Repeats = 10;
        var (log, counts) = (new double[votes.AnnotatorCount * votes.ClassCount * 8], new double[votes.AnnotatorCount * votes.ClassCount * 8]);
        var sum = 0.0;
        for (var repeat = 0; repeat < Repeats; repeat++)
        {
            var annotators = votes.Annotators;
            var labels = votes.Labels;
            for (var v = 0; v < labels.Length; v++)
            {
                var at = ((annotators[v] * 5) + labels[v]) * 8;
                sum += log[at];
                counts[at] += 1;
            }
        }

        GC.KeepAlive((sum, counts));
    }

    private static (double Cpu, double Wall) Best(Action action)
    {
        var repeats = action.Method.Name.Contains("PlainPass", StringComparison.Ordinal) ? 10 : 1;
        var (bestCpu, bestWall) = (double.PositiveInfinity, double.PositiveInfinity);
        for (var i = 0; i < 7; i++)
        {
            using var process = Process.GetCurrentProcess();
            var (cpu, watch) = (process.TotalProcessorTime, Stopwatch.StartNew());
            action();
            process.Refresh();
            bestCpu = Math.Min(bestCpu, (process.TotalProcessorTime - cpu).TotalSeconds / repeats);
            bestWall = Math.Min(bestWall, watch.Elapsed.TotalSeconds / repeats);
        }

        return (bestCpu, bestWall);
    }

    private static void Accuracy(TextWriter output, (VoteTable Votes, int[] Gold)[] sets)
    {
        output.WriteLine();
        output.WriteLine("Accuracy, ties as the expected value of a random choice; in brackets the difference to crowd-kit in points.");
        output.WriteLine($"| method | {string.Join(" | ", CrowdKitFigures.Sets)} | mean | worst regret |");
        output.WriteLine($"| --- |{string.Concat(Enumerable.Repeat(" --- |", CrowdKitFigures.Sets.Length + 2))}");
        var methods = CategoricalMethods.All;
        var accuracy = new double[methods.Count, sets.Length];
        var best = new double[sets.Length];
        for (var m = 0; m < methods.Count; m++)
        {
            for (var s = 0; s < sets.Length; s++)
            {
                accuracy[m, s] = methods[m].IsBinaryOnly && sets[s].Votes.ClassCount != 2 ? double.NaN
                    : CalibrationMetrics.Of(methods[m].Fit(sets[s].Votes).Posteriors, sets[s].Votes.ClassCount, sets[s].Gold).Accuracy;
                best[s] = Math.Max(best[s], double.IsNaN(accuracy[m, s]) ? 0 : accuracy[m, s]);
                for (var k = 0; k < methods.Count; k++)
                    best[s] = Math.Max(best[s], CrowdKitFigures.Of(methods[k].Id, s) is var c && double.IsNaN(c) ? 0 : c);
            }
        }

        for (var m = 0; m < methods.Count; m++)
        {
            var cells = new List<string>();
            var (sum, regret) = (0.0, 0.0);
            for (var s = 0; s < sets.Length; s++)
            {
                var (ours, theirs) = (accuracy[m, s], CrowdKitFigures.Of(methods[m].Id, s));
                cells.Add(double.IsNaN(ours) ? "-" : double.IsNaN(theirs) ? Text($"{ours:F4}") : Text($"{ours:F4} ({(ours - theirs) * 100:+0.0;-0.0;0.0})"));
                sum += ours;
                regret = Math.Max(regret, best[s] - ours);
            }

            output.WriteLine($"| {methods[m].Id} | {string.Join(" | ", cells)} | {(double.IsNaN(sum) ? "-" : Text($"{sum / sets.Length:F4}"))} | {(double.IsNaN(sum) ? "-" : Text($"{regret:F4}"))} |");
        }

        output.WriteLine($"| crowd-kit ds | {string.Join(" | ", sets.Select((_, s) => Text($"{CrowdKitFigures.Of("ds", s):F4}")))} | {Text($"{sets.Select((_, s) => CrowdKitFigures.Of("ds", s)).Average():F4}")} | |");
        output.WriteLine($"| best of all | {string.Join(" | ", best.Select(b => Text($"{b:F4}")))} | {Text($"{best.Average():F4}")} | |");
    }

    private static void Calibration(TextWriter output, (VoteTable Votes, int[] Gold)[] sets)
    {
        output.WriteLine();
        output.WriteLine($"auto: expected calibration error (10 bins) and log loss without gold, and with 5 % of the gold drawn at random, on the rest (mean of {Seeds} seeds, greatest in brackets); ds: as it is.");
        output.WriteLine("| set | gold tasks | ds | auto, no gold | auto, 5 % of the gold |");
        output.WriteLine("| --- | --- | --- | --- | --- |");
        for (var s = 0; s < sets.Length; s++)
        {
            var (votes, gold) = sets[s];
            var ds = CalibrationMetrics.Of(DawidSkeneModel.Fit(votes).Posteriors, votes.ClassCount, gold);
            var without = CalibrationMetrics.Of(AutoMethod.Fit(votes).Posteriors, votes.ClassCount, gold);
            var known = Enumerable.Range(0, gold.Length).Where(t => gold[t] >= 0).ToArray();
            var (error, loss, worst) = (0.0, 0.0, 0.0);
            for (var seed = 0; seed < Seeds; seed++)
            {
                var (some, rest) = (new int[gold.Length], gold.ToArray());
                Array.Fill(some, -1);
                foreach (var t in known.OrderBy(t => SyntheticMix((ulong)t, (ulong)seed)).Take(known.Length / 20))
                    (some[t], rest[t]) = (gold[t], -1);
                var m = CalibrationMetrics.Of(AutoMethod.Fit(votes, new() { Gold = some }).Posteriors, votes.ClassCount, rest);
                error += m.CalibrationError / Seeds;
                loss += m.LogLoss / Seeds;
                worst = Math.Max(worst, m.CalibrationError);
            }

            output.WriteLine(Text($"| {CrowdKitFigures.Sets[s]} | {known.Length} | {ds.CalibrationError:F3} / {ds.LogLoss:F2} | {without.CalibrationError:F3} / {without.LogLoss:F2} | {error:F3} ({worst:F3}) / {loss:F2} |"));
        }
    }

    private static ulong SyntheticMix(ulong task, ulong seed)
    {
        var z = (task + 1 + (seed << 32)) * 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    private static (VoteTable Votes, int[] Gold) Load(string folder)
    {
        var builder = new VoteTableBuilder();
        using (var text = new StreamReader(Path.Combine(folder, "labels.csv")))
            Formats.Votes.VoteFile.ReadVotes(text, folder, builder.Add);
        var votes = builder.Build();
        var tasks = votes.Tasks.Index().ToDictionary(t => t.Item, t => t.Index, StringComparer.Ordinal);
        var labels = votes.LabelNames.Index().ToDictionary(l => l.Item, l => l.Index, StringComparer.Ordinal);
        var gold = new int[votes.TaskCount];
        Array.Fill(gold, -1);
        using var known = new StreamReader(Path.Combine(folder, "gold.csv"));
        Formats.Votes.VoteFile.ReadGold(known, folder, (task, label) =>
        {
            if (tasks.TryGetValue(task.ToString(), out var t))
                gold[t] = labels.GetValueOrDefault(label.ToString(), votes.ClassCount);
        });
        return (votes, gold);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
