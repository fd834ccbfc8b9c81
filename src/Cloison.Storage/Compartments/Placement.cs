using System.Security.Cryptography;
using Cloison.Storage.Databases;
using Npgsql;

namespace Cloison.Storage.Compartments;

/// <summary>Where databases are made: files under the data folder, or databases with a role each on a PostgreSQL server.</summary>
internal abstract class Placement
{
    public abstract Dialect Control();

    /// <summary>Makes room for a compartment; what it returns is sealed and kept, and goes into <see cref="Compartment"/>.</summary>
    public abstract Task<string?> CreateAsync(CustomerId customer, CancellationToken ct);

    public abstract Dialect Compartment(CustomerId customer, string? placement);
}

internal sealed class SqlitePlacement(string dataFolder) : Placement
{
    public override Dialect Control() => new SqliteDialect(Path.Combine(dataFolder, "control.db"));

    public override Task<string?> CreateAsync(CustomerId customer, CancellationToken ct) => Task.FromResult<string?>(null);

    public override Dialect Compartment(CustomerId customer, string? placement)
    {
        var folder = Path.Combine(dataFolder, "compartments", customer.Text);
        Directory.CreateDirectory(folder);
        return new SqliteDialect(Path.Combine(folder, "compartment.db"));
    }
}

/// <param name="administrator">A connection string whose role may create databases and roles; its Database is the control database.</param>
internal sealed class PostgresPlacement(string administrator) : Placement
{
    public override Dialect Control() => new PostgresDialect(administrator);

    public override async Task<string?> CreateAsync(CustomerId customer, CancellationToken ct)
    {
        // Both names and the password are made here of letters and digits only, so they can stand in the SQL: CREATE takes no parameters.
        var name = "cloison_" + customer.Text;
        var password = RandomNumberGenerator.GetHexString(48, lowercase: true);
        await using var source = NpgsqlDataSource.Create(administrator);
        await RunAsync(source, $"CREATE ROLE {name} LOGIN PASSWORD '{password}'", ct);
        await RunAsync(source, $"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'", ct);
        await RunAsync(source, $"REVOKE ALL ON DATABASE {name} FROM PUBLIC", ct);
        await RunAsync(source, $"GRANT CONNECT ON DATABASE {name} TO {name}", ct);
        var placed = new NpgsqlConnectionStringBuilder(administrator) { Database = name };
        await using (var inside = NpgsqlDataSource.Create(placed.ToString()))
            await RunAsync(inside, $"GRANT ALL ON SCHEMA public TO {name}", ct);
        placed.Username = name;
        placed.Password = password;
        return placed.ToString();
    }

    public override Dialect Compartment(CustomerId customer, string? placement) =>
        new PostgresDialect(placement ?? throw new InvalidOperationException($"{customer} has no PostgreSQL database: it was made with SQLite."));

    private static async Task RunAsync(NpgsqlDataSource source, string sql, CancellationToken ct)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(ct);
    }
}
