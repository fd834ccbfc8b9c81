using Cloison.Storage.Databases;

namespace Cloison.ServerTests.Databases;

/// <summary>The write-ahead log of a database that is written to without a pause.</summary>
public sealed class SqliteCheckpointTests : IDisposable
{
    private const int Rows = 6_000;

    /// <summary>Six pages each: 150 MB go through the log.</summary>
    private const int RowBytes = 24_000;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("cloison-wal-");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string DatabaseFile => Path.Combine(folder.FullName, "one.db");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task The_log_starts_again_although_the_writer_never_rests()
    {
        await using var database = await OpenAsync();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async writer =>
        {
            for (var n = writer; n < Rows; n += 8)
                await database.WriteAsync(db => db.Execute("INSERT INTO big (n, bytes) VALUES (@n, zeroblob(@size))", ("@n", (long)n), ("@size", (long)RowBytes)), Ct);
        }));

        var log = new FileInfo(DatabaseFile + "-wal").Length;
        Assert.True(log < Rows * (long)RowBytes / 2, $"The log has grown to {log:N0} bytes.");
        Assert.Null(database.Fence);
        Assert.Equal(Rows, await database.ReadAsync(db => db.Scalar<long>("SELECT COUNT(*) FROM big"), Ct));
        Assert.Equal("ok", await database.ReadAsync(db => db.Scalar<string>("PRAGMA integrity_check"), Ct));
    }

    [Fact]
    public async Task A_reader_who_stays_holds_the_log_back_and_reads_what_he_saw_at_first()
    {
        await using var database = await OpenAsync();
        await PutAsync(database, 0, 10);
        using var reader = new Session(new SqliteDialect(DatabaseFile).OpenReader());
        reader.Execute("BEGIN");
        Assert.Equal(10, reader.Scalar<long>("SELECT COUNT(*) FROM big"));
        await PutAsync(database, 10, 2_000);

        Assert.Equal(10, reader.Scalar<long>("SELECT COUNT(*) FROM big"));
        Assert.Equal(2_010, await database.ReadAsync(db => db.Scalar<long>("SELECT COUNT(*) FROM big"), Ct));
    }

    private static async Task PutAsync(Database database, int first, int count)
    {
        for (var n = first; n < first + count; n++)
        {
            var at = (long)n;
            await database.WriteAsync(db => db.Execute("INSERT INTO big (n, bytes) VALUES (@n, zeroblob(@size))", ("@n", at), ("@size", (long)RowBytes)), Ct);
        }
    }

    private async Task<Database> OpenAsync()
    {
        var database = await Database.OpenAsync(new SqliteDialect(DatabaseFile), MigrationSet.Control, TimeProvider.System, Ct);
        await database.WriteAsync(db => db.Execute("CREATE TABLE big (n BIGINT PRIMARY KEY, bytes BYTEA NOT NULL)"), Ct);
        return database;
    }
}
