using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Cloison.Cli;
using Cloison.Server.Platform;
using Cloison.Server.Platform.AccessLogs;
using Cloison.ServerTests.Cli;
using Cloison.ServerTests.Databases;
using Cloison.Storage.Custody;
using Cloison.Storage.Sealing;
using Microsoft.Extensions.DependencyInjection;

namespace Cloison.ServerTests.Custody;

/// <summary>Keys that a customer holds: what the server does when they are given, taken back, not answered for, and replaced.</summary>
public abstract class CustodyContract : IAsyncLifetime
{
    private CustodyServer server = null!;
    private CustodyCustomer ours = null!;
    private ProjectId project;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Tasks => $"/api/projects/{project}/tasks";

    public async ValueTask InitializeAsync()
    {
        server = await CustodyServer.StartAsync(Postgres = await PostgresAsync(Ct));
        ours = await server.NewCustomerAsync();
        project = await ours.NewProjectAsync();
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        ours.Dispose();
        await server.DisposeAsync();
    }

    protected string? Postgres { get; private set; }

    protected abstract Task<string?> PostgresAsync(CancellationToken ct);

    [Fact]
    public async Task A_customer_moves_his_root_to_his_own_agent_and_everything_goes_on()
    {
        var before = ours.Compartment.Keys.Keys.Single(k => k.Purpose == KeyPurpose.Root);
        await using var agent = await ours.MoveToAgentAsync();
        var shown = (await ours.GetAsync("/api/custody")).Body;
        Assert.Equal(("agent", "available", agent.Address), ((string)shown["custodian"]!["kind"]!, (string)shown["state"]!, (string)shown["custodian"]!["address"]!));
        Assert.Equal(Convert.ToBase64String(server.Installation.Custodians.ServerPublicKey.Span), (string)shown["serverKey"]!);
        Assert.Equal(3, shown["keys"]!.AsArray().Count);
        Assert.Equal((200, null), await ours.AskAsync(Tasks));
        var after = ours.Compartment.Keys.Keys.Single(k => k.Purpose == KeyPurpose.Root);
        Assert.Equal(before.CheckValue, after.CheckValue);
        Assert.NotEqual(before.Wrapped, after.Wrapped);
        // Wrapped once, given back once to prove it.
        Assert.Equal(["wrapped", "given"], agent.Outcomes());

        // The time is over: it is asked again, by whoever comes, and says why.
        server.Clock.Advance(TimeSpan.FromSeconds(301));
        await server.LookAsync();
        Assert.True(ours.Compartment.Keys.IsLocked);
        Assert.Equal((200, null), await ours.AskAsync(Tasks));
        Assert.Equal(["wrapped", "given", "given"], agent.Outcomes());
        Assert.Contains("\"reason\":\"read\"", agent.Folder.ReadAudit()[^1], StringComparison.Ordinal);
        Assert.Equal(2, server.Logs.Of(ours.Id).Count);
    }

    [Fact]
    public async Task An_agent_gives_the_root_against_receipts_of_the_customers_own_access_log()
    {
        var services = server.App.Services;
        var log = await services.GetRequiredService<OpenLogs>().OfAsync(ours.Compartment);
        await using var agent = await AgentUnderTest.StartAsync(ours.Id, server.Installation.Custodians.ServerPublicKey, log.Tree.Key, server.Clock, server.Address);
        // The control: receipts of another log are worth nothing.
        var (status, body) = await ours.PutAsync("/api/custody", Move(agent.Address, agent.PublicKey));
        Assert.Equal((409, "custody.refused"), (status, (string?)body["code"]));

        server.Installation.Custodians.Receipts = services.GetRequiredService<IUnwrapReceipts>();
        (status, body) = await ours.PutAsync("/api/custody", Move(agent.Address, agent.PublicKey));
        Assert.Equal((200, "available"), (status, (string?)body["state"]));
        // The log grows, so that the agent wants to see that the longer one goes on from what it knows.
        for (var i = 0; i < 20; i++)
            Assert.Equal((200, null), await ours.AskAsync(Tasks));
        server.Clock.Advance(TimeSpan.FromSeconds(301));
        await server.LookAsync();
        Assert.True(ours.Compartment.Keys.IsLocked);
        Assert.Equal((200, null), await ours.AskAsync(Tasks));

        var size = (int)(await log.Tree.PublishAsync(Ct)).Size;
        var entries = (await log.ReadAsync(0, size, Ct)).ConvertAll(e => EntryEncoding.Read(e));
        var asked = entries.Where(e => e.Type == UnwrapIntent.Type).ToList();
        Assert.True(asked.Count >= 2, $"{asked.Count} entries of a root that was asked for.");
        Assert.All(asked, e => Assert.StartsWith($"{ours.Id}/root/", e.Object, StringComparison.Ordinal));
        Assert.Equal("read", asked[^1].Purpose);
        // First the entry, then the key, then the content.
        Assert.True(entries.FindLastIndex(e => e.Type == UnwrapIntent.Type) < entries.FindLastIndex(e => e.Type == LogTypes.List || e.Type == LogTypes.Read));
    }

    [Fact]
    public async Task An_agent_that_does_not_give_the_root_back_gets_it_not()
    {
        await using var agent = await AgentUnderTest.StartAsync(ours.Id, server.Installation.Custodians.ServerPublicKey, server.Logs.Of(ours.Id).Key, server.Clock);
        agent.SetPolicy("""{"reasons":["label"]}""");
        var before = ours.Compartment.Keys.Keys[0].Wrapped;
        var (status, body) = await ours.PutAsync("/api/custody", Move(agent.Address, agent.PublicKey));
        Assert.Equal((409, "custody.refused"), (status, (string?)body["code"]));
        await agent.StopAsync();
        (status, body) = await ours.PutAsync("/api/custody", Move(agent.Address, agent.PublicKey));
        Assert.Equal((503, "custody.unreachable"), (status, (string?)body["code"]));
        Assert.Equal(before, ours.Compartment.Keys.Keys[0].Wrapped);
        Assert.Equal("installation", (string?)(await ours.GetAsync("/api/custody")).Body["custodian"]!["kind"]);
        Assert.Equal((200, null), await ours.AskAsync(Tasks));
    }

    [Theory]
    [InlineData("""{"custodian":{"kind":"agent","address":"ftp://x","publicKey":"AAAA"}}""")]
    [InlineData("""{"custodian":{"kind":"aws_kms","keyId":"alias/x","region":"eu-west-3"}}""")]
    [InlineData("""{"custodian":{"kind":"aws_kms","keyId":"arn:aws:kms:eu-west-3:111122223333:key/a","region":"eu-west-3","accessKeyId":"A"}}""")]
    [InlineData("""{"custodian":{"kind":"installation"},"ttlSeconds":901}""")]
    [InlineData("""{"custodian":{"kind":"installation"},"ttlSeconds":-1}""")]
    [InlineData("""{"custodian":{"kind":"nobody"}}""")]
    [InlineData("""{"custodian":{}}""")]
    public async Task A_custodian_that_makes_no_sense_is_refused(string body) => Assert.Equal(400, (await ours.PutAsync("/api/custody", body)).Status);

    [Fact]
    public async Task Without_an_access_log_there_is_no_agent()
    {
        await using var agent = await AgentUnderTest.StartAsync(ours.Id, server.Installation.Custodians.ServerPublicKey, server.Logs.Of(ours.Id).Key, server.Clock);
        server.Installation.Custodians.Receipts = null;
        var (status, body) = await ours.PutAsync("/api/custody", Move(agent.Address, agent.PublicKey));
        Assert.Equal((409, "custody.no_log"), (status, (string?)body["code"]));
    }

    [Fact]
    public async Task An_agent_that_is_down_is_noticed_after_the_time_to_live_and_is_no_revocation()
    {
        await using var agent = await ours.MoveToAgentAsync();
        await agent.StopAsync();
        server.Clock.Advance(TimeSpan.FromSeconds(200));
        await server.LookAsync();
        Assert.Equal((200, null), await ours.AskAsync(Tasks));
        server.Clock.Advance(TimeSpan.FromSeconds(101));
        Assert.Equal((503, "custody.unreachable"), await ours.AskAsync(Tasks));
        Assert.True(ours.Compartment.Keys.IsLocked);
        Assert.Equal("unreachable", (string?)(await ours.GetAsync("/api/custody")).Body["state"]);
        await agent.StartAsync();
        server.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal((200, null), await ours.AskAsync(Tasks));
        Assert.Equal("available", (string?)(await ours.GetAsync("/api/custody")).Body["state"]);
    }

    [Fact]
    public async Task Use_does_not_prolong_the_time_to_live_only_the_agents_word_does()
    {
        await using var agent = await ours.MoveToAgentAsync(ttlSeconds: 60);
        var until = ours.Compartment.Custody.Standing.UnlockedUntil;
        for (var i = 0; i < 4; i++)
        {
            server.Clock.Advance(TimeSpan.FromSeconds(10));
            Assert.Equal((200, null), await ours.AskAsync(Tasks));
            await server.LookAsync();
        }

        Assert.Equal(until, ours.Compartment.Custody.Standing.UnlockedUntil);
        // Shortly before the end it is asked, since somebody works; nobody is held up.
        server.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal((200, null), await ours.AskAsync(Tasks));
        await UntilAsync(async () =>
        {
            await server.LookAsync();
            return agent.Outcomes().Count(o => o == "given") == 2;
        });
        await UntilAsync(() => Task.FromResult(ours.Compartment.Custody.Standing.UnlockedUntil > until));
        // Nobody came since: it is not asked again, and the keys go.
        server.Clock.Advance(TimeSpan.FromSeconds(61));
        await server.LookAsync();
        Assert.True(ours.Compartment.Keys.IsLocked);
        Assert.Equal(2, agent.Outcomes().Count(o => o == "given"));
    }

    [Fact]
    public async Task Without_a_time_to_live_each_request_asks_and_nothing_stays()
    {
        await using var agent = await ours.MoveToAgentAsync(ttlSeconds: 0);
        Assert.Equal((200, null), await ours.AskAsync(Tasks));
        Assert.Equal((200, null), await ours.AskAsync(Tasks));
        await UntilAsync(() => Task.FromResult(ours.Compartment.Keys.IsLocked));
        Assert.Equal(3, agent.Outcomes().Count(o => o == "given"));
        agent.SetPolicy("""{"reasons":["export"]}""");
        Assert.Equal((451, "content.withheld"), await ours.AskAsync(Tasks));
    }

    [Fact]
    public async Task A_dead_agent_of_one_customer_holds_up_no_other()
    {
        await using var agent = await ours.MoveToAgentAsync();
        // Takes connections at the agent's address and never says anything.
        await agent.StopAsync();
        using var silent = new TcpListener(IPAddress.Loopback, new Uri(agent.Address).Port);
        silent.Start();
        server.Clock.Advance(TimeSpan.FromSeconds(301));
        await server.LookAsync();
        var waiting = ours.AskAsync(Tasks);
        using var others = await server.NewCustomerAsync();
        var theirs = await others.NewProjectAsync();
        for (var i = 0; i < 20; i++)
            Assert.Equal((200, null), await others.AskAsync($"/api/projects/{theirs}/tasks"));
        await server.LookAsync();
        Assert.False(waiting.IsCompleted);
        // What needs no content is not held up either.
        Assert.Equal((200, null), await ours.AskAsync("/api/people"));
        Assert.Equal((503, "custody.unreachable"), await waiting);
    }

    [Fact]
    public async Task A_revocation_by_the_customer_withholds_everything_at_once_on_every_node_and_loses_nothing()
    {
        await using var second = Postgres is null ? null : await CustodyServer.StartAsync(Postgres, server);
        using var there = second is null ? null : ours.At(second);
        if (second is not null)
            Assert.Equal((200, null), await ours.AskAsync(Tasks, there));
        var (status, body) = await ours.PostAsync("/api/custody/revoke", "{}");
        Assert.Equal((200, "revoked", "customer"), (status, (string?)body["state"], (string?)body["revokedBy"]));
        Assert.True(ours.Compartment.Keys.IsLocked);
        Assert.Equal((451, "content.withheld"), await ours.AskAsync(Tasks));
        Assert.Equal((451, "content.withheld"), await ours.AskAsync("/api/projects"));
        Assert.Equal((451, "content.withheld"), await ours.AskAsync("/api/work"));
        Assert.Equal(451, (await ours.PostAsync($"/api/projects/{project}/claim", "{}")).Status);
        Assert.Equal((200, null), await ours.AskAsync("/api/people"));
        if (second is not null)
        {
            // Its own look, four times a second, may have come already.
            await second.LookAsync();
            Assert.Equal((451, "content.withheld"), await ours.AskAsync(Tasks, there));
        }

        Assert.Equal("available", (string?)(await ours.PostAsync("/api/custody/restore", "{}")).Body["state"]);
        Assert.Equal((200, null), await ours.AskAsync(Tasks));
        Assert.Equal(200, (await ours.PostAsync($"/api/projects/{project}/claim", "{}")).Status);
        if (second is not null)
        {
            await second.LookAsync();
            Assert.Equal((200, null), await ours.AskAsync(Tasks, there));
        }
    }

    [Fact]
    public async Task A_revocation_survives_a_restart()
    {
        await ours.PostAsync("/api/custody/revoke", "{}");
        // What the next process will find.
        await using var second = Postgres is null ? null : await CustodyServer.StartAsync(Postgres, server);
        Assert.SkipWhen(second is null, "A data folder has one process.");
        using var there = ours.At(second);
        Assert.Equal((451, "content.withheld"), await ours.AskAsync(Tasks, there));
    }

    [Fact]
    public async Task One_projects_keys_are_taken_back_without_the_others()
    {
        var other = await ours.NewProjectAsync();
        Assert.Equal(200, (await ours.PostAsync("/api/custody/revoke", $$"""{"project":"{{project}}"}""")).Status);
        Assert.Equal((451, "content.withheld"), await ours.AskAsync(Tasks));
        Assert.Equal(451, (await ours.PostAsync($"/api/projects/{project}/claim", "{}")).Status);
        Assert.Equal((200, null), await ours.AskAsync($"/api/projects/{other}/tasks"));
        // A tombstone in the listing, and nothing to work on.
        var listed = (await ours.GetAsync("/api/projects")).Body["items"]!.AsArray();
        Assert.Equal([("", true), ("A project", false)], listed.OrderBy(p => (string)p!["id"]! != project.Text).Select(p => ((string)p!["name"]!, (bool)p["isWithheld"]!)));
        Assert.Equal([other.Text], (await ours.GetAsync("/api/work")).Body.AsArray().Select(w => (string)w!["project"]!));
        Assert.Equal(404, (await ours.PostAsync("/api/custody/revoke", $$"""{"project":"{{ProjectId.New(server.Clock.GetUtcNow())}}"}""")).Status);
        Assert.Equal(200, (await ours.PostAsync("/api/custody/restore", $$"""{"project":"{{project}}"}""")).Status);
        Assert.Equal((200, null), await ours.AskAsync(Tasks));
    }

    [Fact]
    public async Task The_agents_command_revokes_and_restores()
    {
        await using var agent = await ours.MoveToAgentAsync();
        var revoked = await CliRun.OfAsync("keyagent", "revoke", "--data", agent.Path);
        Assert.Equal((CommandLine.Done, ""), (revoked.ExitCode, revoked.Error));
        Assert.True(ours.Compartment.Keys.IsLocked);
        Assert.Equal((451, "content.withheld"), await ours.AskAsync(Tasks));
        Assert.Equal("agent", (string?)(await ours.GetAsync("/api/custody")).Body["revokedBy"]);
        // The administrator cannot do without the agent: it refuses, and the revocation stands.
        Assert.Equal("revoked", (string?)(await ours.PostAsync("/api/custody/restore", "{}")).Body["state"]);
        Assert.Equal((451, "content.withheld"), await ours.AskAsync(Tasks));
        server.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(CommandLine.Done, (await CliRun.OfAsync("keyagent", "restore", "--data", agent.Path)).ExitCode);
        Assert.Equal((200, null), await ours.AskAsync(Tasks));
        Assert.Contains("whole", (await CliRun.OfAsync("keyagent", "status", "--data", agent.Path)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_administrator_took_back_no_agent_gives_again()
    {
        await using var agent = await ours.MoveToAgentAsync();
        await ours.PostAsync("/api/custody/revoke", "{}");
        Assert.Equal(CommandLine.Done, (await CliRun.OfAsync("keyagent", "restore", "--data", agent.Path)).ExitCode);
        Assert.Equal((451, "content.withheld"), await ours.AskAsync(Tasks));
    }

    [Fact]
    public async Task Notices_that_the_agent_did_not_sign_and_old_ones_change_nothing()
    {
        await using var agent = await ours.MoveToAgentAsync();
        using var nobody = new HttpClient { BaseAddress = new(server.Address) };
        var first = agent.Folder.SetStanding(isRevoked: true, server.Clock.GetUtcNow());
        var second = agent.Folder.SetStanding(isRevoked: false, server.Clock.GetUtcNow());
        await using var stranger = await AgentUnderTest.StartAsync(ours.Id, server.Installation.Custodians.ServerPublicKey, server.Logs.Of(ours.Id).Key, server.Clock);
        var foreign = stranger.Folder.SetStanding(isRevoked: true, server.Clock.GetUtcNow());
        Assert.Equal(404, await TellAsync(ours.Id, foreign.Notice, foreign.Signature));
        Assert.Equal(404, await TellAsync(ours.Id, first.Notice, second.Signature));
        Assert.Equal(404, await TellAsync(ours.Id, first.Notice, null));
        Assert.Equal(404, await TellAsync(CustomerId.New(server.Clock.GetUtcNow()), first.Notice, first.Signature));
        Assert.Equal(413, await TellAsync(ours.Id, new byte[5000], first.Signature));
        Assert.Equal(204, await TellAsync(ours.Id, second.Notice, second.Signature));
        Assert.Equal(409, await TellAsync(ours.Id, first.Notice, first.Signature));
        Assert.Equal((200, null), await ours.AskAsync(Tasks));

        async Task<int> TellAsync(CustomerId customer, byte[] notice, string? signature)
        {
            using var message = new HttpRequestMessage(HttpMethod.Post, $"/custody/agents/{customer}/revoked") { Content = new ByteArrayContent(notice) };
            if (signature is not null)
                message.Headers.Add("Cloison-Signature", signature);
            using var response = await nobody.SendAsync(message, Ct);
            return (int)response.StatusCode;
        }
    }

    [Fact]
    public async Task A_download_in_progress_is_cut()
    {
        const int bytes = 32 << 20;
        var content = new byte[bytes];
        var blob = (await ours.Compartment.Blobs.PutAsync(project, new MemoryStream(content), bytes, Ct)).Value;
        var asset = AssetId.New(server.Clock.GetUtcNow());
        await ours.Compartment.Database.WriteAsync(
            db => db.Execute(
                "INSERT INTO assets (id, project, blob, media_type, bytes, created_at) VALUES (@id, @project, @blob, 'image/png', @bytes, 0)",
                ("@id", asset.Text), ("@project", project.Text), ("@blob", blob.Name.Text), ("@bytes", (long)bytes)),
            Ct);
        var path = $"/api/projects/{project}/assets/{asset}?original=true";
        using (var response = await ours.Http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, Ct))
        {
            var body = await response.Content.ReadAsStreamAsync(Ct);
            await body.ReadExactlyAsync(new byte[1000], Ct);
            await ours.PostAsync("/api/custody/revoke", "{}");
            await Assert.ThrowsAnyAsync<IOException>(() => body.CopyToAsync(Stream.Null, Ct));
        }

        Assert.Equal((451, "content.withheld"), await ours.AskAsync(path));
        await ours.PostAsync("/api/custody/restore", "{}");
        // The control: with the keys it comes whole.
        Assert.Equal(bytes, (await ours.Http.GetByteArrayAsync(path, Ct)).Length);
    }

    [Fact]
    public async Task Jobs_wait_for_the_keys_and_go_on_by_themselves()
    {
        var made = (await ours.PostAsync($"/api/projects/{project}/exports", """{"format":"jsonl","answers":"results"}""")).Body;
        var at = $"/api/projects/{project}/exports/{made["id"]}";
        // Taken back at once: whether the export has begun, has ended or not, it must not be lost or marked as failed.
        await ours.PostAsync("/api/custody/revoke", "{}");
        Assert.Equal((451, "content.withheld"), await ours.AskAsync(at));
        Assert.Equal((451, "content.withheld"), await ours.AskAsync($"{at}/content"));
        var state = await ours.Compartment.Database.ReadAsync(db => db.Scalar<long>("SELECT state FROM exports WHERE id = @id", ("@id", (string)made["id"]!)), Ct);
        Assert.Contains(state, new[] { 1L, 2L });
        await ours.PostAsync("/api/custody/restore", "{}");
        await UntilAsync(async () => (string?)(await ours.GetAsync(at)).Body["state"] == "done");
    }

    [Fact]
    public async Task A_projects_key_is_replaced_everything_is_sealed_anew_and_the_old_key_destroyed()
    {
        await FillAsync();
        var old = ours.Compartment.Keys.Keys.Single(k => k.Project == project);
        var before = (await ours.GetAsync(Tasks)).Body.ToJsonString();
        var (status, started) = await ours.PostAsync("/api/custody/rotations", $$"""{"level":"project","project":"{{project}}"}""");
        Assert.Equal((200, "preparing"), (status, (string?)started["state"]));
        Assert.Equal((409, "rotation.running"), await PostCodeAsync("/api/custody/rotations", $$"""{"level":"project","project":"{{project}}"}"""));

        server.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(1, await server.RotateAsync());
        var running = (await ours.GetAsync("/api/custody/rotations")).Body[0]!;
        Assert.Equal(("draining", 0L), ((string)running["state"]!, (long)running["broken"]!));
        Assert.True((long)running["done"]! >= 7, running.ToJsonString());
        Assert.Equal((long)running["total"]!, (long)running["done"]!);
        // Still there: something that began before may need it.
        Assert.Equal(KeyState.DecryptOnly, State(old.Number));
        server.Clock.Advance(TimeSpan.FromSeconds(61));
        await UntilAsync(async () => await server.RotateAsync() == 0);
        Assert.Equal(KeyState.Destroyed, State(old.Number));
        Assert.Equal("done", (string?)(await ours.GetAsync("/api/custody/rotations")).Body[0]!["state"]);
        Assert.Equal(before, (await ours.GetAsync(Tasks)).Body.ToJsonString());
        Assert.Equal((200, null), await ours.AskAsync($"/api/projects/{project}"));
    }

    [Fact]
    public async Task A_value_that_does_not_open_keeps_the_old_key()
    {
        await ours.Compartment.Database.WriteAsync(
            db =>
            {
                var (id, name) = db.First("SELECT id, name FROM projects", row => (row.GetString(0), (byte[])row.GetValue(1)));
                name[^1] ^= 1;
                db.Execute("UPDATE projects SET name = @name WHERE id = @id", ("@name", name), ("@id", id));
            },
            Ct);
        await ours.PostAsync("/api/custody/rotations", $$"""{"level":"project","project":"{{project}}"}""");
        server.Clock.Advance(TimeSpan.FromSeconds(2));
        await UntilAsync(async () => await server.RotateAsync() == 0);
        var rotation = (await ours.GetAsync("/api/custody/rotations")).Body[0]!;
        Assert.Equal(("failed", 1L), ((string)rotation["state"]!, (long)rotation["broken"]!));
        Assert.Contains(ours.Compartment.Keys.Keys, k => k.Project == project && k.State == KeyState.DecryptOnly);
    }

    [Fact]
    public async Task A_rotation_waits_for_what_is_under_way()
    {
        await ours.PostAsync("/api/custody/rotations", $$"""{"level":"project","project":"{{project}}"}""");
        using (await ours.Compartment.Custody.EnterAsync(new("label"), Ct))
        {
            server.Clock.Advance(TimeSpan.FromSeconds(2));
            await server.RotateAsync();
            server.Clock.Advance(TimeSpan.FromHours(1));
            Assert.Equal(1, await server.RotateAsync());
            Assert.Contains(ours.Compartment.Keys.Keys, k => k.Project == project && k.State == KeyState.DecryptOnly);
        }

        await UntilAsync(async () => await server.RotateAsync() == 0);
        Assert.DoesNotContain(ours.Compartment.Keys.Keys, k => k.Project == project && k.State == KeyState.DecryptOnly);
    }

    [Fact]
    public async Task A_rotation_stops_while_the_keys_are_withheld_and_goes_on_afterwards()
    {
        await FillAsync();
        await ours.PostAsync("/api/custody/rotations", $$"""{"level":"project","project":"{{project}}"}""");
        await ours.PostAsync("/api/custody/revoke", $$"""{"project":"{{project}}"}""");
        server.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(1, await server.RotateAsync());
        await ours.PostAsync("/api/custody/restore", $$"""{"project":"{{project}}"}""");
        await server.RotateAsync();
        server.Clock.Advance(TimeSpan.FromSeconds(61));
        await UntilAsync(async () => await server.RotateAsync() == 0);
        Assert.Equal((200, null), await ours.AskAsync(Tasks));
        Assert.Single(ours.Compartment.Keys.Keys, k => k.Project == project && k.State == KeyState.Active);
    }

    [Fact]
    public async Task The_compartments_key_and_the_custodians_are_replaced_too()
    {
        await using var agent = await ours.MoveToAgentAsync();
        agent.Folder.AddOuterKey();
        var wrapped = ours.Compartment.Keys.Keys[0].Wrapped;
        Assert.Equal("done", (string?)(await ours.PostAsync("/api/custody/rotations", """{"level":"custodian"}""")).Body["state"]);
        Assert.NotEqual(wrapped, ours.Compartment.Keys.Keys[0].Wrapped);
        Assert.Equal(200, (await ours.PostAsync("/api/custody/rotations", """{"level":"compartment"}""")).Status);
        server.Clock.Advance(TimeSpan.FromSeconds(2));
        await server.RotateAsync();
        server.Clock.Advance(TimeSpan.FromSeconds(61));
        await UntilAsync(async () => await server.RotateAsync() == 0);
        Assert.Equal([KeyState.Destroyed, KeyState.Active], ours.Compartment.Keys.Keys.Where(k => k.Purpose == KeyPurpose.Compartment).Select(k => k.State));
        Assert.Equal(400, (await ours.PostAsync("/api/custody/rotations", """{"level":"project"}""")).Status);
        Assert.Equal(404, (await ours.PostAsync("/api/custody/rotations", $$"""{"level":"project","project":"{{ProjectId.New(server.Clock.GetUtcNow())}}"}""")).Status);
    }

    [Fact]
    public async Task With_the_compartments_key_every_column_that_it_seals_and_every_artefact_is_sealed_anew()
    {
        // One row at least in each column of the list; a column that comes to it needs one here.
        Assert.Equal(200, (await ours.PutAsync("/api/blind", """{"names":["Acme Labs"],"showName":false}""")).Status);
        using (var published = await ours.Http.PatchAsync($"/api/projects/{project}?allowNames=true", new StringContent("""{"instructions":"For Acme Labs."}""", Encoding.UTF8, "application/json"), Ct))
            Assert.Equal(HttpStatusCode.OK, published.StatusCode);
        var export = await ExportedAsync();
        var own = ours.Compartment.Keys.ForCompartment();
        await ours.Compartment.Database.WriteAsync(
            db => db.Execute("UPDATE customer_exports SET problem = @problem WHERE id = @id", ("@problem", own.SealText(Seals.CustomerExportProblem(export), "The disk is full.")), ("@id", export.Text)), Ct);
        var before = await SealedAsync();
        Assert.All(SealedColumns.OfCompartment, c => Assert.Contains(before, v => v.Column == $"{c.Table}.{c.Column}"));
        var artefacts = ours.Compartment.Blobs.ListArtifacts(null).ToList();
        Assert.NotEmpty(artefacts);
        var file = await ours.Http.GetByteArrayAsync($"/api/leaving/exports/{export}/content", Ct);
        var old = ours.Compartment.Keys.Keys.Single(k => k.Purpose == KeyPurpose.Compartment).Number;

        Assert.Equal(200, (await ours.PostAsync("/api/custody/rotations", """{"level":"compartment"}""")).Status);
        server.Clock.Advance(TimeSpan.FromSeconds(2));
        await server.RotateAsync();
        var fresh = ours.Compartment.Keys.Keys.Single(k => k is { Purpose: KeyPurpose.Compartment, State: KeyState.Active }).Number;
        Assert.NotEqual(old, fresh);
        Assert.All(await SealedAsync(), v => Assert.Equal((v.Column, fresh), (v.Column, v.Key)));
        Assert.Equal(0, await ours.Compartment.Blobs.CountOthersAsync(null, fresh, Ct));
        // The control: these counts see what is under another key.
        Assert.Equal(artefacts.Count, await ours.Compartment.Blobs.CountOthersAsync(null, old, Ct));
        Assert.All(before, v => Assert.Equal((v.Column, old), (v.Column, v.Key)));

        await UntilAsync(async () =>
        {
            // The server's own thread may have begun the wait for what is under way anew.
            server.Clock.Advance(TimeSpan.FromSeconds(61));
            return await server.RotateAsync() == 0;
        });
        Assert.Equal(KeyState.Destroyed, State(old));
        // The same texts, the same bytes, with the old key gone.
        Assert.Equal(before.Select(v => (v.Column, v.Text)), (await SealedAsync()).Select(v => (v.Column, v.Text)));
        Assert.Equal(artefacts, ours.Compartment.Blobs.ListArtifacts(null));
        Assert.Equal(file, await ours.Http.GetByteArrayAsync($"/api/leaving/exports/{export}/content", Ct));
        Assert.Equal("Acme Labs", (string?)(await ours.GetAsync("/api/blind")).Body["names"]![0]);
    }

    private static string Move(string address, string key) => $$$"""{"custodian":{"kind":"agent","address":"{{{address}}}","publicKey":"{{{key}}}"}}""";

    private KeyState State(uint number) => ours.Compartment.Keys.Keys.Single(k => k.Number == number).State;

    private async Task<(int, string?)> PostCodeAsync(string path, string body)
    {
        var reply = await ours.PostAsync(path, body);
        return (reply.Status, (string?)reply.Body["code"]);
    }

    /// <summary>An export of everything, made.</summary>
    private async Task<ExportId> ExportedAsync()
    {
        var id = (string)(await ours.PostAsync("/api/leaving/exports", "{}")).Body["id"]!;
        await UntilAsync(async () =>
        {
            var made = (await ours.GetAsync("/api/leaving/exports")).Body.AsArray().Single(e => (string)e!["id"]! == id)!;
            Assert.NotEqual("failed", (string)made["state"]!);
            return (string)made["state"]! == "done";
        });
        return ExportId.Parse(id);
    }

    /// <summary>Everything under the compartment's own key: where it is, which key, what it says.</summary>
    private async Task<List<(string Column, uint Key, string Text)>> SealedAsync()
    {
        var own = ours.Compartment.Keys.ForCompartment();
        var values = new List<(string, uint, string)>();
        foreach (var column in SealedColumns.OfCompartment)
            foreach (var (keys, value) in await ours.Compartment.Database.ReadAsync(db => column.Others(db, project: null, new byte[4], after: null, limit: 1000), Ct))
                values.Add(($"{column.Table}.{column.Column}", BinaryPrimitives.ReadUInt32BigEndian(value.AsSpan(1)), Encoding.UTF8.GetString(own.Open(column.Context(keys), value))));
        return values;
    }

    /// <summary>Something in tables with keys of every kind, a blob, and an artefact.</summary>
    private async Task FillAsync()
    {
        Assert.Equal(200, (await ours.PostAsync($"/api/projects/{project}/imports", """{"batchName":"b"}""")).Status);
        await ours.Compartment.Blobs.PutAsync(project, new MemoryStream(new byte[100_000]), 1 << 20, Ct);
        await using var artifact = await ours.Compartment.Blobs.CreateArtifactAsync(project, "an-artefact", Ct);
        await artifact.WriteAsync(new byte[50_000], Ct);
        await artifact.CommitAsync(Ct);
    }

    /// <summary>For what the server's own threads do: looked at again and again, without a time of its own.</summary>
    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        while (!await isSo())
        {
            Ct.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}

public sealed class CustodyOnSqlite : CustodyContract
{
    protected override Task<string?> PostgresAsync(CancellationToken ct) => Task.FromResult<string?>(null);
}

public sealed class CustodyOnPostgres(PostgresCluster cluster) : CustodyContract
{
    protected override async Task<string?> PostgresAsync(CancellationToken ct) => await cluster.NewDatabaseAsync(ct);
}
