using System.Buffers.Binary;
using System.Net;
using System.Text;
using Cloison.Contracts;
using Cloison.Server.Features.Custody;
using Cloison.Server.Platform;
using Cloison.ServerTests.Databases;
using Cloison.ServerTests.People;
using Cloison.Storage.Sealing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cloison.ServerTests.Custody;

/// <summary>Keys that are replaced: everything is sealed anew, and the old key destroyed when nothing needs it.</summary>
public abstract class RotationContract : CustodyContract
{
    [Fact]
    public async Task A_projects_key_is_replaced_everything_is_sealed_anew_and_the_old_key_destroyed()
    {
        await FillAsync();
        var old = Ours.Compartment.Keys.Keys.Single(k => k.Project == Project);
        var before = (await Ours.GetAsync(Tasks)).Body.ToJsonString();
        var (status, started) = await Ours.PostAsync("/api/custody/rotations", $$"""{"level":"project","project":"{{Project}}"}""");
        Assert.Equal((200, "preparing"), (status, (string?)started["state"]));
        Assert.Equal((409, "rotation.running"), await PostCodeAsync("/api/custody/rotations", $$"""{"level":"project","project":"{{Project}}"}"""));

        Server.Clock.Advance(TimeSpan.FromSeconds(2));
        await SealedAnewAsync();
        var running = (await Ours.GetAsync("/api/custody/rotations")).Body[0]!;
        Assert.Equal(("draining", 0L), ((string)running["state"]!, (long)running["broken"]!));
        Assert.True((long)running["done"]! >= 7, running.ToJsonString());
        Assert.Equal((long)running["total"]!, (long)running["done"]!);
        // Still there: something that began before may need it.
        Assert.Equal(KeyState.DecryptOnly, State(old.Number));
        await RotatedAsync();
        Assert.Equal(KeyState.Destroyed, State(old.Number));
        Assert.Equal("done", (string?)(await Ours.GetAsync("/api/custody/rotations")).Body[0]!["state"]);
        Assert.Equal(before, (await Ours.GetAsync(Tasks)).Body.ToJsonString());
        Assert.Equal((200, null), await Ours.AskAsync($"/api/projects/{Project}"));
    }

    [Fact]
    public async Task What_one_node_has_taken_further_another_does_not_put_back()
    {
        await FillAsync();
        await Ours.PostAsync("/api/custody/rotations", $$"""{"level":"project","project":"{{Project}}"}""");
        Server.Clock.Advance(TimeSpan.FromSeconds(2));
        var control = Server.Installation.Control;
        var stale = Assert.Single(await control.ReadAsync(RotationRow.Running, Ct));
        await SealedAnewAsync();
        var present = Assert.Single(await control.ReadAsync(RotationRow.Running, Ct));

        await Assert.ThrowsAsync<RotationMovedException>(() => control.WriteAsync(db => (stale with { Done = 1 }).Replace(db, stale), Ct));

        Assert.Equal(present, Assert.Single(await control.ReadAsync(RotationRow.Running, Ct)));
        // The negative control: who knows where it stands may go on.
        await control.WriteAsync(db => (present with { Done = present.Done - 1 }).Replace(db, present), Ct);
        Assert.Equal(present.Done - 1, Assert.Single(await control.ReadAsync(RotationRow.Running, Ct)).Done);
    }

    [Fact]
    public async Task A_value_that_does_not_open_keeps_the_old_key()
    {
        await Ours.Compartment.Database.WriteAsync(
            db =>
            {
                var (id, name) = db.First("SELECT id, name FROM projects", row => (row.GetString(0), (byte[])row.GetValue(1)));
                name[^1] ^= 1;
                db.Execute("UPDATE projects SET name = @name WHERE id = @id", ("@name", name), ("@id", id));
            },
            Ct);
        await Ours.PostAsync("/api/custody/rotations", $$"""{"level":"project","project":"{{Project}}"}""");
        Server.Clock.Advance(TimeSpan.FromSeconds(2));
        await RotatedAsync();
        var rotation = (await Ours.GetAsync("/api/custody/rotations")).Body[0]!;
        Assert.Equal(("failed", 1L), ((string)rotation["state"]!, (long)rotation["broken"]!));
        Assert.Contains(Ours.Compartment.Keys.Keys, k => k.Project == Project && k.State == KeyState.DecryptOnly);
    }

    [Fact]
    public async Task A_rotation_waits_for_what_is_under_way()
    {
        await Ours.PostAsync("/api/custody/rotations", $$"""{"level":"project","project":"{{Project}}"}""");
        using (await Ours.Compartment.Custody.EnterAsync(new("label"), Ct))
        {
            Server.Clock.Advance(TimeSpan.FromSeconds(2));
            await Server.RotateAsync();
            Server.Clock.Advance(TimeSpan.FromHours(1));
            Assert.Equal(1, await Server.RotateAsync());
            Assert.Contains(Ours.Compartment.Keys.Keys, k => k.Project == Project && k.State == KeyState.DecryptOnly);
        }

        await RotatedAsync();
        Assert.DoesNotContain(Ours.Compartment.Keys.Keys, k => k.Project == Project && k.State == KeyState.DecryptOnly);
    }

    [Fact]
    public async Task A_rotation_stops_while_the_keys_are_withheld_and_goes_on_afterwards()
    {
        await FillAsync();
        await Ours.PostAsync("/api/custody/rotations", $$"""{"level":"project","project":"{{Project}}"}""");
        await Ours.PostAsync("/api/custody/revoke", $$"""{"project":"{{Project}}"}""");
        Server.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(1, await Server.RotateAsync());
        await Ours.PostAsync("/api/custody/restore", $$"""{"project":"{{Project}}"}""");
        await Server.RotateAsync();
        await RotatedAsync();
        Assert.Equal((200, null), await Ours.AskAsync(Tasks));
        Assert.Single(Ours.Compartment.Keys.Keys, k => k.Project == Project && k.State == KeyState.Active);
    }

    [Fact]
    public async Task A_rotation_that_fails_is_tried_again_with_growing_pauses_and_says_why_once()
    {
        using var logs = new CapturedLogs();
        Server.App.Services.GetRequiredService<ILoggerFactory>().AddProvider(logs);
        await Ours.PostAsync("/api/custody/rotations", $$"""{"level":"project","project":"{{Project}}"}""");
        await Ours.Compartment.Database.WriteAsync(db => db.Execute("ALTER TABLE comments RENAME TO comments_away"), Ct);
        // The server's own rounds take part, so how often it was tried by then is not said here: BackoffTests say how the pauses grow.
        for (var i = 0; i < 5; i++)
        {
            Server.Clock.Advance(TimeSpan.FromSeconds(2));
            Assert.Equal(1, await Server.RotateAsync());
        }

        Assert.Single(logs.Lines, line => line.Contains("The rotation", StringComparison.Ordinal));
        await Ours.Compartment.Database.WriteAsync(db => db.Execute("ALTER TABLE comments_away RENAME TO comments"), Ct);
        await UntilAsync(async () =>
        {
            // Less than the wait for what is under way.
            Server.Clock.Advance(TimeSpan.FromSeconds(8));
            await Server.RotateAsync();
            return (string?)(await Ours.GetAsync("/api/custody/rotations")).Body[0]!["state"] == "draining";
        });
        Assert.Contains(logs.Lines, line => line.Contains("goes on", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_compartments_key_and_the_custodians_are_replaced_too()
    {
        await using var agent = await Ours.MoveToAgentAsync();
        agent.Folder.AddOuterKey();
        var wrapped = Ours.Compartment.Keys.Keys[0].Wrapped;
        Assert.Equal("done", (string?)(await Ours.PostAsync("/api/custody/rotations", """{"level":"custodian"}""")).Body["state"]);
        Assert.NotEqual(wrapped, Ours.Compartment.Keys.Keys[0].Wrapped);
        Assert.Equal(200, (await Ours.PostAsync("/api/custody/rotations", """{"level":"compartment"}""")).Status);
        Server.Clock.Advance(TimeSpan.FromSeconds(2));
        await Server.RotateAsync();
        await RotatedAsync();
        Assert.Equal([KeyState.Destroyed, KeyState.Active], Ours.Compartment.Keys.Keys.Where(k => k.Purpose == KeyPurpose.Compartment).Select(k => k.State));
        Assert.Equal(400, (await Ours.PostAsync("/api/custody/rotations", """{"level":"project"}""")).Status);
        Assert.Equal(404, (await Ours.PostAsync("/api/custody/rotations", $$"""{"level":"project","project":"{{ProjectId.New(Server.Clock.GetUtcNow())}}"}""")).Status);
    }

    [Fact]
    public async Task With_the_compartments_key_every_column_that_it_seals_and_every_artefact_is_sealed_anew()
    {
        // One row at least in each column of the list; a column that comes to it needs one here.
        Assert.Equal(200, (await Ours.PutAsync("/api/blind", """{"names":["Acme Labs"],"showName":false}""")).Status);
        using (var published = await Ours.Http.PatchAsync($"/api/projects/{Project}?allowNames=true", new StringContent("""{"instructions":"For Acme Labs."}""", Encoding.UTF8, "application/json"), Ct))
            Assert.Equal(HttpStatusCode.OK, published.StatusCode);
        var export = await ExportedAsync();
        var own = Ours.Compartment.Keys.ForCompartment();
        await Ours.Compartment.Database.WriteAsync(
            db => db.Execute("UPDATE customer_exports SET problem = @problem WHERE id = @id", ("@problem", own.SealText(Seals.CustomerExportProblem(export), "The disk is full.")), ("@id", export.Text)), Ct);
        var before = await SealedAsync();
        Assert.All(SealedColumns.OfCompartment, c => Assert.Contains(before, v => v.Column == $"{c.Table}.{c.Column}"));
        var artefacts = Ours.Compartment.Blobs.ListArtifacts(null).ToList();
        Assert.NotEmpty(artefacts);
        var file = await Ours.Http.GetByteArrayAsync($"/api/leaving/exports/{export}/content", Ct);
        var old = Ours.Compartment.Keys.Keys.Single(k => k.Purpose == KeyPurpose.Compartment).Number;

        Assert.Equal(200, (await Ours.PostAsync("/api/custody/rotations", """{"level":"compartment"}""")).Status);
        Server.Clock.Advance(TimeSpan.FromSeconds(2));
        await SealedAnewAsync();
        var fresh = Ours.Compartment.Keys.Keys.Single(k => k is { Purpose: KeyPurpose.Compartment, State: KeyState.Active }).Number;
        Assert.NotEqual(old, fresh);
        Assert.All(await SealedAsync(), v => Assert.Equal((v.Column, fresh), (v.Column, v.Key)));
        Assert.Equal(0, await Ours.Compartment.Blobs.CountOthersAsync(null, fresh, Ct));
        // The control: these counts see what is under another key.
        Assert.Equal(artefacts.Count, await Ours.Compartment.Blobs.CountOthersAsync(null, old, Ct));
        Assert.All(before, v => Assert.Equal((v.Column, old), (v.Column, v.Key)));

        await RotatedAsync();
        Assert.Equal(KeyState.Destroyed, State(old));
        // The same texts, the same bytes, with the old key gone.
        Assert.Equal(before.Select(v => (v.Column, v.Text)), (await SealedAsync()).Select(v => (v.Column, v.Text)));
        Assert.Equal(artefacts, Ours.Compartment.Blobs.ListArtifacts(null));
        Assert.Equal(file, await Ours.Http.GetByteArrayAsync($"/api/leaving/exports/{export}/content", Ct));
        Assert.Equal("Acme Labs", (string?)(await Ours.GetAsync("/api/blind")).Body["names"]![0]);
    }

    /// <summary>As far as it goes at this time of the clock: before that, the server's own thread is at it too.</summary>
    private Task SealedAnewAsync() => UntilAsync(async () =>
    {
        await Server.RotateAsync();
        return Assert.Single(await Server.Installation.Control.ReadAsync(RotationRow.Running, Ct)).State == RotationState.Draining;
    });

    /// <summary>Until nothing is left to rotate.</summary>
    private Task RotatedAsync() => UntilAsync(async () =>
    {
        // Each time: the server's own thread may have begun the wait for what is under way anew, or pause after a failure.
        Server.Clock.Advance(TimeSpan.FromSeconds(61));
        return await Server.RotateAsync() == 0;
    });

    private KeyState State(uint number) => Ours.Compartment.Keys.Keys.Single(k => k.Number == number).State;

    private async Task<(int, string?)> PostCodeAsync(string path, string body)
    {
        var reply = await Ours.PostAsync(path, body);
        return (reply.Status, (string?)reply.Body["code"]);
    }

    /// <summary>An export of everything, made.</summary>
    private async Task<ExportId> ExportedAsync()
    {
        var id = (string)(await Ours.PostAsync("/api/leaving/exports", "{}")).Body["id"]!;
        await UntilAsync(async () =>
        {
            var made = (await Ours.GetAsync("/api/leaving/exports")).Body.AsArray().Single(e => (string)e!["id"]! == id)!;
            Assert.NotEqual("failed", (string)made["state"]!);
            return (string)made["state"]! == "done";
        });
        return ExportId.Parse(id);
    }

    /// <summary>Everything under the compartment's own key: where it is, which key, what it says.</summary>
    private async Task<List<(string Column, uint Key, string Text)>> SealedAsync()
    {
        var own = Ours.Compartment.Keys.ForCompartment();
        var values = new List<(string, uint, string)>();
        foreach (var column in SealedColumns.OfCompartment)
            foreach (var (keys, value) in await Ours.Compartment.Database.ReadAsync(db => column.Others(db, project: null, new byte[4], after: null, limit: 1000), Ct))
                values.Add(($"{column.Table}.{column.Column}", BinaryPrimitives.ReadUInt32BigEndian(value.AsSpan(1)), Encoding.UTF8.GetString(own.Open(column.Context(keys), value))));
        return values;
    }

    /// <summary>Something in tables with keys of every kind, a blob, and an artefact.</summary>
    private async Task FillAsync()
    {
        Assert.Equal(200, (await Ours.PostAsync($"/api/projects/{Project}/imports", """{"batchName":"b"}""")).Status);
        await Ours.Compartment.Blobs.PutAsync(Project, new MemoryStream(new byte[100_000]), 1 << 20, Ct);
        await using var artifact = await Ours.Compartment.Blobs.CreateArtifactAsync(Project, "an-artefact", Ct);
        await artifact.WriteAsync(new byte[50_000], Ct);
        await artifact.CommitAsync(Ct);
    }
}

public sealed class RotationOnSqlite : RotationContract
{
    protected override Task<string?> PostgresAsync(CancellationToken ct) => Task.FromResult<string?>(null);
}

public sealed class RotationOnPostgres(PostgresCluster cluster) : RotationContract
{
    protected override async Task<string?> PostgresAsync(CancellationToken ct) => await cluster.NewDatabaseAsync(ct);
}
