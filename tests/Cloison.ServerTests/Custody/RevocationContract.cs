using Cloison.Cli;
using Cloison.ServerTests.Cli;
using Cloison.ServerTests.Databases;

namespace Cloison.ServerTests.Custody;

/// <summary>Keys that a customer takes back: what is withheld, at once and everywhere, and what comes again.</summary>
public abstract class RevocationContract : CustodyContract
{
    [Fact]
    public async Task A_revocation_by_the_customer_withholds_everything_at_once_on_every_node_and_loses_nothing()
    {
        await using var second = Postgres is null ? null : await CustodyServer.StartAsync(Postgres, Server);
        using var there = second is null ? null : Ours.At(second);
        if (second is not null)
            Assert.Equal((200, null), await Ours.AskAsync(Tasks, there));
        var (status, body) = await Ours.PostAsync("/api/custody/revoke", "{}");
        Assert.Equal((200, "revoked", "customer"), (status, (string?)body["state"], (string?)body["revokedBy"]));
        Assert.True(Ours.Compartment.Keys.IsLocked);
        Assert.Equal((451, "content.withheld"), await Ours.AskAsync(Tasks));
        Assert.Equal((451, "content.withheld"), await Ours.AskAsync("/api/projects"));
        Assert.Equal((451, "content.withheld"), await Ours.AskAsync("/api/work"));
        Assert.Equal(451, (await Ours.PostAsync($"/api/projects/{Project}/claim", "{}")).Status);
        Assert.Equal((200, null), await Ours.AskAsync("/api/people"));
        if (second is not null)
        {
            // Its own look, four times a second, may have come already.
            await second.LookAsync();
            Assert.Equal((451, "content.withheld"), await Ours.AskAsync(Tasks, there));
        }

        Assert.Equal("available", (string?)(await Ours.PostAsync("/api/custody/restore", "{}")).Body["state"]);
        Assert.Equal((200, null), await Ours.AskAsync(Tasks));
        Assert.Equal(200, (await Ours.PostAsync($"/api/projects/{Project}/claim", "{}")).Status);
        if (second is not null)
        {
            await second.LookAsync();
            Assert.Equal((200, null), await Ours.AskAsync(Tasks, there));
        }
    }

    [Fact]
    public async Task A_revocation_survives_a_restart()
    {
        await Ours.PostAsync("/api/custody/revoke", "{}");
        // What the next process will find.
        await using var second = Postgres is null ? null : await CustodyServer.StartAsync(Postgres, Server);
        Assert.SkipWhen(second is null, "A data folder has one process.");
        using var there = Ours.At(second);
        Assert.Equal((451, "content.withheld"), await Ours.AskAsync(Tasks, there));
    }

    [Fact]
    public async Task One_projects_keys_are_taken_back_without_the_others()
    {
        var other = await Ours.NewProjectAsync();
        Assert.Equal(200, (await Ours.PostAsync("/api/custody/revoke", $$"""{"project":"{{Project}}"}""")).Status);
        Assert.Equal((451, "content.withheld"), await Ours.AskAsync(Tasks));
        Assert.Equal(451, (await Ours.PostAsync($"/api/projects/{Project}/claim", "{}")).Status);
        Assert.Equal((200, null), await Ours.AskAsync($"/api/projects/{other}/tasks"));
        // A tombstone in the listing, and nothing to work on.
        var listed = (await Ours.GetAsync("/api/projects")).Body["items"]!.AsArray();
        Assert.Equal([("", true), ("A project", false)], listed.OrderBy(p => (string)p!["id"]! != Project.Text).Select(p => ((string)p!["name"]!, (bool)p["isWithheld"]!)));
        Assert.Equal([other.Text], (await Ours.GetAsync("/api/work")).Body.AsArray().Select(w => (string)w!["project"]!));
        Assert.Equal(404, (await Ours.PostAsync("/api/custody/revoke", $$"""{"project":"{{ProjectId.New(Server.Clock.GetUtcNow())}}"}""")).Status);
        Assert.Equal(200, (await Ours.PostAsync("/api/custody/restore", $$"""{"project":"{{Project}}"}""")).Status);
        Assert.Equal((200, null), await Ours.AskAsync(Tasks));
    }

    [Fact]
    public async Task The_agents_command_revokes_and_restores()
    {
        await using var agent = await Ours.MoveToAgentAsync();
        var revoked = await CliRun.OfAsync("keyagent", "revoke", "--data", agent.Path);
        Assert.Equal((CommandLine.Done, ""), (revoked.ExitCode, revoked.Error));
        Assert.True(Ours.Compartment.Keys.IsLocked);
        Assert.Equal((451, "content.withheld"), await Ours.AskAsync(Tasks));
        Assert.Equal("agent", (string?)(await Ours.GetAsync("/api/custody")).Body["revokedBy"]);
        // The administrator cannot do without the agent: it refuses, and the revocation stands.
        Assert.Equal("revoked", (string?)(await Ours.PostAsync("/api/custody/restore", "{}")).Body["state"]);
        Assert.Equal((451, "content.withheld"), await Ours.AskAsync(Tasks));
        Server.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(CommandLine.Done, (await CliRun.OfAsync("keyagent", "restore", "--data", agent.Path)).ExitCode);
        Assert.Equal((200, null), await Ours.AskAsync(Tasks));
        Assert.Contains("whole", (await CliRun.OfAsync("keyagent", "status", "--data", agent.Path)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_administrator_took_back_no_agent_gives_again()
    {
        await using var agent = await Ours.MoveToAgentAsync();
        await Ours.PostAsync("/api/custody/revoke", "{}");
        Assert.Equal(CommandLine.Done, (await CliRun.OfAsync("keyagent", "restore", "--data", agent.Path)).ExitCode);
        Assert.Equal((451, "content.withheld"), await Ours.AskAsync(Tasks));
    }

    [Fact]
    public async Task Notices_that_the_agent_did_not_sign_and_old_ones_change_nothing()
    {
        await using var agent = await Ours.MoveToAgentAsync();
        using var nobody = new HttpClient { BaseAddress = new(Server.Address) };
        var first = agent.Folder.SetStanding(isRevoked: true, Server.Clock.GetUtcNow());
        var second = agent.Folder.SetStanding(isRevoked: false, Server.Clock.GetUtcNow());
        await using var stranger = await AgentUnderTest.StartAsync(Ours.Id, Server.Installation.Custodians.ServerPublicKey, Server.Logs.Of(Ours.Id).Key, Server.Clock);
        var foreign = stranger.Folder.SetStanding(isRevoked: true, Server.Clock.GetUtcNow());
        Assert.Equal(404, await TellAsync(Ours.Id, foreign.Notice, foreign.Signature));
        Assert.Equal(404, await TellAsync(Ours.Id, first.Notice, second.Signature));
        Assert.Equal(404, await TellAsync(Ours.Id, first.Notice, null));
        Assert.Equal(404, await TellAsync(CustomerId.New(Server.Clock.GetUtcNow()), first.Notice, first.Signature));
        Assert.Equal(413, await TellAsync(Ours.Id, new byte[5000], first.Signature));
        Assert.Equal(204, await TellAsync(Ours.Id, second.Notice, second.Signature));
        Assert.Equal(409, await TellAsync(Ours.Id, first.Notice, first.Signature));
        Assert.Equal((200, null), await Ours.AskAsync(Tasks));

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
        var blob = (await Ours.Compartment.Blobs.PutAsync(Project, new MemoryStream(content), bytes, Ct)).Value;
        var asset = AssetId.New(Server.Clock.GetUtcNow());
        await Ours.Compartment.Database.WriteAsync(
            db => db.Execute(
                "INSERT INTO assets (id, project, blob, media_type, bytes, created_at) VALUES (@id, @project, @blob, 'image/png', @bytes, 0)",
                ("@id", asset.Text), ("@project", Project.Text), ("@blob", blob.Name.Text), ("@bytes", (long)bytes)),
            Ct);
        var path = $"/api/projects/{Project}/assets/{asset}?original=true";
        using (var response = await Ours.Http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, Ct))
        {
            var body = await response.Content.ReadAsStreamAsync(Ct);
            await body.ReadExactlyAsync(new byte[1000], Ct);
            await Ours.PostAsync("/api/custody/revoke", "{}");
            await Assert.ThrowsAnyAsync<IOException>(() => body.CopyToAsync(Stream.Null, Ct));
        }

        Assert.Equal((451, "content.withheld"), await Ours.AskAsync(path));
        await Ours.PostAsync("/api/custody/restore", "{}");
        // The control: with the keys it comes whole.
        Assert.Equal(bytes, (await Ours.Http.GetByteArrayAsync(path, Ct)).Length);
    }

    [Fact]
    public async Task Jobs_wait_for_the_keys_and_go_on_by_themselves()
    {
        var made = (await Ours.PostAsync($"/api/projects/{Project}/exports", """{"format":"jsonl","answers":"results"}""")).Body;
        var at = $"/api/projects/{Project}/exports/{made["id"]}";
        // Taken back at once: whether the export has begun, has ended or not, it must not be lost or marked as failed.
        await Ours.PostAsync("/api/custody/revoke", "{}");
        Assert.Equal((451, "content.withheld"), await Ours.AskAsync(at));
        Assert.Equal((451, "content.withheld"), await Ours.AskAsync($"{at}/content"));
        var state = await Ours.Compartment.Database.ReadAsync(db => db.Scalar<long>("SELECT state FROM exports WHERE id = @id", ("@id", (string)made["id"]!)), Ct);
        Assert.Contains(state, new[] { 1L, 2L });
        await Ours.PostAsync("/api/custody/restore", "{}");
        await UntilAsync(async () => (string?)(await Ours.GetAsync(at)).Body["state"] == "done");
    }
}

public sealed class RevocationOnSqlite : RevocationContract
{
    protected override Task<string?> PostgresAsync(CancellationToken ct) => Task.FromResult<string?>(null);
}

public sealed class RevocationOnPostgres(PostgresCluster cluster) : RevocationContract
{
    protected override async Task<string?> PostgresAsync(CancellationToken ct) => await cluster.NewDatabaseAsync(ct);
}
