using System.Data.Common;

namespace Cloison.Storage.Databases;

/// <summary>
/// What SQLite and PostgreSQL spell or do differently: everything else is one SQL text for both. PostgreSQL's type names
/// (TEXT, BIGINT, BYTEA, DOUBLE PRECISION) serve both, because SQLite takes any name for its affinities.
/// </summary>
internal abstract class Dialect
{
    public abstract DbConnection OpenReader();

    /// <summary>The connection of the writer: never used by two threads at once.</summary>
    public abstract DbConnection OpenWriter();

    /// <summary>Starts a transaction that excludes every other writer of this database, also on other server nodes.</summary>
    public abstract DbTransaction BeginExclusive(DbConnection connection);

    /// <summary>The machine, not the request, is broken: stop writing until somebody has looked (see docs/operations/durability.md).</summary>
    public abstract bool MeansBrokenStorage(DbException exception);

    /// <summary>No room on the disk; the transaction is undone and later ones may succeed.</summary>
    public abstract bool MeansDiskFull(DbException exception);

    /// <summary>How many reads may run at once.</summary>
    public abstract int MaxReaders { get; }

    /// <summary>Whether a read would block its thread on the network, and so belongs on a thread of its own.</summary>
    public abstract bool ReadsBlock { get; }

    /// <summary>Proves the settings that durability rests on.</summary>
    /// <exception cref="InvalidOperationException">A setting would lose acknowledged writes.</exception>
    public abstract void AssertDurable(DbConnection connection);

    /// <summary>
    /// Removes what the database's own files keep of earlier versions of a table's rows: the write-ahead log, dead rows. Not what backups and log archives keep.
    /// </summary>
    /// <exception cref="IOException">It could not be done now.</exception>
    public abstract void ForgetEarlierRows(string table);

    /// <summary>Between two transactions of the writer, on its connection: the dialect's housekeeping. Everybody waits for it.</summary>
    /// <exception cref="DbException">The storage refused it; nothing that was committed is lost.</exception>
    public virtual void AfterCommit(DbConnection writer)
    {
    }

    /// <summary>Frees what the dialect holds: pooled connections.</summary>
    public abstract void Close();
}
