using System.CommandLine;
using System.Diagnostics;
using Cloison.Benchmarks.HotLoop;
using Cloison.Domain.Ids;
using Cloison.Domain.People;
using Cloison.Server.Platform.Access;
using Cloison.Storage.Compartments;
using Cloison.Storage.Databases;

namespace Cloison.Benchmarks.Serving;

/// <summary>
/// <c>log-serve</c>: what log before serve costs a small read. The same handler behind the same gates, once as it is and once on a route of the benchmark's own that logs
/// nothing; in one run, one after the other, several times, so that a busy machine slows both.
/// </summary>
internal static class LogServeCommand
{
    private const string Logged = "/api";
    private const string Unlogged = ServeCommand.UnloggedPrefix;

    public static Command Create()
    {
        var postgres = new Option<string?>("--postgres") { Description = "A connection string to an empty database whose role may create others; otherwise SQLite." };
        var readers = new Option<int>("--readers") { DefaultValueFactory = _ => 64 };
        var seconds = new Option<double>("--seconds") { Description = "How long each figure is measured, in each round.", DefaultValueFactory = _ => 5 };
        var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 4 };
        var rate = new Option<double>("--rate") { Description = "Reads a second of all together when waiting is measured; 0: half of what the logged route gave at full speed.", DefaultValueFactory = _ => 0 };
        var warmUp = new Option<double>("--warm-up") { Description = "Seconds at full speed first.", DefaultValueFactory = _ => 20 };
        var command = new Command("log-serve", "Reads a task with and without the entry in the access log before it.") { postgres, readers, seconds, rounds, rate, warmUp };
        command.SetAction((parsed, ct) => RunAsync(
            parsed.GetValue(postgres), parsed.GetValue(readers), TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(rounds), parsed.GetValue(rate), TimeSpan.FromSeconds(parsed.GetValue(warmUp)), ct));
        return command;
    }

    private static async Task RunAsync(string? postgres, int readers, TimeSpan time, int rounds, double rate, TimeSpan warmUp, CancellationToken ct)
    {
        using var field = await Field.SowAsync(1_000, readers, 0, postgres, ct);
        var tasks = await PrepareAsync(field, postgres, ct);
        using var server = await ServerUnderLoad.StartAsync(field.Folder, postgres, ct);
        var people = field.Sessions.ConvertAll(session => new Reader(server.Address, session));
        foreach (var prefix in new[] { Logged, Unlogged })
            await ReadAsync(people, field, tasks, prefix, TimeSpan.Zero, warmUp / 2, ct);
        Console.WriteLine($"{Environment.ProcessorCount} processors, {(postgres is null ? "SQLite" : "PostgreSQL")}, {readers} readers; client and server share the machine");

        var (full, fullWithout) = await AlternateAsync(TimeSpan.Zero);
        Console.WriteLine($"full speed   logged {full.Count / (rounds * time.TotalSeconds),8:F0} reads/s   not logged {fullWithout.Count / (rounds * time.TotalSeconds),8:F0}   ratio {(double)full.Count / fullWithout.Count:F2}");
        var paced = rate > 0 ? rate : full.Count / (rounds * time.TotalSeconds) / 2;
        var (with, without) = await AlternateAsync(TimeSpan.FromSeconds(readers / paced));
        var (a, b) = (Quantiles.Of(with), Quantiles.Of(without));
        Console.WriteLine($"{paced,6:F0} reads/s   logged p50 {a.P50:F2} p99 {a.P99:F2} ms   not logged p50 {b.P50:F2} p99 {b.P99:F2} ms   added p50 {a.P50 - b.P50:F2} p99 {a.P99 - b.P99:F2} ms");
        people.ForEach(reader => reader.Dispose());

        async Task<(List<double> With, List<double> Without)> AlternateAsync(TimeSpan pace)
        {
            var (logged, unlogged) = (new List<double>(), new List<double>());
            for (var round = 0; round < rounds; round++)
                // The other way round every second time: what comes later is never always the same.
                foreach (var prefix in round % 2 == 0 ? new[] { Logged, Unlogged } : [Unlogged, Logged])
                    (prefix == Logged ? logged : unlogged).AddRange(await ReadAsync(people, field, tasks, prefix, pace, time, ct));
            return (logged, unlogged);
        }
    }

    /// <summary>Who reads single tasks is an engineer.</summary>
    /// <returns>The tasks.</returns>
    private static async Task<List<TaskId>> PrepareAsync(Field field, string? postgres, CancellationToken ct)
    {
        await using var installation = await Installation.OpenAsync(new(field.Folder, postgres), TimeProvider.System, ct);
        await installation.Control.WriteAsync(db => db.Execute("UPDATE memberships SET roles = @roles", ("@roles", RoleSet.Of([Role.Engineer]).Bits)), ct);
        var customer = await installation.Control.ReadAsync(db => db.First("SELECT id FROM customers", row => row.Id<CustomerKind>(0)), ct);
        return await (await installation.FindAsync(customer, ct))!.Database.ReadAsync(db => db.List("SELECT id FROM tasks ORDER BY id", row => row.Id<TaskKind>(0)), ct);
    }

    /// <returns>Milliseconds of each read.</returns>
    private static async Task<IEnumerable<double>> ReadAsync(List<Reader> people, Field field, List<TaskId> tasks, string prefix, TimeSpan pace, TimeSpan time, CancellationToken ct)
    {
        var watch = Stopwatch.StartNew();
        var all = await Task.WhenAll(people.Select((reader, n) => Task.Run(
            async () =>
            {
                var times = new List<double>();
                var due = pace * n / people.Count;
                for (var i = n; watch.Elapsed < time; i++)
                {
                    if (due > watch.Elapsed)
                        await Task.Delay(due - watch.Elapsed, ct);
                    due += pace;
                    var start = watch.Elapsed;
                    await reader.GetAsync($"{prefix}/projects/{field.Project}/tasks/{tasks[i * 31 % tasks.Count]}", ct);
                    times.Add((watch.Elapsed - start).TotalMilliseconds);
                }

                return times;
            },
            ct)));
        return all.SelectMany(t => t);
    }

    private sealed class Reader : IDisposable
    {
        private readonly HttpClient http;

        public Reader(string address, string session)
        {
            http = new(new SocketsHttpHandler { UseCookies = false, MaxConnectionsPerServer = 1 }) { BaseAddress = new(address) };
            http.DefaultRequestHeaders.Add("X-Cloison", "1");
            http.DefaultRequestHeaders.Add("Cookie", $"__Host-cloison={session}");
        }

        public async Task GetAsync(string path, CancellationToken ct)
        {
            using var response = await http.GetAsync(path, ct);
            await response.Content.ReadAsByteArrayAsync(ct);
            if (!response.IsSuccessStatusCode)
                throw new InvalidOperationException($"{path}: {(int)response.StatusCode}");
        }

        public void Dispose() => http.Dispose();
    }
}
