using System.Data.Common;

namespace Cloison.Storage.Databases;

/// <summary>
/// A connection with its prepared statements: a text is prepared once and then only bound. Used by one thread at a time.
/// </summary>
/// <remarks>
/// Parameters are named in the SQL (<c>@task</c>) and given as pairs; ids go in as their text, times as Unix milliseconds.
/// Why not a mapper: preparing anew at each call cost more than running the statement (docs/adr/0003-prepared-sessions.md).
/// </remarks>
public sealed class Session : IDisposable
{
    private readonly DbConnection connection;
    private readonly Dictionary<string, DbCommand> prepared = new(StringComparer.Ordinal);
    private DbTransaction? transaction;

    internal Session(DbConnection connection) => this.connection = connection;

    internal DbConnection Connection => connection;

    /// <summary>Runs a statement; returns the number of rows that it touched.</summary>
    public int Execute(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters) => Bind(sql, parameters).ExecuteNonQuery();

    /// <summary>The first column of the first row; default when there is none or it is NULL.</summary>
    public T? Scalar<T>(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var value = Bind(sql, parameters).ExecuteScalar();
        return value is null or DBNull ? default : (T)Convert.ChangeType(value, Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T));
    }

    /// <summary>The first row, mapped, or default.</summary>
    public T? First<T>(string sql, Func<DbDataReader, T> map, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var reader = Bind(sql, parameters).ExecuteReader();
        return reader.Read() ? map(reader) : default;
    }

    /// <summary>All rows, mapped. Bound the result with LIMIT.</summary>
    public List<T> List<T>(string sql, Func<DbDataReader, T> map, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var reader = Bind(sql, parameters).ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(map(reader));
        return rows;
    }

    public void Dispose()
    {
        foreach (var command in prepared.Values)
            command.Dispose();
        transaction?.Dispose();
        connection.Dispose();
    }

    internal void Use(DbTransaction? current)
    {
        transaction = current;
        foreach (var command in prepared.Values)
            command.Transaction = current;
    }

    private DbCommand Bind(string sql, ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        if (!prepared.TryGetValue(sql, out var command))
        {
            command = connection.CreateCommand();
            command.CommandText = sql;
            command.Transaction = transaction;
            prepared.Add(sql, command);
        }

        if (command.Parameters.Count != parameters.Length)
        {
            command.Parameters.Clear();
            foreach (var (name, _) in parameters)
            {
                var parameter = command.CreateParameter();
                parameter.ParameterName = name;
                command.Parameters.Add(parameter);
            }
        }

        for (var i = 0; i < parameters.Length; i++)
            command.Parameters[i].Value = parameters[i].Value ?? DBNull.Value;
        return command;
    }
}
