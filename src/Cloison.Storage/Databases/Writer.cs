using System.Data.Common;
using System.Threading.Channels;

namespace Cloison.Storage.Databases;

/// <summary>
/// The one road for writes of a database: requests queue up, and all that are waiting are committed in one transaction (group commit).
/// A task completes only after the commit.
/// </summary>
/// <remarks>
/// A piece of work is a function of the session alone and may run twice: when one of a group throws, the group is undone and each is run
/// again by itself, so that only the bad one fails. It therefore decides first and writes afterwards, and an expected failure has written nothing.
/// </remarks>
internal sealed class Writer : IAsyncDisposable
{
    /// <summary>More than the number of people who can wait at once on one small server: larger groups gain nothing.</summary>
    private const int MaxGroup = 512;

    private readonly Dialect dialect;
    private readonly Channel<Work> queue = Channel.CreateUnbounded<Work>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Task loop;
    private Session? session;
    private volatile DbException? fence;

    public Writer(Dialect dialect)
    {
        this.dialect = dialect;
        loop = Task.Run(RunAsync);
    }

    /// <summary>Why this database takes no more writes; null while it does.</summary>
    public DbException? Fence => fence;

    public Task<T> RunAsync<T>(Func<Session, T> work, CancellationToken ct)
    {
        var item = new Work<T>(work, ct);
        return queue.Writer.TryWrite(item) ? item.Task : throw new ObjectDisposedException(nameof(Writer));
    }

    public async ValueTask DisposeAsync()
    {
        queue.Writer.TryComplete();
        await loop;
        session?.Dispose();
    }

    private async Task RunAsync()
    {
        var group = new List<Work>(MaxGroup);
        while (await queue.Reader.WaitToReadAsync())
        {
            group.Clear();
            while (group.Count < MaxGroup && queue.Reader.TryRead(out var work))
                if (!work.IsCancelled())
                    group.Add(work);
            if (group.Count > 0)
                Commit(group);
        }
    }

    private void Commit(List<Work> group)
    {
        if (fence is { } broken)
        {
            group.ForEach(w => w.Fail(new StorageUnavailableException("This database takes no more writes until it has been checked.", broken)));
            return;
        }

        if (TryCommit(group) is not { } failure)
            return;
        // What the database said may be wrapped by work that says what it was about.
        if ((failure as DbException ?? failure.InnerException as DbException) is { } db && (dialect.MeansBrokenStorage(db) || dialect.MeansDiskFull(db)))
        {
            // After a failed fsync a retry may report success for data that never reached the disk: stop, do not hope.
            if (dialect.MeansBrokenStorage(db))
                fence = db;
            group.ForEach(w => w.Fail(new StorageUnavailableException("The storage refused the write.", db)));
            return;
        }

        if (group.Count == 1)
        {
            group[0].Fail(failure);
            return;
        }

        foreach (var work in group)
            if (TryCommit([work]) is { } own)
                work.Fail(own);
    }

    /// <summary>Runs the group in one transaction and completes it, or undoes it all and returns why.</summary>
    private Exception? TryCommit(IReadOnlyList<Work> group)
    {
        try
        {
            session ??= Open();
            using var transaction = dialect.BeginExclusive(session.Connection);
            session.Use(transaction);
            foreach (var work in group)
                work.Run(session);
            transaction.Commit();
        }
        catch (Exception e)
        {
            // A fresh connection next time: after a failure nothing is assumed about this one.
            session?.Dispose();
            session = null;
            return e;
        }

        foreach (var work in group)
            work.Complete();
        Tidy(session);
        return null;
    }

    // After the replies: what goes wrong here undoes nothing that was committed.
    private void Tidy(Session committed)
    {
        try
        {
            dialect.AfterCommit(committed.Connection);
        }
        catch (DbException e) when (dialect.MeansBrokenStorage(e))
        {
            fence = e;
        }
        catch (DbException)
        {
            // A full disk, a lock: the next commit tries again.
        }
    }

    private Session Open()
    {
        var connection = dialect.OpenWriter();
        try
        {
            dialect.AssertDurable(connection);
            return new(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private abstract class Work(CancellationToken ct)
    {
        protected CancellationToken Cancellation => ct;

        public abstract bool IsCancelled();

        public abstract void Run(Session session);

        public abstract void Complete();

        public abstract void Fail(Exception exception);
    }

    private sealed class Work<T>(Func<Session, T> work, CancellationToken ct) : Work(ct)
    {
        // Continuations must not run on the writer: it would serve one caller's reply while all others wait.
        private readonly TaskCompletionSource<T> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T result = default!;

        public Task<T> Task => completion.Task;

        public override bool IsCancelled()
        {
            if (!Cancellation.IsCancellationRequested)
                return false;
            completion.TrySetCanceled(Cancellation);
            return true;
        }

        public override void Run(Session session) => result = work(session);

        public override void Complete() => completion.TrySetResult(result);

        public override void Fail(Exception exception) => completion.TrySetException(exception);
    }
}
