using Cloison.Storage.Databases;

namespace Cloison.ServerTests.Databases;

/// <summary>What the writer promises to every store.</summary>
public abstract class WriterContract(DatabaseUnderTest kind)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Writes_that_wait_together_are_committed_together()
    {
        var (database, dialect) = await OpenAsync();
        await using var _ = database;
        using var gate = new ManualResetEventSlim();
        var first = Block(database, gate);
        var before = dialect.Transactions;
        var writes = Enumerable.Range(0, 200).Select(i => Put(database, $"k{i}")).ToList();
        gate.Set();
        await Task.WhenAll(writes.Append(first));

        Assert.InRange(dialect.Transactions - before, 1, 10);
        Assert.Equal(200, await CountAsync(database));
    }

    [Fact]
    public async Task Of_a_group_only_the_bad_work_fails()
    {
        var (database, _) = await OpenAsync();
        await using var __ = database;
        await Put(database, "taken");
        using var gate = new ManualResetEventSlim();
        var first = Block(database, gate);
        var good = Enumerable.Range(0, 20).Select(i => Put(database, $"k{i}")).ToList();
        var throws = database.WriteAsync<int>(session => throw new InvalidOperationException($"after {Insert(session, "thrown")} row"), Ct);
        var violates = Put(database, "taken");
        good.AddRange(Enumerable.Range(20, 20).Select(i => Put(database, $"k{i}")));
        gate.Set();
        await Task.WhenAll(good.Append(first));

        await Assert.ThrowsAsync<InvalidOperationException>(() => throws);
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => violates);
        Assert.Equal(41, await CountAsync(database));
        Assert.Null(database.Fence);
    }

    [Fact]
    public async Task A_disk_that_breaks_after_a_commit_loses_nothing_of_it_and_stops_the_next()
    {
        var (database, dialect) = await OpenAsync();
        await using var _ = database;
        dialect.NextFaultAfterCommit = new BrokenDiskException();
        await Put(database, "stored");

        await Assert.ThrowsAsync<StorageUnavailableException>(() => Put(database, "refused"));
        Assert.Equal(1, await CountAsync(database));
    }

    [Fact]
    public async Task A_full_disk_after_a_commit_stops_nothing()
    {
        var (database, dialect) = await OpenAsync();
        await using var _ = database;
        dialect.NextFaultAfterCommit = new FullDiskException();
        await Put(database, "stored");
        await Put(database, "stored too");

        Assert.Equal(2, await CountAsync(database));
    }

    [Fact]
    public async Task A_reply_leaves_only_after_the_commit_of_its_group()
    {
        var (database, _) = await OpenAsync();
        await using var __ = database;
        using var gate = new ManualResetEventSlim();
        using var reached = new ManualResetEventSlim();
        using var second = new ManualResetEventSlim();
        var first = Block(database, gate);
        var write = Put(database, "a");
        var slow = database.WriteAsync(
            _ =>
            {
                reached.Set();
                second.Wait();
            },
            Ct);
        gate.Set();
        await first;
        // The statement of "a" has run by now, its group has not been committed.
        await Task.Run(() => reached.Wait(Ct), Ct);

        Assert.False(write.IsCompleted);
        Assert.Equal(0, await CountAsync(database));
        second.Set();
        await write;
        Assert.Equal(1, await CountAsync(database));
        await slow;
    }

    [Fact]
    public async Task Work_that_is_cancelled_while_it_waits_never_runs()
    {
        var (database, _) = await OpenAsync();
        await using var __ = database;
        using var gate = new ManualResetEventSlim();
        using var cancellation = new CancellationTokenSource();
        var first = Block(database, gate);
        var cancelled = database.WriteAsync(session => Insert(session, "cancelled"), cancellation.Token);
        var other = Put(database, "other");
        await cancellation.CancelAsync();
        gate.Set();
        await Task.WhenAll(first, other);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Assert.Equal(1, await CountAsync(database));
    }

    [Fact]
    public async Task After_a_broken_disk_nothing_is_written_any_more_and_reading_goes_on()
    {
        var (database, dialect) = await OpenAsync();
        await using var _ = database;
        await Put(database, "before");
        dialect.NextFault = new BrokenDiskException();

        await Assert.ThrowsAsync<StorageUnavailableException>(() => Put(database, "during"));
        Assert.IsType<BrokenDiskException>(database.Fence);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => Put(database, "after"));
        Assert.Equal(1, await CountAsync(database));
    }

    [Fact]
    public async Task A_disk_that_breaks_within_a_group_fails_the_whole_group()
    {
        var (database, _) = await OpenAsync();
        await using var __ = database;
        using var gate = new ManualResetEventSlim();
        var first = Block(database, gate);
        var writes = new[] { Put(database, "a"), database.WriteAsync<int>(_ => throw new BrokenDiskException(), Ct), Put(database, "b") };
        gate.Set();
        await first;

        foreach (var write in writes)
            await Assert.ThrowsAsync<StorageUnavailableException>(() => write);
        Assert.Equal(0, await CountAsync(database));
    }

    [Fact]
    public async Task A_full_disk_fails_the_write_and_not_the_ones_after_it()
    {
        var (database, dialect) = await OpenAsync();
        await using var _ = database;
        dialect.NextFault = new FullDiskException();

        await Assert.ThrowsAsync<StorageUnavailableException>(() => Put(database, "during"));
        Assert.Null(database.Fence);
        await Put(database, "after");
        Assert.Equal(1, await CountAsync(database));
    }

    [Fact]
    public async Task A_connection_that_could_lose_acknowledged_writes_is_refused()
    {
        var dialect = new FaultyDialect((await kind.NewPlaceAsync())()) { OnOpenWriter = kind.WeakenSql };
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => Database.OpenAsync(dialect, MigrationSet.Control, TimeProvider.System, Ct));
        Assert.Contains("must run with", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_write_of_a_crowd_is_stored_exactly_once()
    {
        var (database, _) = await OpenAsync();
        await using var __ = database;
        await Parallel.ForAsync(0, 1000, new ParallelOptions { MaxDegreeOfParallelism = 64, CancellationToken = Ct }, async (i, _) =>
        {
            await Put(database, $"k{i}");
            var seen = await database.ReadAsync(s => s.Scalar<long>("SELECT COUNT(*) FROM settings WHERE name = @name", ("@name", $"k{i}")), Ct);
            Assert.Equal(1, seen);
        });
        Assert.Equal(1000, await CountAsync(database));
    }

    [Fact]
    public async Task Waiting_writes_are_stored_before_the_database_closes()
    {
        var place = await kind.NewPlaceAsync();
        var database = await Database.OpenAsync(place(), MigrationSet.Control, TimeProvider.System, Ct);
        var writes = Enumerable.Range(0, 50).Select(i => Put(database, $"k{i}")).ToList();
        await database.DisposeAsync();
        await Task.WhenAll(writes);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => Put(database, "late"));

        await using var again = await Database.OpenAsync(place(), MigrationSet.Control, TimeProvider.System, Ct);
        Assert.Equal(50, await CountAsync(again));
    }

    private async Task<(Database Database, FaultyDialect Dialect)> OpenAsync()
    {
        var dialect = new FaultyDialect((await kind.NewPlaceAsync())());
        return (await Database.OpenAsync(dialect, MigrationSet.Control, TimeProvider.System, Ct), dialect);
    }

    // Returns when the writer is held, so that what is queued next waits together.
    private static Task Block(Database database, ManualResetEventSlim gate)
    {
        var holding = new ManualResetEventSlim();
        var task = database.WriteAsync(
            _ =>
            {
                holding.Set();
                gate.Wait();
            },
            Ct);
        holding.Wait();
        return task;
    }

    private static Task<int> Put(Database database, string name) => database.WriteAsync(session => Insert(session, name), Ct);

    private static int Insert(Session session, string name) =>
        session.Execute("INSERT INTO settings (name, value) VALUES (@name, @value)", ("@name", name), ("@value", new byte[] { 1 }));

    private static Task<long> CountAsync(Database database) => database.ReadAsync(session => session.Scalar<long>("SELECT COUNT(*) FROM settings"), Ct);
}

public sealed class WriterOnSqlite(SqliteUnderTest kind) : WriterContract(kind), IClassFixture<SqliteUnderTest>;

public sealed class WriterOnPostgres(PostgresUnderTest kind) : WriterContract(kind), IClassFixture<PostgresUnderTest>;
