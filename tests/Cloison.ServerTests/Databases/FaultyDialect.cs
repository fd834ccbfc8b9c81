using System.Data.Common;
using Cloison.Storage.Databases;

namespace Cloison.ServerTests.Databases;

internal sealed class BrokenDiskException() : DbException("The disk answered with an error.");

internal sealed class FullDiskException() : DbException("No space left.");

/// <summary>A real database whose faults tests can cause, and whose transactions they can count.</summary>
internal sealed class FaultyDialect(Dialect inner) : Dialect
{
    private int transactions;

    public int Transactions => transactions;

    /// <summary>Run on each connection of the writer.</summary>
    public string? OnOpenWriter { get; set; }

    /// <summary>Thrown at the next beginning of a transaction, once.</summary>
    public Exception? NextFault { get; set; }

    /// <summary>Thrown after the next commit, once.</summary>
    public Exception? NextFaultAfterCommit { get; set; }

    public override int MaxReaders => inner.MaxReaders;

    public override bool ReadsBlock => inner.ReadsBlock;

    public override DbConnection OpenReader() => inner.OpenReader();

    public override DbConnection OpenWriter()
    {
        var connection = inner.OpenWriter();
        if (OnOpenWriter is not null)
        {
            using var command = connection.CreateCommand();
            command.CommandText = OnOpenWriter;
            command.ExecuteNonQuery();
        }

        return connection;
    }

    public override DbTransaction BeginExclusive(DbConnection connection)
    {
        Interlocked.Increment(ref transactions);
        if (NextFault is { } fault)
        {
            NextFault = null;
            throw fault;
        }

        return inner.BeginExclusive(connection);
    }

    public override bool MeansBrokenStorage(DbException exception) => exception is BrokenDiskException || inner.MeansBrokenStorage(exception);

    public override bool MeansDiskFull(DbException exception) => exception is FullDiskException || inner.MeansDiskFull(exception);

    public override void AssertDurable(DbConnection connection) => inner.AssertDurable(connection);

    public override void ForgetEarlierRows(string table) => inner.ForgetEarlierRows(table);

    public override void AfterCommit(DbConnection writer)
    {
        if (NextFaultAfterCommit is { } fault)
        {
            NextFaultAfterCommit = null;
            throw fault;
        }

        inner.AfterCommit(writer);
    }

    public override void Close() => inner.Close();
}
