using System.CommandLine;
using System.Diagnostics;
using Cloison.Benchmarks.HotLoop;
using Cloison.Domain.Ontologies;
using Cloison.Domain.People;
using Cloison.Domain.Walls;
using Cloison.Server.Features.People;
using Cloison.Server.Features.Projects;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.Walls;
using Cloison.Storage.Compartments;

namespace Cloison.Benchmarks.Refusals;

/// <summary><c>refusals</c>: whether how long a refusal takes tells why (property P13). One request of each kind after the other, so that the machine's moods meet all of them.</summary>
internal static class RefusalsCommand
{
    public static Command Create()
    {
        var postgres = new Option<string?>("--postgres") { Description = "A connection string to an empty database whose role may create others; otherwise SQLite." };
        var samples = new Option<int>("--samples") { Description = "Refusals of each kind.", DefaultValueFactory = _ => 2_000 };
        var command = new Command("refusals", "Compares how long the refusals of different kinds take.") { postgres, samples };
        command.SetAction((parsed, ct) => RunAsync(parsed.GetValue(postgres), parsed.GetValue(samples), ct));
        return command;
    }

    private static async Task RunAsync(string? postgres, int samples, CancellationToken ct)
    {
        var folder = Directory.CreateTempSubdirectory("cloison-refusals-");
        try
        {
            var kinds = await SeedAsync(folder.FullName, postgres, ct);
            using var server = await ServerUnderLoad.StartAsync(folder.FullName, postgres, ct);
            var taken = kinds.ToDictionary(k => k, _ => new List<double>(samples));
            using var http = new HttpClient { BaseAddress = new(server.Address) };
            // The first tenth warms up.
            var warmUp = samples / 10;
            for (var round = 0; round < samples + warmUp; round++)
                foreach (var kind in InTurn(kinds, round))
                {
                    var milliseconds = await AskAsync(http, kind, ct);
                    if (round >= warmUp)
                        taken[kind].Add(milliseconds);
                }

            Console.WriteLine($"{Environment.ProcessorCount} processors, {(postgres is null ? "SQLite" : "PostgreSQL")}, {samples} of each kind, one client; medians in ms");
            foreach (var group in kinds.GroupBy(k => k.Status))
            {
                var first = group.First();
                Console.WriteLine($"{group.Key} {first.What}: {Median(taken[first]):F3}");
                foreach (var kind in group.Skip(1))
                    Console.WriteLine(
                        $"{group.Key} {kind.What}: {Median(taken[kind]):F3}, difference {Median(taken[kind]) - Median(taken[first]):+0.000;-0.000}, Mann-Whitney p {MannWhitney.P(taken[first], taken[kind]):F3}");
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<double> AskAsync(HttpClient http, Kind kind, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, kind.Path);
        request.Headers.Add("Cookie", $"__Host-cloison={kind.Session}");
        var start = Stopwatch.GetTimestamp();
        using var response = await http.SendAsync(request, ct);
        await response.Content.ReadAsByteArrayAsync(ct);
        var time = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        return (int)response.StatusCode == kind.Status ? time : throw new InvalidOperationException($"{kind.What}: {(int)response.StatusCode}.");
    }

    // Who comes first, and who after whom, must not matter: each round begins with another, and every other goes backwards.
    private static IEnumerable<Kind> InTurn(List<Kind> kinds, int round)
    {
        for (var i = 0; i < kinds.Count; i++)
            yield return kinds[(round % 2 == 0 ? round + i : round + kinds.Count - i) % kinds.Count];
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static async Task<List<Kind>> SeedAsync(string folder, string? postgres, CancellationToken ct)
    {
        var now = TimeProvider.System.GetUtcNow();
        await using var installation = await Installation.OpenAsync(new(folder, postgres), TimeProvider.System, ct);
        var sealer = new ControlSealer(installation.ControlKeys.ForCompartment());
        var (one, other) = (CustomerId.New(now), CustomerId.New(now.AddMilliseconds(1)));
        foreach (var customer in new[] { one, other })
            await CustomerRows.MakeAsync(new(installation.Control), sealer, installation.CreateCompartmentAsync, customer, "Benchmark", now, ct);
        var ontology = new Ontology(Editor.Text, [new("text", InputKind.Text)], [new LabelClass("PER", "#4269d0", [Domain.Annotations.ShapeKind.Span])]);
        var (ours, theirs) = (await ProjectAsync(one), await ProjectAsync(other));
        var unknown = ProjectId.New(now);
        List<Kind> kinds = [];
        await installation.Control.WriteAsync(
            db =>
            {
                var both = Person(db, one);
                PersonRows.Join(db, both, other, RoleSet.Of([Role.Lead]), now);
                Add("a role with a rival, own project", 403, both, ours);
                Add("a role with a rival, another's project", 403, both, theirs);
                Add("a role with a rival, no project", 403, both, unknown);
                var interested = Person(db, one);
                WallRegistry.AddInterest(db, interested, other, 0, now);
                Add("an interest in a rival, own project", 403, interested, ours);
                var insider = Person(db, one);
                WallRegistry.SetInsider(db, insider, Insider.Support, now);
                Add("an insider, own project", 403, insider, ours);
                var seen = Person(db, one);
                db.Execute(
                    "INSERT INTO exposures (person, customer, first_at, last_at) VALUES (@person, @customer, @now, @now)",
                    ("@person", seen.Text), ("@customer", other.Text), ("@now", now.ToUnixTimeMilliseconds()));
                Add("has seen a rival, own project", 403, seen, ours);
                var member = Person(db, one);
                Add("let in, no project", 404, member, unknown);
                Add("let in, another's project", 404, member, theirs);

                void Add(string what, int status, PersonId person, ProjectId project)
                {
                    var token = SecretToken.New();
                    SessionRows.Open(db, new(SessionId.New(now), token, null, "benchmark", "127.0.0.1", now, now + SessionLimits.Absolute), person, one);
                    kinds.Add(new(what, status, token.Text, $"/api/projects/{project}"));
                }
            },
            ct);
        return kinds;

        async Task<ProjectId> ProjectAsync(CustomerId customer) =>
            await CreateProject.StoreAsync((await installation.FindAsync(customer, ct))!, new("Benchmark", ontology), PersonId.New(now), now, ct);

        PersonId Person(Storage.Databases.Session db, CustomerId customer)
        {
            var person = PersonId.New(now);
            PersonRows.Insert(db, person, "Somebody", $"{person}@example.org", "", isOperator: false, now);
            PersonRows.Join(db, person, customer, RoleSet.Of([Role.Lead]), now);
            return person;
        }
    }

    /// <param name="What">Why it is refused, and what was asked for.</param>
    private sealed record Kind(string What, int Status, string Session, string Path);
}
