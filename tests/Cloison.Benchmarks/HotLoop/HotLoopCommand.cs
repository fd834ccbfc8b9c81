using System.CommandLine;

namespace Cloison.Benchmarks.HotLoop;

/// <summary><c>hotloop</c>: claim and submit, by how many people, in how large a project, after how much work.</summary>
internal static class HotLoopCommand
{
    public static Command Create()
    {
        var postgres = new Option<string?>("--postgres") { Description = "A connection string to an empty database whose role may create others; otherwise SQLite." };
        var tasks = new Option<int[]>("--tasks") { Description = "Tasks in the project.", DefaultValueFactory = _ => [10_000, 1_000_000], AllowMultipleArgumentsPerToken = true };
        var annotators = new Option<int[]>("--annotators") { DefaultValueFactory = _ => [1, 32, 256], AllowMultipleArgumentsPerToken = true };
        var seconds = new Option<double>("--seconds") { Description = "How long each figure is measured.", DefaultValueFactory = _ => 10 };
        var answered = new Option<bool>("--answered") { Description = "Also with annotators who have answered 90 % of the tasks." };
        var rate = new Option<double>("--rate") { Description = "Pairs a second of all annotators together, at most; 0: as fast as they are given work." };
        var warmUp = new Option<double>("--warm-up") { Description = "Seconds at full speed with everybody, once a server: its code is compiled in steps, the last of which take a while.", DefaultValueFactory = _ => 20 };
        var command = new Command("hotloop", "Claims and submits in a closed loop over HTTP, against a server in another process.") { postgres, tasks, annotators, seconds, answered, rate, warmUp };
        command.SetAction((parsed, ct) => RunAsync(
            parsed.GetValue(postgres), parsed.GetValue(tasks)!, parsed.GetValue(annotators)!, TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(answered), parsed.GetValue(rate), TimeSpan.FromSeconds(parsed.GetValue(warmUp)), ct));
        return command;
    }

    private static async Task RunAsync(string? postgres, int[] tasks, int[] annotators, TimeSpan time, bool withAnswered, double rate, TimeSpan warmUp, CancellationToken ct)
    {
        Console.WriteLine($"{Environment.ProcessorCount} processors, {(postgres is null ? "SQLite" : "PostgreSQL")}, load {Load()}; client and server share the machine");
        Console.WriteLine($"{"tasks",9} {"answered",8} {"people",6} {"pairs/s",8} {"pair p50",9} {"p99",8} {"claim p50",9} {"p99",8} {"submit p50",10} {"p99",8} {"server ms/pair",14}");
        var rows = new List<(int Tasks, double Answered, int People, Measured Measured)>();
        foreach (var share in withAnswered ? new[] { 0, 0.9 } : [0])
            // task_people has a row for each person and task: what one person has done is measured with few people.
            foreach (var count in share == 0 ? tasks : [100_000])
            {
                using var field = await Field.SowAsync(count, share == 0 ? annotators.Max() : 8, share, postgres, ct);
                using var server = await ServerUnderLoad.StartAsync(field.Folder, postgres, ct);
                await Annotators.RunAsync(server, field, field.Sessions.Count, TimeSpan.Zero, TimeSpan.Zero, warmUp, ct);
                foreach (var people in annotators.Where(a => share == 0 || a <= 8))
                {
                    var measured = await Annotators.RunAsync(server, field, people, rate > 0 ? TimeSpan.FromSeconds(people / rate) : TimeSpan.Zero, TimeSpan.FromSeconds(2), time, ct);
                    rows.Add((count, share, people, measured));
                    Console.WriteLine(
                        $"{count,9} {share,8:P0} {people,6} {measured.PairsPerSecond,8:F0} {measured.Pair.P50,9:F2} {measured.Pair.P99,8:F2} {measured.Claim.P50,9:F2} {measured.Claim.P99,8:F2} "
                        + $"{measured.Submit.P50,10:F2} {measured.Submit.P99,8:F2} {measured.ServerTime.TotalMilliseconds / Math.Max(1, measured.Pairs),14:F3}");
                }
            }

        foreach (var people in annotators)
        {
            Compare($"{people} people, {tasks[^1]:N0} tasks to {tasks[0]:N0}", rows.Find(r => r.Tasks == tasks[0] && r.People == people && r.Answered == 0), rows.Find(r => r.Tasks == tasks[^1] && r.People == people && r.Answered == 0));
            Compare($"{people} people, 90 % answered to none", rows.Find(r => r.Tasks == tasks[0] && r.People == people && r.Answered == 0), rows.Find(r => r.People == people && r.Answered > 0));
        }
    }

    private static void Compare(string what, (int, double, int, Measured? Measured) of, (int, double, int, Measured? Measured) to)
    {
        if (of.Measured is { } a && to.Measured is { } b && !ReferenceEquals(a, b))
            Console.WriteLine($"{what}: pairs/s x {b.PairsPerSecond / a.PairsPerSecond:F2}, p99 x {b.Pair.P99 / a.Pair.P99:F2}, server time a pair x {b.ServerTime / b.Pairs / (a.ServerTime / a.Pairs):F2}");
    }

    private static string Load() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";
}
