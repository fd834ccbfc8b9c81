using System.Collections.Concurrent;

namespace Cloison.Storage.Databases;

/// <summary>An open, migrated database: reads run at once on a small pool, writes one after the other through the <see cref="Writer"/>.</summary>
public sealed class Database : IAsyncDisposable
{
    private readonly Dialect dialect;
    private readonly Writer writer;
    private readonly ConcurrentBag<Session> idle = [];
    private readonly SemaphoreSlim readers;
    private volatile bool disposed;

    private Database(Dialect dialect)
    {
        this.dialect = dialect;
        writer = new(dialect);
        readers = new(dialect.MaxReaders);
    }

    /// <summary>Why this database takes no more writes; null while it does.</summary>
    public Exception? Fence => writer.Fence;

    /// <summary>Opens and migrates. A database of a newer product is refused untouched.</summary>
    internal static async Task<Database> OpenAsync(Dialect dialect, MigrationSet migrations, TimeProvider clock, CancellationToken ct)
    {
        var database = new Database(dialect);
        try
        {
            await database.WriteAsync(session => migrations.Apply(session, clock.GetUtcNow()), ct);
            return database;
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    /// <summary>Queues work for the writer; completes after the commit that holds it. See <see cref="Writer"/> for what work must obey.</summary>
    public Task<T> WriteAsync<T>(Func<Session, T> work, CancellationToken ct) => writer.RunAsync(work, ct);

    public Task WriteAsync(Action<Session> work, CancellationToken ct) => writer.RunAsync(
        session =>
        {
            work(session);
            return true;
        },
        ct);

    /// <summary>Reads on a connection that sees everything committed so far. Keep it short; do not call out from within.</summary>
    public async Task<T> ReadAsync<T>(Func<Session, T> read, CancellationToken ct)
    {
        await readers.WaitAsync(ct);
        try
        {
            return dialect.ReadsBlock ? await Task.Run(() => Run(read), ct) : Run(read);
        }
        finally
        {
            readers.Release();
        }
    }

    /// <inheritdoc cref="Dialect.ForgetEarlierRows"/>
    /// <param name="table">A constant of the code.</param>
    internal Task ForgetEarlierRowsAsync(string table, CancellationToken ct) => Task.Run(() => dialect.ForgetEarlierRows(table), ct);

    public async ValueTask DisposeAsync()
    {
        if (disposed)
            return;
        disposed = true;
        await writer.DisposeAsync();
        while (idle.TryTake(out var session))
            session.Dispose();
        dialect.Close();
        readers.Dispose();
    }

    private T Run<T>(Func<Session, T> read)
    {
        if (!idle.TryTake(out var session))
            session = new(dialect.OpenReader());
        T result;
        try
        {
            result = read(session);
        }
        catch
        {
            session.Dispose();
            throw;
        }

        if (disposed)
            session.Dispose();
        else
            idle.Add(session);
        return result;
    }
}
