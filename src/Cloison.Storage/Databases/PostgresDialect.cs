using System.Data.Common;
using System.Diagnostics;
using Npgsql;

namespace Cloison.Storage.Databases;

/// <summary>One PostgreSQL database, reached with its own role.</summary>
internal sealed class PostgresDialect(string connectionString) : Dialect
{
    /// <summary>Writers of one database queue up here, across server nodes: the same order of things as SQLite's single writer.</summary>
    private const long WriterLock = 0x636c_6f69_736f_6e;

    private static readonly TimeSpan OlderTransactionsWait = TimeSpan.FromSeconds(30);

    // A statement that comes a second time is parsed and planned by the server once and for all: the hot loop has about thirty a pair.
    private readonly NpgsqlDataSource source = SourceOf(
        new NpgsqlConnectionStringBuilder(connectionString) { MaxPoolSize = 20, MinPoolSize = 0, ConnectionIdleLifetime = 60, MaxAutoPrepare = 256, AutoPrepareMinUsages = 2 }.ToString());

    /// <summary>Connections that know PostgreSQL's own types only: every new database would be asked for those that it may have added, and ours add none.</summary>
    internal static NpgsqlDataSource SourceOf(string connectionString)
    {
        var builder = new NpgsqlDataSourceBuilder(connectionString);
        builder.ConfigureTypeLoading(types => types.EnableTypeLoading(false));
        return builder.Build();
    }

    public override int MaxReaders => 16;

    public override bool ReadsBlock => true;

    public override DbConnection OpenReader() => source.OpenConnection();

    public override DbConnection OpenWriter() => source.OpenConnection();

    public override DbTransaction BeginExclusive(DbConnection connection)
    {
        var transaction = connection.BeginTransaction();
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = $"SELECT pg_advisory_xact_lock({WriterLock})";
        command.ExecuteNonQuery();
        return transaction;
    }

    public override bool MeansBrokenStorage(DbException exception) =>
        exception is PostgresException { SqlState: PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted or PostgresErrorCodes.IoError };

    public override bool MeansDiskFull(DbException exception) => exception is PostgresException { SqlState: PostgresErrorCodes.DiskFull };

    public override void AssertDurable(DbConnection connection)
    {
        foreach (var (setting, wanted) in new[] { ("synchronous_commit", "on"), ("fsync", "on"), ("full_page_writes", "on") })
        {
            using var command = connection.CreateCommand();
            command.CommandText = $"SHOW {setting}";
            if ((string?)command.ExecuteScalar() != wanted)
                throw new InvalidOperationException($"PostgreSQL must run with {setting}={wanted}.");
        }
    }

    public override void ForgetEarlierRows(string table)
    {
        using var connection = source.OpenConnection();
        WaitForOlderTransactions(connection);
        using var command = connection.CreateCommand();
        // Writes the table anew and removes the old file; a plain VACUUM would leave the dead rows' bytes in their pages.
        command.CommandText = $"VACUUM (FULL) {table}";
        command.ExecuteNonQuery();
    }

    /// <summary>
    /// VACUUM keeps a dead row that some open transaction could still see: one that reads in this database, and any that writes in the whole cluster, since its
    /// number holds back everyone's snapshot, VACUUM's own too.
    /// </summary>
    private static void WaitForOlderTransactions(NpgsqlConnection connection)
    {
        using var current = connection.CreateCommand();
        current.CommandText = "SELECT pg_current_xact_id()::text";
        var now = (string)current.ExecuteScalar()!;
        using var older = connection.CreateCommand();
        older.CommandText = $"""
            SELECT pg_snapshot_xmin(pg_current_snapshot()) < '{now}'::xid8 OR EXISTS (
                SELECT FROM pg_stat_activity
                WHERE datname = current_database() AND pid <> pg_backend_pid() AND age(backend_xmin) > age('{now}'::xid8::xid))
            """;
        var waited = Stopwatch.StartNew();
        while ((bool)older.ExecuteScalar()!)
        {
            if (waited.Elapsed > OlderTransactionsWait)
                throw new IOException("Transactions that began earlier are still open in PostgreSQL, so that rows which were deleted cannot be removed from its files yet.");
            Thread.Sleep(20);
        }
    }

    public override void Close() => source.Dispose();
}
