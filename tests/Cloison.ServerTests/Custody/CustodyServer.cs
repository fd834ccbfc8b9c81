using System.Text;
using System.Text.Json.Nodes;
using Cloison.Domain.People;
using Cloison.Domain.Walls;
using Cloison.Server.Features.Custody;
using Cloison.Server.Features.Projects;
using Cloison.Server.Platform.Custody;
using Cloison.ServerTests.People;
using Cloison.ServerTests.Platform;
using Cloison.ServerTests.Work;
using Cloison.Storage.Compartments;
using Microsoft.Extensions.DependencyInjection;

namespace Cloison.ServerTests.Custody;

/// <summary>One node of the whole server, over a clock that a test moves; several may share a PostgreSQL database.</summary>
internal sealed class CustodyServer : ServerUnderTest
{
    private CustodyServer(TestClock clock, TestLogs logs, DirectoryInfo? folder) : base(clock, folder) => Logs = logs;

    public TestLogs Logs { get; }

    /// <param name="first">Another node, whose root key, clock and logs this one shares.</param>
    /// <param name="on">A data folder that is there already; it is removed at the end like any other.</param>
    public static async Task<CustodyServer> StartAsync(string? postgres, CustodyServer? first = null, DirectoryInfo? on = null)
    {
        var clock = first?.Clock ?? new TestClock();
        var server = new CustodyServer(clock, first?.Logs ?? new(clock), on);
        if (first is not null)
            File.Copy(Path.Combine(first.DataFolder, "root.key"), Path.Combine(server.DataFolder, "root.key"));
        await server.OpenAsync(postgres, WallRules.All, new(PrivateAddresses: true), installation => installation.Custodians.Receipts = server.Logs);
        return server;
    }

    public async Task<CustodyCustomer> NewCustomerAsync()
    {
        var id = await Visitors.NewCustomerAsync(Installation, Clock.GetUtcNow());
        var (head, token) = await Visitors.SignInAsync(Installation, id, Clock.GetUtcNow(), Role.Administrator);
        var compartment = (await Installation.FindAsync(id, Ct))!;
        return new(this, id, head, token, compartment);
    }

    /// <summary>What the server does four times a second.</summary>
    public Task LookAsync() => App.Services.GetRequiredService<CustodyWatch>().LookAsync(Ct);

    public Task<int> RotateAsync() => App.Services.GetRequiredService<RotationJobs>().StepAsync(Ct);
}

/// <summary>A customer of such a server, as its administrator sees it.</summary>
internal sealed record CustodyCustomer(CustodyServer Server, CustomerId Id, PersonId Head, string Token, Compartment Compartment) : IDisposable
{
    public HttpClient Http { get; } = Visitors.Client(Server.Address, Token);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>The same administrator at another node.</summary>
    public HttpClient At(CustodyServer node) => Visitors.Client(node.Address, Token);

    public async Task<ProjectId> NewProjectAsync(int tasks = 3)
    {
        var project = await CreateProject.StoreAsync(Compartment, new("A project", Desk.Sentiment, "Do."), Head, Server.Clock.GetUtcNow(), Ct);
        var rows = Enumerable.Range(0, tasks).Select(n => (TaskId.New(Server.Clock.GetUtcNow().AddMilliseconds(n)), n)).ToList();
        await Compartment.Database.WriteAsync(db => TaskSeed.Insert(db, Compartment, project, 1, 0, rows, Server.Clock.GetUtcNow()), Ct);
        return project;
    }

    public async Task<AgentUnderTest> MoveToAgentAsync(int ttlSeconds = 300, bool background = false)
    {
        var agent = await AgentUnderTest.StartAsync(Id, Server.Installation.Custodians.ServerPublicKey, Server.Logs.Of(Id).Key, Server.Clock, Server.Address);
        var moved = await PutAsync("/api/custody", $$"""{"custodian":{"kind":"agent","address":"{{agent.Address}}","publicKey":"{{agent.PublicKey}}"},"ttlSeconds":{{ttlSeconds}},"background":{{(background ? "true" : "false")}}}""");
        Assert.Equal((200, "available"), (moved.Status, (string?)moved.Body["state"]));
        return agent;
    }

    public Task<(int Status, JsonNode Body)> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    public Task<(int Status, JsonNode Body)> PostAsync(string path, string body) => SendAsync(HttpMethod.Post, path, body);

    public Task<(int Status, JsonNode Body)> PutAsync(string path, string body) => SendAsync(HttpMethod.Put, path, body);

    /// <summary>Status and, for a problem, its code.</summary>
    public async Task<(int Status, string? Code)> AskAsync(string path, HttpClient? http = null)
    {
        using var response = await (http ?? Http).GetAsync(path, Ct);
        var text = await response.Content.ReadAsStringAsync(Ct);
        return ((int)response.StatusCode, response.IsSuccessStatusCode ? null : (string?)JsonNode.Parse(text)!["code"]);
    }

    public void Dispose() => Http.Dispose();

    private async Task<(int Status, JsonNode Body)> SendAsync(HttpMethod method, string path, string? body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json") };
        using var response = await Http.SendAsync(request, Ct);
        var text = await response.Content.ReadAsStringAsync(Ct);
        return ((int)response.StatusCode, text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!);
    }
}
