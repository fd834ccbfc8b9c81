using System.Net;
using System.Net.Sockets;
using Cloison.Server.Platform.AccessLogs;
using Cloison.ServerTests.Databases;
using Cloison.Storage.Custody;
using Cloison.Storage.Sealing;
using Microsoft.Extensions.DependencyInjection;

namespace Cloison.ServerTests.Custody;

/// <summary>A root key that a customer's own agent holds: how it gets there, and how long the server may keep it open.</summary>
public abstract class AgentContract : CustodyContract
{
    [Fact]
    public async Task A_customer_moves_his_root_to_his_own_agent_and_everything_goes_on()
    {
        var before = Ours.Compartment.Keys.Keys.Single(k => k.Purpose == KeyPurpose.Root);
        await using var agent = await Ours.MoveToAgentAsync();
        var shown = (await Ours.GetAsync("/api/custody")).Body;
        Assert.Equal(("agent", "available", agent.Address), ((string)shown["custodian"]!["kind"]!, (string)shown["state"]!, (string)shown["custodian"]!["address"]!));
        Assert.Equal(Convert.ToBase64String(Server.Installation.Custodians.ServerPublicKey.Span), (string)shown["serverKey"]!);
        Assert.Equal(3, shown["keys"]!.AsArray().Count);
        Assert.Equal((200, null), await Ours.AskAsync(Tasks));
        var after = Ours.Compartment.Keys.Keys.Single(k => k.Purpose == KeyPurpose.Root);
        Assert.Equal(before.CheckValue, after.CheckValue);
        Assert.NotEqual(before.Wrapped, after.Wrapped);
        // Wrapped once, given back once to prove it.
        Assert.Equal(["wrapped", "given"], agent.Outcomes());

        // The time is over: it is asked again, by whoever comes, and says why.
        Server.Clock.Advance(TimeSpan.FromSeconds(301));
        await Server.LookAsync();
        Assert.True(Ours.Compartment.Keys.IsLocked);
        Assert.Equal((200, null), await Ours.AskAsync(Tasks));
        Assert.Equal(["wrapped", "given", "given"], agent.Outcomes());
        Assert.Contains("\"reason\":\"read\"", agent.Folder.ReadAudit()[^1], StringComparison.Ordinal);
        Assert.Equal(2, Server.Logs.Of(Ours.Id).Count);
    }

    [Fact]
    public async Task An_agent_gives_the_root_against_receipts_of_the_customers_own_access_log()
    {
        var services = Server.App.Services;
        var log = await services.GetRequiredService<OpenLogs>().OfAsync(Ours.Compartment);
        await using var agent = await AgentUnderTest.StartAsync(Ours.Id, Server.Installation.Custodians.ServerPublicKey, log.Tree.Key, Server.Clock, Server.Address);
        // The control: receipts of another log are worth nothing.
        var (status, body) = await Ours.PutAsync("/api/custody", Move(agent.Address, agent.PublicKey));
        Assert.Equal((409, "custody.refused"), (status, (string?)body["code"]));

        Server.Installation.Custodians.Receipts = services.GetRequiredService<IUnwrapReceipts>();
        (status, body) = await Ours.PutAsync("/api/custody", Move(agent.Address, agent.PublicKey));
        Assert.Equal((200, "available"), (status, (string?)body["state"]));
        // The log grows, so that the agent wants to see that the longer one goes on from what it knows.
        for (var i = 0; i < 20; i++)
            Assert.Equal((200, null), await Ours.AskAsync(Tasks));
        Server.Clock.Advance(TimeSpan.FromSeconds(301));
        await Server.LookAsync();
        Assert.True(Ours.Compartment.Keys.IsLocked);
        Assert.Equal((200, null), await Ours.AskAsync(Tasks));

        var size = (int)(await log.Tree.PublishAsync(Ct)).Size;
        var entries = (await log.ReadAsync(0, size, Ct)).ConvertAll(e => EntryEncoding.Read(e));
        var asked = entries.Where(e => e.Type == UnwrapIntent.Type).ToList();
        Assert.True(asked.Count >= 2, $"{asked.Count} entries of a root that was asked for.");
        Assert.All(asked, e => Assert.StartsWith($"{Ours.Id}/root/", e.Object, StringComparison.Ordinal));
        Assert.Equal("read", asked[^1].Purpose);
        // First the entry, then the key, then the content.
        Assert.True(entries.FindLastIndex(e => e.Type == UnwrapIntent.Type) < entries.FindLastIndex(e => e.Type == LogTypes.List || e.Type == LogTypes.Read));
    }

    [Fact]
    public async Task An_agent_that_does_not_give_the_root_back_gets_it_not()
    {
        await using var agent = await AgentUnderTest.StartAsync(Ours.Id, Server.Installation.Custodians.ServerPublicKey, Server.Logs.Of(Ours.Id).Key, Server.Clock);
        agent.SetPolicy("""{"reasons":["label"]}""");
        var before = Ours.Compartment.Keys.Keys[0].Wrapped;
        var (status, body) = await Ours.PutAsync("/api/custody", Move(agent.Address, agent.PublicKey));
        Assert.Equal((409, "custody.refused"), (status, (string?)body["code"]));
        await agent.StopAsync();
        (status, body) = await Ours.PutAsync("/api/custody", Move(agent.Address, agent.PublicKey));
        Assert.Equal((503, "custody.unreachable"), (status, (string?)body["code"]));
        Assert.Equal(before, Ours.Compartment.Keys.Keys[0].Wrapped);
        Assert.Equal("installation", (string?)(await Ours.GetAsync("/api/custody")).Body["custodian"]!["kind"]);
        Assert.Equal((200, null), await Ours.AskAsync(Tasks));
    }

    [Theory]
    [InlineData("""{"custodian":{"kind":"agent","address":"ftp://x","publicKey":"AAAA"}}""")]
    [InlineData("""{"custodian":{"kind":"aws_kms","keyId":"alias/x","region":"eu-west-3"}}""")]
    [InlineData("""{"custodian":{"kind":"aws_kms","keyId":"arn:aws:kms:eu-west-3:111122223333:key/a","region":"eu-west-3","accessKeyId":"A"}}""")]
    [InlineData("""{"custodian":{"kind":"installation"},"ttlSeconds":901}""")]
    [InlineData("""{"custodian":{"kind":"installation"},"ttlSeconds":-1}""")]
    [InlineData("""{"custodian":{"kind":"nobody"}}""")]
    [InlineData("""{"custodian":{}}""")]
    public async Task A_custodian_that_makes_no_sense_is_refused(string body) => Assert.Equal(400, (await Ours.PutAsync("/api/custody", body)).Status);

    [Fact]
    public async Task Without_an_access_log_there_is_no_agent()
    {
        await using var agent = await AgentUnderTest.StartAsync(Ours.Id, Server.Installation.Custodians.ServerPublicKey, Server.Logs.Of(Ours.Id).Key, Server.Clock);
        Server.Installation.Custodians.Receipts = null;
        var (status, body) = await Ours.PutAsync("/api/custody", Move(agent.Address, agent.PublicKey));
        Assert.Equal((409, "custody.no_log"), (status, (string?)body["code"]));
    }

    [Fact]
    public async Task An_agent_that_is_down_is_noticed_after_the_time_to_live_and_is_no_revocation()
    {
        await using var agent = await Ours.MoveToAgentAsync();
        await agent.StopAsync();
        Server.Clock.Advance(TimeSpan.FromSeconds(200));
        await Server.LookAsync();
        Assert.Equal((200, null), await Ours.AskAsync(Tasks));
        Server.Clock.Advance(TimeSpan.FromSeconds(101));
        Assert.Equal((503, "custody.unreachable"), await Ours.AskAsync(Tasks));
        Assert.True(Ours.Compartment.Keys.IsLocked);
        Assert.Equal("unreachable", (string?)(await Ours.GetAsync("/api/custody")).Body["state"]);
        await agent.StartAsync();
        Server.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal((200, null), await Ours.AskAsync(Tasks));
        Assert.Equal("available", (string?)(await Ours.GetAsync("/api/custody")).Body["state"]);
    }

    [Fact]
    public async Task Use_does_not_prolong_the_time_to_live_only_the_agents_word_does()
    {
        await using var agent = await Ours.MoveToAgentAsync(ttlSeconds: 60);
        var until = Ours.Compartment.Custody.Standing.UnlockedUntil;
        for (var i = 0; i < 4; i++)
        {
            Server.Clock.Advance(TimeSpan.FromSeconds(10));
            Assert.Equal((200, null), await Ours.AskAsync(Tasks));
            await Server.LookAsync();
        }

        Assert.Equal(until, Ours.Compartment.Custody.Standing.UnlockedUntil);
        // Shortly before the end it is asked, since somebody works; nobody is held up.
        Server.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal((200, null), await Ours.AskAsync(Tasks));
        await UntilAsync(async () =>
        {
            await Server.LookAsync();
            return agent.Outcomes().Count(o => o == "given") == 2;
        });
        await UntilAsync(() => Task.FromResult(Ours.Compartment.Custody.Standing.UnlockedUntil > until));
        // Nobody came since: it is not asked again, and the keys go.
        Server.Clock.Advance(TimeSpan.FromSeconds(61));
        await Server.LookAsync();
        Assert.True(Ours.Compartment.Keys.IsLocked);
        Assert.Equal(2, agent.Outcomes().Count(o => o == "given"));
    }

    [Fact]
    public async Task Without_a_time_to_live_each_request_asks_and_nothing_stays()
    {
        await using var agent = await Ours.MoveToAgentAsync(ttlSeconds: 0);
        Assert.Equal((200, null), await Ours.AskAsync(Tasks));
        Assert.Equal((200, null), await Ours.AskAsync(Tasks));
        await UntilAsync(() => Task.FromResult(Ours.Compartment.Keys.IsLocked));
        Assert.Equal(3, agent.Outcomes().Count(o => o == "given"));
        agent.SetPolicy("""{"reasons":["export"]}""");
        Assert.Equal((451, "content.withheld"), await Ours.AskAsync(Tasks));
    }

    [Fact]
    public async Task A_dead_agent_of_one_customer_holds_up_no_other()
    {
        await using var agent = await Ours.MoveToAgentAsync();
        // Takes connections at the agent's address and never says anything.
        await agent.StopAsync();
        using var silent = new TcpListener(IPAddress.Loopback, new Uri(agent.Address).Port);
        silent.Start();
        Server.Clock.Advance(TimeSpan.FromSeconds(301));
        await Server.LookAsync();
        var waiting = Ours.AskAsync(Tasks);
        using var others = await Server.NewCustomerAsync();
        var theirs = await others.NewProjectAsync();
        for (var i = 0; i < 20; i++)
            Assert.Equal((200, null), await others.AskAsync($"/api/projects/{theirs}/tasks"));
        await Server.LookAsync();
        Assert.False(waiting.IsCompleted);
        // What needs no content is not held up either.
        Assert.Equal((200, null), await Ours.AskAsync("/api/people"));
        Assert.Equal((503, "custody.unreachable"), await waiting);
    }

    private static string Move(string address, string key) => $$$"""{"custodian":{"kind":"agent","address":"{{{address}}}","publicKey":"{{{key}}}"}}""";
}

public sealed class AgentsOnSqlite : AgentContract
{
    protected override Task<string?> PostgresAsync(CancellationToken ct) => Task.FromResult<string?>(null);
}

public sealed class AgentsOnPostgres(PostgresCluster cluster) : AgentContract
{
    protected override async Task<string?> PostgresAsync(CancellationToken ct) => await cluster.NewDatabaseAsync(ct);
}
