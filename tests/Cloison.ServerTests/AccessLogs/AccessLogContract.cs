using System.Text;
using Cloison.Cli;
using Cloison.Contracts;
using Cloison.Domain.People;
using Cloison.Server.Platform.AccessLogs;
using Cloison.ServerTests.Work;
using Cloison.Storage.Databases;
using Cloison.Transparency;
using Cloison.Transparency.Audit;
using Cloison.Transparency.Notes;

namespace Cloison.ServerTests.AccessLogs;

/// <summary>A compartment's access log: what it must hold, and what must never happen to it.</summary>
public abstract class AccessLogContract(PlaceUnderTest place) : WorkContract(place)
{
    private AccessLog Log => Desk.Log;

    [Fact]
    public async Task What_people_are_given_and_give_back_stands_in_the_log_in_order()
    {
        await Desk.WithProjectAsync(reviewLevels: 1);
        var tasks = await Desk.AddTasksAsync(3);
        var (worker, reviewer) = (Desk.Hire(), Desk.Hire(Role.Reviewer));
        var first = await worker.ClaimAsync();
        await worker.DraftAsync(first.Task, 1, """{"half":"done"}""");
        await worker.SubmitAsync(first);
        await worker.SkipAsync((await worker.ClaimAsync()).Lease);
        await worker.ReleaseAsync((await worker.ClaimAsync()).Lease);
        await reviewer.JudgeAsync(await reviewer.ClaimReviewAsync(), Domain.Tasks.Verdict.Accept);
        Assert.Equal("task.none", await Reply.RefusalAsync(() => ClaimAllAsync(Desk.Hire())));

        var entries = await EntriesAsync();
        var (me, other) = (Log.Pseudonym(worker.Person.Text), Log.Pseudonym(reviewer.Person.Text));
        Assert.Equal(
            [
                ("lease", me, tasks[0], "taken"), ("draft", me, tasks[0], null), ("submit", me, tasks[0], null), ("lease", me, tasks[1], "taken"), ("lease", me, tasks[1], "skipped"),
                ("lease", me, tasks[2], "taken"), ("lease", me, tasks[2], "released"), ("lease", other, tasks[0], "taken"), ("review", other, tasks[0], "accept"),
            ],
            entries.Take(9).Select(e => (e.Type, e.Actor, TaskId.Parse(e.Object!), e.Decision)));
        Assert.All(entries, e => Assert.Equal((Desk.Project.Text, 1, 1), (e.Project, e.V, e.Keyver)));
        Assert.Equal(entries.Count, entries.Select(e => e.Salt).Distinct().Count());
    }

    [Fact]
    public async Task A_lease_that_ends_without_its_holder_ends_in_the_log_too()
    {
        await Desk.WithProjectAsync(reviewLevels: 1, leaseSeconds: 900);
        var tasks = await Desk.AddTasksAsync(3);
        var (worker, reviewer, other) = (Desk.Hire(), Desk.Hire(Role.Reviewer), Desk.Hire(Role.Reviewer));
        await worker.SubmitAsync(await worker.ClaimAsync());
        var late = await worker.ClaimAsync();
        var review = await reviewer.ClaimReviewAsync();
        await Desk.PassAsync(TimeSpan.FromSeconds(901));
        // The reviewer's verdict comes late, and before that of who was given the annotation after him.
        await other.ClaimReviewAsync();
        await reviewer.JudgeAsync(review, Domain.Tasks.Verdict.Accept);
        await worker.SubmitAsync(late);
        await worker.ClaimAsync();
        await Desk.SteerAsync(tasks[2], cancelled: true);

        var (me, first, second) = (Log.Pseudonym(worker.Person.Text), Log.Pseudonym(reviewer.Person.Text), Log.Pseudonym(other.Person.Text));
        var ends = (await EntriesAsync()).Where(e => e.Type == "lease" && e.Decision != "taken").ToList();
        Assert.Equal(
            [
                (first, tasks[0].Text, "review", "expired"), (me, tasks[1].Text, "label", "expired"),
                (second, tasks[0].Text, "review", "revoked"), (me, tasks[2].Text, "label", "revoked"),
            ],
            ends.Take(2).OrderBy(e => e.Object, StringComparer.Ordinal).Concat(ends.Skip(2)).Select(e => (e.Actor, e.Object, e.Purpose, e.Decision)));
        Assert.All(ends, e => Assert.Null(e.Session));

        var reading = new LogReview();
        var entries = await Log.ReadAsync(0, 1_000, Ct);
        for (var i = 0; i < entries.Count; i++)
            reading.Add(i, entries[i]);
        Assert.Empty(reading.StillOut);
        Assert.Empty(reading.Findings);
    }

    [Fact]
    public async Task A_sweep_whose_entries_the_log_does_not_take_brings_nothing_back()
    {
        await Desk.WithProjectAsync(leaseSeconds: 900);
        await Desk.AddTasksAsync(1);
        await Desk.Hire().ClaimAsync();
        Desk.Clock.Advance(TimeSpan.FromSeconds(901));
        await Desk.Compartment.Database.WriteAsync(db => db.Execute("ALTER TABLE log_entries RENAME TO log_away"), Ct);
        await Assert.ThrowsAsync<LogUnavailableException>(Desk.SweepAsync);
        Assert.Equal(1, await Desk.ReadAsync(db => db.Scalar<long>("SELECT COUNT(*) FROM leases WHERE state = 0")));
        await Desk.Compartment.Database.WriteAsync(db => db.Execute("ALTER TABLE log_away RENAME TO log_entries"), Ct);
        await Desk.SweepAsync();
        Assert.Equal(0, await Desk.ReadAsync(db => db.Scalar<long>("SELECT COUNT(*) FROM leases WHERE state = 0")));
    }

    [Fact]
    public async Task An_answer_whose_entry_the_log_does_not_take_is_not_stored_and_nothing_is_given_out()
    {
        await Desk.WithProjectAsync();
        await Desk.AddTasksAsync(2);
        var worker = Desk.Hire();
        var claimed = await worker.ClaimAsync();
        await Desk.Compartment.Database.WriteAsync(db => db.Execute("ALTER TABLE log_entries RENAME TO log_away"), Ct);

        await Assert.ThrowsAsync<LogUnavailableException>(() => worker.SubmitAsync(claimed));
        await Assert.ThrowsAsync<LogUnavailableException>(() => worker.DraftAsync(claimed.Task, 1, "{}"));
        await Assert.ThrowsAsync<LogUnavailableException>(() => worker.ClaimAsync(claimed.Lease.Id));
        await Assert.ThrowsAsync<LogUnavailableException>(() => worker.SkipAsync(claimed.Lease));
        Assert.Equal(0, await Desk.ReadAsync(db => db.Scalar<long>("SELECT COUNT(*) FROM annotations")));
        Assert.Equal(1, await Desk.ReadAsync(db => db.Scalar<long>("SELECT COUNT(*) FROM leases WHERE state = 0")));

        // The control: with the log it works.
        await Desk.Compartment.Database.WriteAsync(db => db.Execute("ALTER TABLE log_away RENAME TO log_entries"), Ct);
        await worker.SubmitAsync(claimed);
        await worker.ClaimAsync();
    }

    [Fact]
    public async Task Of_64_who_write_at_once_every_entry_has_its_own_place_and_the_log_verifies()
    {
        const int writers = 64, each = 13;
        var places = await Task.WhenAll(Enumerable.Range(0, writers).Select(n => Task.Run(
            async () =>
            {
                var mine = new List<long>();
                for (var i = 0; i < each; i++)
                {
                    mine.Add(await Log.AppendAsync(Entry($"thing-{n}-{i}"), Ct));
                    if (i % 5 == 0)
                        await Log.Tree.PublishAsync(Ct);
                }

                return mine;
            },
            Ct)));

        Assert.All(places, mine => Assert.Equal(mine.Order(), mine));
        Assert.Equal(Enumerable.Range(0, writers * each).Select(n => (long)n), places.SelectMany(p => p).Order());
        await Log.Tree.PublishAsync(Ct);
        var report = await AuditAsync(Log);
        Assert.Equal(writers * each, report.Checkpoint.Size);
        // Level 0 and, above three whole tiles, level 1.
        Assert.Equal(5, report.Tiles);
    }

    [Fact]
    public async Task What_was_appended_before_a_crash_and_not_signed_is_signed_afterwards()
    {
        await AppendAsync(300);
        var before = (await Log.Tree.PublishAsync(Ct)).Checkpoint;
        await AppendAsync(10);
        Assert.Equal(300, Log.Tree.Head!.Size);

        var again = await ReopenAsync();
        Assert.Equal(310, again.Tree.Head!.Size);
        Assert.Equal(310, (await AuditAsync(again, before)).Checkpoint.Size);
        Assert.Equal(310, await again.AppendAsync(Entry("next"), Ct));
    }

    [Fact]
    public async Task A_crash_between_the_mark_and_the_checkpoint_loses_nothing()
    {
        await AppendAsync(5);
        await Log.Tree.PublishAsync(Ct);
        await AppendAsync(5);
        var stored = await Desk.ReadAsync(LogHead.Read);
        await Log.Tree.PublishAsync(Ct);
        // As if the last write had not happened: the mark is ahead of the stored checkpoint, the entries are there.
        await Desk.Compartment.Database.WriteAsync(db => db.Execute("UPDATE log_head SET size = 5, note = @note", ("@note", stored!.Note.ToUtf8())), Ct);

        var again = await ReopenAsync();
        Assert.Equal((LogState.Ready, 10), (again.State, again.Tree.Head!.Size));
    }

    [Fact]
    public async Task A_database_that_was_put_back_from_a_backup_is_not_signed_and_nothing_is_served()
    {
        await AppendAsync(20);
        await Log.Tree.PublishAsync(Ct);
        var mark = await File.ReadAllTextAsync(MarkFile, Ct);
        await Desk.Compartment.Database.WriteAsync(
            db =>
            {
                db.Execute("DELETE FROM log_entries WHERE n >= 12");
                db.Execute("DELETE FROM log_head");
            },
            Ct);

        var again = await ReopenAsync();
        Assert.Equal(LogState.Rollback, again.State);
        await Assert.ThrowsAsync<LogUnavailableException>(() => again.AppendAsync(Entry("x"), Ct));
        await Assert.ThrowsAsync<LogUnavailableException>(() => again.Tree.PublishAsync(Ct));
        await Assert.ThrowsAsync<LogUnavailableException>(() => again.ReceiptAsync(3, Ct));
        await Assert.ThrowsAsync<LogUnavailableException>(() => again.SignAsync("anything\n"));
        Assert.Equal(mark, await File.ReadAllTextAsync(MarkFile, Ct));
        Assert.Null(await Desk.ReadAsync(LogHead.Read));
    }

    [Fact]
    public async Task Another_history_of_the_same_length_is_not_signed_while_the_log_is_open()
    {
        await AppendAsync(20);
        await Log.Tree.PublishAsync(Ct);
        await Desk.Compartment.Database.WriteAsync(db => db.Execute("UPDATE log_entries SET leaf = (SELECT leaf FROM log_entries WHERE n = 3) WHERE n = 4"), Ct);
        await AppendAsync(1);
        await Assert.ThrowsAsync<LogUnavailableException>(() => Log.Tree.PublishAsync(Ct));
        Assert.Equal((LogState.Rollback, 20), (Log.State, Log.Tree.Head!.Size));
    }

    [Fact]
    public async Task A_receipt_is_checked_without_the_log()
    {
        await AppendAsync(700);
        foreach (var index in new[] { 0L, 255, 256, 699 })
        {
            var proof = LogProof.Parse((await Log.ReceiptAsync(index, Ct))!);
            Assert.Equal(index, proof.Index);
            Assert.Equal(700, proof.Verify(proof.Extra, [Log.Tree.Key]).Checkpoint.Size);
            Assert.Equal("access.read", EntryEncoding.Read(proof.Extra).Type);
            var other = proof.Extra!.ToArray();
            other[20] ^= 1;
            Assert.Throws<NoteException>(() => proof.Verify(other, [Log.Tree.Key]));
        }

        Assert.Null(await Log.ReceiptAsync(700, Ct));
        Assert.Null(await Log.ReceiptAsync(-1, Ct));
    }

    [Fact]
    public async Task Statements_are_signed_and_checkpoints_are_not()
    {
        var note = await Log.SignAsync("Certificate\nof something\n");
        Assert.Single(note.Verify([Log.Tree.Key]));
        var fork = new Checkpoint(Log.Tree.Key.Name, 99, (await Log.Tree.PublishAsync(Ct)).Checkpoint.Root);
        await Assert.ThrowsAsync<ArgumentException>(() => Log.SignAsync(fork.ToString()));
    }

    [Fact]
    public async Task Entries_have_no_names_no_ids_of_people_and_lie_sealed()
    {
        var (person, session) = (PersonId.New(Desk.Now), SessionId.New(Desk.Now));
        await Log.AppendAsync(new("grant", person, session, "lead+engineer", Desk.Project, person.Text, "invitation"), Ct);
        foreach (var sentence in new[] { "Ada Lovelace", "ada@example.org", "\"", "\n", "é", new string('a', 257) })
            foreach (var bad in new[] { Entry(sentence), Entry("x") with { Purpose = sentence }, Entry("x") with { Rule = sentence }, Entry("x") with { Decision = sentence }, Entry("x") with { Role = sentence } })
                Assert.Throws<ArgumentException>(() => Log.Prepare(bad));

        var entry = Encoding.UTF8.GetString((await Log.ReadAsync(0, 1, Ct))[0]);
        Assert.DoesNotContain(person.Text, entry, StringComparison.Ordinal);
        Assert.DoesNotContain(session.Text, entry, StringComparison.Ordinal);
        Assert.Contains(Log.Pseudonym(person.Text), entry, StringComparison.Ordinal);
        var stored = await Desk.ReadAsync(db => db.First("SELECT entry FROM log_entries", row => row.Bytes(0)));
        Assert.Equal(-1, stored.AsSpan().IndexOf("grant"u8));
        Assert.True(entry.Length < EntryEncoding.MaxBytes);
        // The same person has another pseudonym in another log.
        Assert.NotEqual(Log.Pseudonym(person.Text), (await Place.NewDeskAsync()).Log.Pseudonym(person.Text));
    }

    [Fact]
    public async Task The_same_facts_have_canonical_bytes()
    {
        await Log.AppendAsync(new("export", null, null, "lead", null, "exp_1", "GET:/x", "R7", "allow", 17), Ct);
        var entry = Encoding.UTF8.GetString((await Log.ReadAsync(0, 1, Ct))[0]);
        var salt = EntryEncoding.Read(Encoding.UTF8.GetBytes(entry)).Salt;
        Assert.Equal(16, Convert.FromBase64String(salt).Length);
        Assert.Equal(
            $$"""{"bytes":17,"decision":"allow","keyver":1,"object":"exp_1","purpose":"GET:/x","role":"lead","rule":"R7","salt":"{{salt}}","t":{{Desk.Now.ToUnixTimeMilliseconds()}},"type":"export","v":1}""",
            entry);
    }

    private string MarkFile => Path.Combine(Place.DataFolder, "compartments", Desk.Compartment.Customer.Text, "log-mark");

    private static LogEntry Entry(string thing) => new("access.read", null, null, Object: thing);

    private async Task ClaimAllAsync(Worker worker)
    {
        for (var i = 0; i < 10; i++)
            await worker.SubmitAsync(await worker.ClaimAsync());
    }

    private async Task AppendAsync(int count) =>
        await Task.WhenAll(Enumerable.Range(0, count).Select(n => Log.AppendAsync(Entry($"thing-{n}"), Ct)));

    private async Task<List<AccessEntry>> EntriesAsync() => (await Log.ReadAsync(0, 10_000, Ct)).ConvertAll(bytes => EntryEncoding.Read(bytes));

    private Task<AccessLog> ReopenAsync() => Place.OpenLogAsync(Desk.Compartment, Desk.Clock);

    private static Task<AuditReport> AuditAsync(AccessLog log, Checkpoint? seen = null) => LogAudit.RunAsync(new LogFiles(log), [log.Tree.Key], seen, ct: Ct);
}

public sealed class AccessLogOnSqlite(SqlitePlace place) : AccessLogContract(place), IClassFixture<SqlitePlace>;

public sealed class AccessLogOnPostgres(PostgresPlace place) : AccessLogContract(place), IClassFixture<PostgresPlace>;
