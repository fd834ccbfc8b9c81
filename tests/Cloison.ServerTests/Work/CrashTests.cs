using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;
using Cloison.Contracts;
using Cloison.Domain.Ids;
using Cloison.Domain.Json;
using Cloison.Domain.People;
using Cloison.Domain.Tasks;
using Cloison.Server.Features.Projects;
using Cloison.Storage.Compartments;
using Cloison.Storage.Databases;
using SubmitAnnotation = Cloison.Contracts.SubmitAnnotation;

namespace Cloison.ServerTests.Work;

/// <summary>The real program, killed in the middle of its work.</summary>
public sealed class CrashTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("cloison-crash-");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task A_second_process_on_the_same_data_folder_refuses_to_start_and_harms_nothing()
    {
        using var first = ServerProcess.Start(folder.FullName);
        var address = await first.ReadyAsync();
        using var second = ServerProcess.Start(folder.FullName);
        await second.ExitedAsync();

        Assert.Equal(1, second.ExitCode);
        Assert.Contains("Another Cloison process", second.Output, StringComparison.Ordinal);
        await Assert.ThrowsAsync<DataFolderInUseException>(() => Installation.OpenAsync(new(folder.FullName), TimeProvider.System, Ct));
        using var http = new HttpClient();
        Assert.Equal("ready", await http.GetStringAsync(address + "/health/ready", Ct));
    }

    [Fact]
    public async Task Every_acknowledged_answer_is_there_exactly_once_after_the_server_was_killed_under_load()
    {
        // Written down by the clients as they receive them: what a person's screen calls "saved".
        var receipts = new ConcurrentDictionary<AnnotationId, Receipt>();
        var sent = new ConcurrentDictionary<AnnotationId, SubmitAnnotation>();
        var (project, sessions) = await SeedAsync(people: 12, tasks: 6_000);
        for (var round = 0; round < 4; round++)
        {
            using var server = ServerProcess.Start(folder.FullName);
            var address = await server.ReadyAsync();
            var before = receipts.Count;
            using var stop = new CancellationTokenSource();
            var work = sessions.Select(session => Task.Run(() => WorkAsync(address, project, session, receipts, sent, stop.Token), Ct)).ToList();
            for (var waited = 0; receipts.Count < before + 100 + round * 37 && waited < 600; waited++)
                await Task.Delay(50, Ct);
            await server.KillAsync();
            await stop.CancelAsync();
            await Task.WhenAll(work);
            Assert.True(receipts.Count > before, $"The load must be real: {server.Output}");
        }

        await using var installation = await Installation.OpenAsync(new(folder.FullName), TimeProvider.System, Ct);
        var compartment = (await installation.FindAsync(await OnlyCustomerAsync(installation), Ct))!;
        var stored = await compartment.Database.ReadAsync(
            db => db.List("SELECT id, content_hash, state FROM annotations", row => (Id: row.Id<AnnotationKind>(0), Hash: row.Bytes(1), State: row.Enum<AnnotationState>(2))), Ct);

        Assert.Distinct(stored.Select(s => s.Id));
        var byId = stored.ToDictionary(s => s.Id);
        Assert.All(receipts.Values, receipt =>
        {
            var row = byId[receipt.Annotation];
            Assert.Equal(compartment.Keys.Index.Of("annotations.content", receipt.ContentHash), row.Hash);
            Assert.Equal(receipt.State, row.State);
        });
        // What was stored and not acknowledged was at least sent.
        Assert.All(stored, row => Assert.True(sent.ContainsKey(row.Id)));
        await compartment.Database.WriteAsync(db => Audit.Check(db, project, overlapMayBeExceeded: false), Ct);
        // The negative control of this check: an acknowledgement that was never given is noticed.
        Assert.False(byId.ContainsKey(AnnotationId.New(TimeProvider.System.GetUtcNow())));
    }

    private static async Task WorkAsync(
        string address, ProjectId project, string session, ConcurrentDictionary<AnnotationId, Receipt> receipts,
        ConcurrentDictionary<AnnotationId, SubmitAnnotation> sent, CancellationToken until)
    {
        using var http = Visitors.Client(address, session);
        try
        {
            while (!until.IsCancellationRequested)
            {
                using var claim = await http.PostAsJsonAsync($"/api/projects/{project}/claim", new Claim(), DomainJson.Options, until);
                var claimed = (await claim.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<ClaimedTask>(DomainJson.Options, until))!;
                var content = Random(claimed.Task) ? Worker.Good : Worker.Bad;
                var answer = new SubmitAnnotation(
                    AnnotationId.New(TimeProvider.System.GetUtcNow()), claimed.Task, claimed.Lease.Id, claimed.Lease.Token, claimed.OntologyVersion, Worker.HashOf(content),
                    JsonElement.Parse(content));
                sent[answer.Id] = answer;
                using var submit = await http.PostAsJsonAsync($"/api/projects/{project}/annotations", answer, DomainJson.Options, until);
                var receipt = (await submit.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<Receipt>(DomainJson.Options, until))!;
                receipts[receipt.Annotation] = receipt;
            }
        }
        catch (Exception e) when (e is HttpRequestException { StatusCode: null } or IOException or OperationCanceledException)
        {
            // The server is gone.
        }

        static bool Random(TaskId task) => task.Text[^1] % 2 == 0;
    }

    private async Task<(ProjectId, List<string> Sessions)> SeedAsync(int people, int tasks)
    {
        var now = TimeProvider.System.GetUtcNow();
        await using var installation = await Installation.OpenAsync(new(folder.FullName), TimeProvider.System, Ct);
        var customer = await Visitors.NewCustomerAsync(installation, now);
        var sessions = new List<string>();
        for (var i = 0; i < people; i++)
            sessions.Add((await Visitors.SignInAsync(installation, customer, now, Role.Annotator)).Token);
        var compartment = (await installation.FindAsync(customer, Ct))!;
        var project = await CreateProject.StoreAsync(compartment, new("A project", Desk.Sentiment), PersonId.New(now), now, Ct);
        var made = Enumerable.Range(0, tasks).Select(n => (TaskId.New(now.AddMilliseconds(n)), n)).ToList();
        await compartment.Database.WriteAsync(db => TaskSeed.Insert(db, compartment, project, 1, 0, made, now), Ct);
        return (project, sessions);
    }

    private static Task<CustomerId> OnlyCustomerAsync(Installation installation) =>
        installation.Control.ReadAsync(db => db.First("SELECT id FROM customers", row => row.Id<CustomerKind>(0)), Ct);
}
