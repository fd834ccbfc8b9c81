using Cloison.Storage.Databases;

namespace Cloison.ServerTests.Databases;

public abstract class MigrationContract(DatabaseUnderTest kind)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public Task The_control_database_migrates_once() => MigratesOnce(MigrationSet.Control);

    [Fact]
    public Task A_compartment_migrates_once() => MigratesOnce(MigrationSet.Compartment);

    [Fact]
    public async Task A_database_of_a_newer_release_is_refused_untouched()
    {
        var place = await kind.NewPlaceAsync();
        await using (var database = await Database.OpenAsync(place(), MigrationSet.Control, TimeProvider.System, Ct))
            await database.WriteAsync(s => s.Execute("INSERT INTO migrations (number, name, applied_at) VALUES (9999, 'of-the-future', 1)"), Ct);
        var before = Applied(place());

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => Database.OpenAsync(place(), MigrationSet.Control, TimeProvider.System, Ct));

        Assert.Contains("newer release", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, Applied(place()));
    }

    private async Task MigratesOnce(MigrationSet set)
    {
        var place = await kind.NewPlaceAsync();
        await using (await Database.OpenAsync(place(), set, TimeProvider.System, Ct))
        {
            // Only to be migrated.
        }

        var before = Applied(place());
        await using (var again = await Database.OpenAsync(place(), set, TimeProvider.System, Ct))
            Assert.Equal(0, await again.WriteAsync(s => set.Apply(s, DateTimeOffset.UnixEpoch), Ct));
        Assert.NotEmpty(before);
        Assert.Equal(before, Applied(place()));
    }

    private static List<string> Applied(Dialect dialect)
    {
        using var session = new Session(dialect.OpenReader());
        var rows = session.List("SELECT number, name, applied_at FROM migrations ORDER BY number", r => $"{r.GetInt64(0)} {r.GetString(1)} {r.GetInt64(2)}");
        dialect.Close();
        return rows;
    }
}

public sealed class MigrationsOnSqlite(SqliteUnderTest kind) : MigrationContract(kind), IClassFixture<SqliteUnderTest>;

public sealed class MigrationsOnPostgres(PostgresUnderTest kind) : MigrationContract(kind), IClassFixture<PostgresUnderTest>;
