using System.Net;
using Cloison.Cli.Commands;
using Cloison.Contracts;
using Cloison.Server.Platform.AccessLogs;
using Cloison.Server.Platform.Outbound;
using Cloison.ServerTests.Storage.Sealing;
using Cloison.ServerTests.Work;
using Cloison.Storage.Witnessing;
using Cloison.Transparency;
using Cloison.Transparency.Witnessing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cloison.ServerTests.AccessLogs;

/// <summary>A customer's own witness, as <c>cloison witness</c> runs it, and the log that it watches.</summary>
public sealed class WitnessRoundTests(SqlitePlace place) : WorkContract(place), IClassFixture<SqlitePlace>
{
    private AccessLog Log => Desk.Log;

    [Fact]
    public async Task A_witness_cosigns_what_grows_and_its_signature_is_served()
    {
        await using var witness = await StartAsync();
        var round = Round();
        foreach (var count in new[] { 3, 400 })
        {
            await AppendAsync(count);
            await Log.Tree.PublishAsync(Ct);
            await round.RunAsync(Desk.Compartment.Customer, Log, Ct);
            var (checkpoint, signatures) = Checkpoint.Open((await Log.CheckpointAsync(Ct))!, [Log.Tree.Key, witness.Key]);
            Assert.Equal(2, signatures.Count);
            var shown = Assert.Single(await LogWitness.ListAsync(Log, Ct));
            Assert.Equal((checkpoint.Size, null), (shown.Size, shown.Problem));
        }
    }

    [Fact]
    public async Task A_witness_that_has_seen_more_of_us_than_we_have_stops_the_log()
    {
        await using var witness = await StartAsync();
        await AppendAsync(30);
        await Log.Tree.PublishAsync(Ct);
        await Round().RunAsync(Desk.Compartment.Customer, Log, Ct);

        // Everything is put back from a backup, the mark too: only the witness knows.
        File.Delete(Path.Combine(Place.DataFolder, "compartments", Desk.Compartment.Customer.Text, "log-mark"));
        await Desk.Compartment.Database.WriteAsync(
            db =>
            {
                db.Execute("DELETE FROM log_entries WHERE n >= 10");
                db.Execute("DELETE FROM log_head");
                db.Execute("UPDATE log_witnesses SET size = 0, signature = NULL");
            },
            Ct);
        var again = await Place.OpenLogAsync(Desk.Compartment, Desk.Clock);
        Assert.Equal((LogState.Ready, 10), (again.State, again.Tree.Head!.Size));
        await Round().RunAsync(Desk.Compartment.Customer, again, Ct);
        Assert.Equal(LogState.Rollback, again.State);
        await Assert.ThrowsAsync<LogUnavailableException>(() => again.AppendAsync(new("access.read", null, null), Ct));
    }

    [Fact]
    public async Task A_witness_that_is_not_there_is_named_and_stops_nothing()
    {
        await AppendAsync(3);
        await Log.Tree.PublishAsync(Ct);
        await using var witness = await StartAsync();
        await witness.App.StopAsync(Ct);
        await Round().RunAsync(Desk.Compartment.Customer, Log, Ct);
        Assert.Equal("unreachable", Assert.Single(await LogWitness.ListAsync(Log, Ct)).Problem);
        Assert.Equal(3, await Log.AppendAsync(new("access.read", null, null), Ct));
    }

    private WitnessRound Round() => new(null!, null!, new SafeHttp(Dns.GetHostAddressesAsync, _ => true), Desk.Clock, NullLogger<WitnessRound>.Instance);

    private Task AppendAsync(int count) => Task.WhenAll(Enumerable.Range(0, count).Select(_ => Log.AppendAsync(new("access.read", null, null), Ct)));

    private async Task<RunningWitness> StartAsync()
    {
        var folder = new TemporaryFolder();
        var memory = new WitnessFolder(folder.Of("witness"));
        var witness = new Witness(memory, [Log.Tree.Key], new("witness.example/w1", memory.Key, TimeProvider.System));
        var app = RunWitness.Build(witness, memory, "http://127.0.0.1:0");
        await app.StartAsync(Ct);
        var place = new NewWitness(app.Urls.First(), witness.Key.ToString());
        await Log.Database.WriteAsync(db => LogWitness.Add(db, LogWitness.IdOf(place.Key), LogWitness.Seal(Log, place), Desk.Now), Ct);
        return new(app, memory, folder, witness.Key);
    }

    private sealed record RunningWitness(WebApplication App, WitnessFolder Memory, TemporaryFolder Folder, Cloison.Transparency.Notes.NoteKey Key) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await App.DisposeAsync();
            Memory.Dispose();
            Folder.Dispose();
        }
    }
}
