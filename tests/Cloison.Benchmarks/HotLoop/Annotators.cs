using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Cloison.Benchmarks.HotLoop;

/// <param name="Pairs">Claims with their submit, acknowledged, in the time that counts.</param>
internal sealed record Measured(int Pairs, TimeSpan Time, Quantiles Pair, Quantiles Claim, Quantiles Submit, TimeSpan ServerTime)
{
    public double PairsPerSecond => Pairs / Time.TotalSeconds;
}

/// <summary>Milliseconds.</summary>
internal readonly record struct Quantiles(double P50, double P99)
{
    public static Quantiles Of(List<double> all)
    {
        all.Sort();
        return all.Count == 0 ? default : new(all[all.Count / 2], all[(int)(all.Count * 0.99)]);
    }
}

/// <summary>
/// People who answer as fast as they are given work, each over a connection of his own (HTTP/1.1, kept alive): claim, submit, claim …
/// A closed loop: who waits sends nothing. With a pace, each begins a pair no more often than that, as people do who look at a picture first.
/// </summary>
internal static class Annotators
{
    private const string Content = """
        {"regions":[{"id":"r1","class":"car","shape":{"kind":"box","x":120.5,"y":340.25,"width":220,"height":130.75}},{"id":"r2","class":"car","shape":{"kind":"box","x":620.5,"y":380.25,"width":180,"height":110.75}},{"id":"r3","class":"person","shape":{"kind":"box","x":900,"y":300,"width":60.5,"height":180.25}}]}
        """;

    private static readonly string Hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Content)));

    public static async Task<Measured> RunAsync(ServerUnderLoad server, Field field, int annotators, TimeSpan pace, TimeSpan warmUp, TimeSpan time, CancellationToken ct)
    {
        var watch = Stopwatch.StartNew();
        var end = warmUp + time;
        var runs = field.Sessions.Take(annotators).Select((session, n) => Task.Run(
            () => WorkAsync(server.Address, field.Project, session, watch, warmUp + pace * n / annotators, pace, warmUp, end, ct), ct)).ToList();
        await Task.Delay(warmUp, ct);
        var processorTime = server.ProcessorTime;
        await Task.Delay(time, ct);
        processorTime = server.ProcessorTime - processorTime;
        var times = (await Task.WhenAll(runs)).SelectMany(t => t).ToList();
        return new(
            times.Count, time, Quantiles.Of([.. times.Select(t => t.Claim + t.Submit)]), Quantiles.Of([.. times.Select(t => t.Claim)]), Quantiles.Of([.. times.Select(t => t.Submit)]),
            processorTime);
    }

    private static async Task<List<(double Claim, double Submit)>> WorkAsync(
        string address, ProjectId project, string session, Stopwatch watch, TimeSpan first, TimeSpan pace, TimeSpan warmUp, TimeSpan end, CancellationToken ct)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false, MaxConnectionsPerServer = 1 }) { BaseAddress = new(address) };
        http.DefaultRequestHeaders.Add("X-Cloison", "1");
        http.DefaultRequestHeaders.Add("Cookie", $"__Host-cloison={session}");
        var times = new List<(double, double)>();
        var due = first;
        while (watch.Elapsed < end)
        {
            // Until it counts everybody goes at full speed: a server whose code is still being compiled is not what is measured.
            if (watch.Elapsed >= warmUp)
            {
                if (due > watch.Elapsed)
                    await Task.Delay(due - watch.Elapsed, ct);
                due += pace;
            }

            var start = watch.Elapsed;
            var claimed = await PostAsync(http, $"/api/projects/{project}/claim", "{}", ct) ?? throw new InvalidOperationException("The tasks are used up: seed more.");
            var between = watch.Elapsed;
            var (task, lease) = (claimed.GetProperty("task").GetString(), claimed.GetProperty("lease"));
            var answer = $$"""
                {"id":"{{AnnotationId.New(TimeProvider.System.GetUtcNow())}}","task":"{{task}}","lease":"{{lease.GetProperty("id").GetString()}}","token":{{lease.GetProperty("token").GetInt64()}},
                "ontologyVersion":1,"contentHash":"{{Hash}}","content":{{Content}},"activeSeconds":4.2}
                """;
            var receipt = await PostAsync(http, $"/api/projects/{project}/annotations", answer, ct);
            if (receipt?.GetProperty("state").GetString() != "accepted")
                throw new InvalidOperationException($"Not accepted: {receipt}");
            if (start >= warmUp && watch.Elapsed <= end)
                times.Add(((between - start).TotalMilliseconds, (watch.Elapsed - between).TotalMilliseconds));
        }

        return times;
    }

    private static async Task<JsonElement?> PostAsync(HttpClient http, string path, string json, CancellationToken ct)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await http.PostAsync(path, content, ct);
        var bytes = await response.Content.ReadAsByteArrayAsync(ct);
        if (response.StatusCode == HttpStatusCode.NotFound)
            return null;
        if (!response.IsSuccessStatusCode)
            throw new InvalidOperationException($"{path}: {(int)response.StatusCode} {Encoding.UTF8.GetString(bytes)}");
        return JsonElement.Parse(bytes);
    }
}
