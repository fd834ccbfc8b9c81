using Cloison.Contracts;
using Cloison.Server.Features.Log;
using Cloison.Server.Platform.AccessLogs;
using Cloison.ServerTests.Work;
using Cloison.Storage.AccessLogs;
using Cloison.Storage.Databases;
using Cloison.Storage.Sealing;
using Cloison.Transparency;
using Cloison.Transparency.Audit;
using Cloison.Transparency.Notes;

namespace Cloison.ServerTests.AccessLogs;

/// <summary>A database that was put back from a backup: what was signed is not contradicted, and what is missing is said.</summary>
public abstract class LogRecoveryContract(PlaceUnderTest place) : WorkContract(place)
{
    private AccessLog Log => Desk.Log;

    [Fact]
    public async Task A_log_that_lost_entries_is_closed_and_another_one_says_what_is_missing()
    {
        var (oldKey, seenEarly, lost) = await LoseAsync(signed: 700, left: 300);
        var broken = Assert.Single(await RecoverAsync("The disk broke; the backup is from Monday.")).Break;
        Assert.Equal((700, 300, 400, oldKey, $"{oldKey.Name}/2"), (broken.Size, broken.Kept, broken.Missing, broken.Closed, broken.Next.Name));

        var again = await ReopenAsync();
        Assert.Equal((LogState.Ready, broken.Next, 1), (again.State, again.Tree.Key, again.Tree.Head!.Size));
        var first = EntryEncoding.Read((await again.ReadAsync(0, 1, Ct))[0]);
        Assert.Equal(("recovery", oldKey.Name, broken.Figures), (first.Type, first.Object, first.Rule));
        Assert.Equal(1, await again.AppendAsync(new("access.read", null, null), Ct));
        await again.Tree.PublishAsync(Ct);

        // Whoever knows only the old key comes to the new one, and learns how much of what he has seen is gone.
        var files = new LogFiles(again);
        foreach (var (seen, gone) in new (Checkpoint?, long?)[] { (null, null), (seenEarly, 0), (lost, 400) })
        {
            var audited = Assert.Single(await BreakAudit.RunAsync(files, [oldKey], seen, Ct));
            Assert.Equal((broken, gone), (audited.Break, audited.SeenAndGone));
            var start = Array.Empty<byte>();
            var report = await LogAudit.RunAsync(files, [audited.Break.Next], onEntry: (n, entry) => start = n == 0 ? entry.ToArray() : start, ct: Ct);
            BreakAudit.CheckBeginning(report.Checkpoint.Origin, start, [audited]);
            Assert.Throws<NoteException>(() => BreakAudit.CheckBeginning(report.Checkpoint.Origin, start, []));
        }

        // The old key is gone from where keys lie.
        using var keys = await LogKeys.FindAsync(Place.Installation.Control, Place.Installation.ControlKeys, CompartmentName.Of(Desk.Compartment.Customer), Ct);
        Assert.Equal(broken.Next, keys!.Signer.Key);
    }

    [Fact]
    public async Task Another_history_of_the_same_length_is_closed_too()
    {
        await AppendAsync(20);
        await Log.Tree.PublishAsync(Ct);
        await Desk.Compartment.Database.WriteAsync(db => db.Execute("UPDATE log_entries SET leaf = (SELECT leaf FROM log_entries WHERE n = 3), entry = (SELECT entry FROM log_entries WHERE n = 3) WHERE n = 4"), Ct);
        var broken = Assert.Single(await RecoverAsync("Somebody has changed a row.")).Break;
        Assert.Equal((20, 20, 0), (broken.Size, broken.Kept, broken.Missing));
        Assert.NotEqual(broken.Root, broken.KeptRoot);
        await BreakAudit.RunAsync(new LogFiles(await ReopenAsync()), [broken.Next], ct: Ct);
    }

    [Fact]
    public async Task A_log_that_is_in_order_is_left_alone_and_a_reason_must_be_given()
    {
        await AppendAsync(5);
        await Log.Tree.PublishAsync(Ct);
        Assert.Empty(await RecoverAsync("Nothing is wrong."));
        Assert.Equal(5, (await ReopenAsync()).Tree.Head!.Size);
        foreach (var bad in new[] { "", "  ", "two\nlines", new string('a', LogBreak.MaxReasonChars + 1) })
            Assert.False((await new RecoverLogs(Place.Installation, Desk.Clock).RunAsync(null, bad, null, Ct)).Succeeded);
    }

    [Fact]
    public async Task A_second_time_makes_a_chain_that_one_key_is_enough_for()
    {
        var (oldKey, _, _) = await LoseAsync(30, 10);
        var first = Assert.Single(await RecoverAsync("First time.")).Break;
        var between = await ReopenAsync();
        for (var i = 0; i < 9; i++)
            await between.AppendAsync(new("access.read", null, null), Ct);
        await between.Tree.PublishAsync(Ct);
        await LoseRowsAsync(4);
        var second = Assert.Single(await RecoverAsync("Second time.")).Break;
        Assert.Equal((first.Next, 10, 4, $"{oldKey.Name}/3"), (second.Closed, second.Size, second.Kept, second.Next.Name));
        var files = new LogFiles(await ReopenAsync());
        foreach (var key in new[] { oldKey, first.Next, second.Next })
            Assert.Equal(["First time.", "Second time."], (await BreakAudit.RunAsync(files, [key], ct: Ct)).Select(b => b.Break.Reason));
        var strangers = (await Place.NewDeskAsync()).Log.Tree.Key;
        await Assert.ThrowsAsync<NoteException>(() => BreakAudit.RunAsync(files, [strangers], ct: Ct));
    }

    [Fact]
    public async Task A_recovery_that_was_stopped_half_way_goes_on_where_it_was()
    {
        await LoseAsync(30, 10);
        var mark = await File.ReadAllBytesAsync(MarkFile, Ct);
        var control = Place.Installation.Control;
        var (origin, seed) = await control.ReadAsync(
            db => db.First("SELECT origin, seed FROM log_keys WHERE customer = @c", row => (row.GetString(0), row.Bytes(1)), ("@c", Desk.Compartment.Customer.Text)), Ct);
        // The database refuses the last step: the keys and the mark are through, and it is not noted.
        await Desk.Compartment.Database.WriteAsync(db => db.Execute("ALTER TABLE log_head RENAME TO log_head_away"), Ct);
        await Assert.ThrowsAnyAsync<Exception>(() => RecoverAsync("Stopped at once."));
        Assert.Empty(await Desk.ReadAsync(LogBreaks.List));
        await Desk.Compartment.Database.WriteAsync(db => db.Execute("ALTER TABLE log_head_away RENAME TO log_head"), Ct);

        var whole = Assert.Single(await RecoverAsync("The real one.")).Break;
        Assert.Equal(mark, await File.ReadAllBytesAsync($"{MarkFile}.1", Ct));
        // As if it had been stopped after the database's part: keys and mark of the old log, the new key still beside the statement.
        var sealer = Place.Installation.ControlKeys.ForCompartment();
        var customer = Desk.Compartment.Customer.Text;
        var newSeed = sealer.Open(new("log_keys", "seed", customer), await control.ReadAsync(db => db.First("SELECT seed FROM log_keys WHERE customer = @c", row => row.Bytes(0), ("@c", customer)), Ct));
        await control.WriteAsync(db => db.Execute("UPDATE log_keys SET origin = @origin, seed = @seed WHERE customer = @c", ("@origin", origin), ("@seed", seed), ("@c", customer)), Ct);
        await File.WriteAllBytesAsync(MarkFile, mark, Ct);
        var successor = sealer.Seal(new("log_breaks", "successor", $"{customer}/1"), newSeed);
        await Desk.Compartment.Database.WriteAsync(db => db.Execute("UPDATE log_breaks SET successor = @s", ("@s", successor)), Ct);
        Assert.Equal(LogState.Rollback, (await ReopenAsync()).State);

        Assert.Equal(whole, Assert.Single(await RecoverAsync("Goes on: this reason is not used.")).Break);
        Assert.Null((await Desk.ReadAsync(LogBreaks.List))[0].Successor);
        var again = await ReopenAsync();
        Assert.Equal((LogState.Ready, whole.Next), (again.State, again.Tree.Key));
        Assert.Empty(await RecoverAsync("Nothing is left to do."));
    }

    [Fact]
    public async Task What_a_witness_has_kept_counts_when_the_mark_was_put_back_too()
    {
        await AppendAsync(5);
        await Log.Tree.PublishAsync(Ct);
        var oldMark = await File.ReadAllBytesAsync(MarkFile, Ct);
        await AppendAsync(15);
        var kept = (await Log.Tree.PublishAsync(Ct)).Note;
        await File.WriteAllBytesAsync(MarkFile, oldMark, Ct);
        await LoseRowsAsync(5);
        Assert.Empty(await RecoverAsync("The mark says nothing."));
        var broken = Assert.Single(await RecoverAsync("The witness has seen more.", kept)).Break;
        Assert.Equal((20, 5), (broken.Size, broken.Kept));
    }

    private string MarkFile => Path.Combine(Place.DataFolder, "compartments", Desk.Compartment.Customer.Text, "log-mark");

    /// <returns>The old key, a checkpoint whose entries are all left, and the last one that was signed.</returns>
    private async Task<(NoteKey Key, Checkpoint Early, Checkpoint Last)> LoseAsync(int signed, int left)
    {
        await AppendAsync(left - 1);
        var early = (await Log.Tree.PublishAsync(Ct)).Checkpoint;
        await AppendAsync(signed - left + 1);
        var last = (await Log.Tree.PublishAsync(Ct)).Checkpoint;
        await LoseRowsAsync(left);
        Assert.Equal(LogState.Rollback, (await ReopenAsync()).State);
        return (Log.Tree.Key, early, last);
    }

    private Task LoseRowsAsync(int left) => Desk.Compartment.Database.WriteAsync(
        db =>
        {
            db.Execute("DELETE FROM log_entries WHERE n >= @left", ("@left", (long)left));
            db.Execute("DELETE FROM log_head");
        },
        Ct);

    private Task AppendAsync(int count) => Task.WhenAll(Enumerable.Range(0, count).Select(n => Log.AppendAsync(new("access.read", null, null, Object: $"thing-{n}"), Ct)));

    private Task<AccessLog> ReopenAsync() => Place.OpenLogAsync(Desk.Compartment, Desk.Clock);

    /// <summary>Of this desk's customer.</summary>
    private async Task<IEnumerable<RecoveredLog>> RecoverAsync(string reason, SignedNote? kept = null)
    {
        var outcome = await new RecoverLogs(Place.Installation, Desk.Clock).RunAsync(null, reason, kept, Ct);
        return outcome.Value.Where(r => r.Customer == Desk.Compartment.Customer);
    }
}

public sealed class LogRecoveryOnSqlite(SqlitePlace place) : LogRecoveryContract(place), IClassFixture<SqlitePlace>;

public sealed class LogRecoveryOnPostgres(PostgresPlace place) : LogRecoveryContract(place), IClassFixture<PostgresPlace>;
