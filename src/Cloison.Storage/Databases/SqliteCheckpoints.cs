using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Cloison.Storage.Databases;

/// <summary>
/// Moves committed pages from SQLite's write-ahead log into the database file, beside the writer instead of within one of its commits, where
/// everybody would wait for it (measured: 50 to 250 ms each time, docs/benchmarks.md). Source: sqlite.org/wal.html, "Avoiding excessively large WAL files".
/// </summary>
/// <remarks>
/// The log starts again from its beginning only when all of it has been moved, which a busy writer never lets happen: the last few pages are
/// therefore moved by the writer itself, between two transactions.
/// </remarks>
internal sealed class SqliteCheckpoints(Func<SqliteConnection> open)
{
    /// <summary>Pages (of 4 KB) in the log after which moving begins.</summary>
    private const int Begin = 4_000;

    /// <summary>Pages in the log after which it is started again.</summary>
    private const int Restart = 8_000;

    /// <summary>So few pages are left that moving them costs little more than a commit.</summary>
    private const int FewLeft = 128;

    private const int Attempts = 8;

    // SQLITE_DBSTATUS_CACHE_WRITE: pages that the connection has written, in WAL mode into the log.
    private const int PagesWritten = 9;

    private long pages;
    private Task pass = Task.CompletedTask;
    private volatile bool isNearEnd;
    private volatile SqliteException? failure;

    /// <summary>Called by the writer after each commit, on its connection.</summary>
    /// <exception cref="SqliteException">The last pass failed: the storage is broken.</exception>
    public void AfterCommit(SqliteConnection writer)
    {
        if (failure is { } broken)
        {
            failure = null;
            throw broken;
        }

        raw.sqlite3_db_status(writer.Handle, PagesWritten, out var written, out _, 1);
        pages += written;
        if (!pass.IsCompleted)
            return;
        if (isNearEnd)
        {
            isNearEnd = false;
            var (log, moved) = Move(writer);
            pages = log - moved;
        }
        else if (pages >= Begin)
        {
            pages = 0;
            pass = Task.Run(Pass);
        }
    }

    /// <summary>Returns when nothing is being moved any more.</summary>
    public void Close() => pass.Wait();

    private void Pass()
    {
        try
        {
            using var connection = open();
            for (var attempt = 0; attempt < Attempts; attempt++)
            {
                var (log, moved) = Move(connection);
                if (log < Restart)
                    return;
                if (log - moved <= FewLeft)
                    break;
            }

            isNearEnd = true;
        }
        catch (SqliteException e)
        {
            failure = e;
        }
    }

    /// <returns>Pages in the log, and how many of them are in the database file.</returns>
    private static (long Log, long Moved) Move(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA wal_checkpoint(PASSIVE)";
        using var reader = command.ExecuteReader();
        reader.Read();
        return (reader.GetInt64(1), reader.GetInt64(2));
    }
}
