using System.Collections.Concurrent;
using Cloison.Domain.People;
using Cloison.Server.Features.Projects;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.AccessLogs;
using Cloison.ServerTests.Work;
using Cloison.Storage.Compartments;
using Cloison.Storage.Databases;

namespace Cloison.ServerTests.Walls.Properties;

/// <summary>
/// P6: the real program, killed at any moment while people see content for the first time. Whatever a client has received, the record of the exposure and
/// the entry of the access log were on disk before.
/// </summary>
public sealed class P06CrashTests : IDisposable
{
    private const int Rounds = 5, PeopleARound = 600, Clients = 12;
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("cloison-crash-");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task No_content_was_received_without_its_exposure_and_its_entry_wherever_the_server_was_killed()
    {
        var (project, task, people) = await SeedAsync();
        var received = new ConcurrentBag<PersonId>();
        for (var round = 0; round < Rounds; round++)
        {
            var waiting = new ConcurrentQueue<(PersonId Person, string Session)>(people.Skip(round * PeopleARound).Take(PeopleARound));
            using var server = ServerProcess.Start(folder.FullName);
            var address = await server.ReadyAsync();
            var before = received.Count;
            var clients = Enumerable.Range(0, Clients).Select(_ => Task.Run(() => ReadAsync(address, $"/api/projects/{project}/tasks/{task}", waiting, received), Ct)).ToList();
            // By count, not by time: another number each round.
            for (var waited = 0; received.Count < before + 20 + round * 17 && waited < 12_000; waited++)
                await Task.Delay(5, Ct);
            await server.KillAsync();
            await Task.WhenAll(clients);
            Assert.True(received.Count > before, $"The load must be real: {server.Output}");
            Assert.False(waiting.IsEmpty, "It was killed after its work was done.");
        }

        await using var installation = await Installation.OpenAsync(new(folder.FullName), TimeProvider.System, Ct);
        var compartment = (await installation.FindAsync(await OnlyCustomerAsync(installation), Ct))!;
        using var logs = new OpenLogs(installation, new AccessSettings(null, false), TimeProvider.System);
        var log = await logs.OfAsync(compartment);
        var logged = (await log.ReadAsync(0, 1_000_000, Ct)).ConvertAll(e => EntryEncoding.Read(e)).Where(e => e.Type == LogTypes.Read && e.Object == task.Text).Select(e => e.Actor)
            .ToHashSet(StringComparer.Ordinal);
        var exposed = (await installation.Control.ReadAsync(db => db.List("SELECT person FROM exposures", row => row.GetString(0)), Ct)).ToHashSet(StringComparer.Ordinal);
        Assert.InRange(received.Count, 100, int.MaxValue);
        Assert.All(received, person =>
        {
            Assert.Contains(person.Text, exposed);
            Assert.Contains(log.Pseudonym(person.Text), logged);
        });
        // The controls: these checks see who was never there, and most of those who were there before the kill were in neither list by accident.
        var stranger = PersonId.New(TimeProvider.System.GetUtcNow());
        Assert.DoesNotContain(stranger.Text, exposed);
        Assert.DoesNotContain(log.Pseudonym(stranger.Text), logged);
        Assert.InRange(exposed.Count, received.Count, Rounds * PeopleARound - 1);
    }

    private static async Task ReadAsync(string address, string path, ConcurrentQueue<(PersonId Person, string Session)> waiting, ConcurrentBag<PersonId> received)
    {
        try
        {
            while (waiting.TryDequeue(out var visitor))
            {
                using var http = Visitors.Client(address, visitor.Session);
                // Headers are enough: from the first byte of content on, both records must be there.
                using var response = await http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, Ct);
                Assert.Equal(200, (int)response.StatusCode);
                received.Add(visitor.Person);
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            // The server is gone.
        }
    }

    private async Task<(ProjectId, TaskId, List<(PersonId Person, string Session)>)> SeedAsync()
    {
        var now = TimeProvider.System.GetUtcNow();
        await using var installation = await Installation.OpenAsync(new(folder.FullName), TimeProvider.System, Ct);
        var customer = await Visitors.NewCustomerAsync(installation, now);
        var compartment = (await installation.FindAsync(customer, Ct))!;
        var project = await CreateProject.StoreAsync(compartment, new("A project", Desk.Sentiment), PersonId.New(now), now, Ct);
        var task = TaskId.New(now);
        await compartment.Database.WriteAsync(db => TaskSeed.Insert(db, compartment, project, 1, 0, [(task, 0)], now), Ct);
        var people = await Task.WhenAll(Enumerable.Range(0, Rounds * PeopleARound).Select(_ => Visitors.SignInAsync(installation, customer, now, Role.Lead)));
        return (project, task, [.. people]);
    }

    private static Task<CustomerId> OnlyCustomerAsync(Installation installation) =>
        installation.Control.ReadAsync(db => db.First("SELECT id FROM customers", row => row.Id<Domain.Ids.CustomerKind>(0)), Ct);
}
