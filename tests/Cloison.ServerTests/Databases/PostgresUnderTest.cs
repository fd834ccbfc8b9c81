using Cloison.Storage.Databases;

namespace Cloison.ServerTests.Databases;

/// <summary>Databases on the run's own PostgreSQL server.</summary>
public sealed class PostgresUnderTest(PostgresCluster cluster) : DatabaseUnderTest
{
    internal override string WeakenSql => "SET synchronous_commit = off";

    internal override async Task<Func<Dialect>> NewPlaceAsync()
    {
        var connectionString = await cluster.NewDatabaseAsync(TestContext.Current.CancellationToken);
        return () => new PostgresDialect(connectionString);
    }
}
