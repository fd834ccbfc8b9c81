using System.Security.Cryptography;
using Cloison.Storage.Databases;
using Cloison.Storage.Sealing;
using Npgsql;

namespace Cloison.Storage.Compartments;

/// <summary>Where databases are made: files under the data folder, or databases with a role each on a PostgreSQL server.</summary>
internal abstract class Placement
{
    public abstract Dialect Control();

    /// <summary>Makes room for a compartment; what it returns is sealed and kept, and goes into <see cref="Compartment"/>.</summary>
    public abstract Task<string?> CreateAsync(CustomerId customer, CancellationToken ct);

    public abstract Dialect Compartment(CustomerId customer, string? placement);

    /// <summary>What certificates call it.</summary>
    public abstract string Kind { get; }

    /// <summary>How large a compartment's database is; null when there is none (any more).</summary>
    public abstract Task<long?> SizeAsync(CustomerId customer, CancellationToken ct);

    /// <summary>Removes a compartment's database and whatever gave access to it. Nothing happens when it is gone already.</summary>
    public abstract Task DropAsync(CustomerId customer, CancellationToken ct);
}

internal sealed class SqlitePlacement(string dataFolder) : Placement
{
    private const string FileName = "compartment.db";

    public override Dialect Control() => new SqliteDialect(Path.Combine(dataFolder, "control.db"));

    public override Task<string?> CreateAsync(CustomerId customer, CancellationToken ct) => Task.FromResult<string?>(null);

    public override Dialect Compartment(CustomerId customer, string? placement)
    {
        var folder = FolderOf(customer);
        Directory.CreateDirectory(folder);
        return new SqliteDialect(Path.Combine(folder, FileName));
    }

    public override string Kind => "sqlite";

    public override Task<long?> SizeAsync(CustomerId customer, CancellationToken ct) =>
        Task.FromResult(File.Exists(Path.Combine(FolderOf(customer), FileName)) ? FilesOf(customer).Sum(f => (long?)f.Length) : null);

    public override Task DropAsync(CustomerId customer, CancellationToken ct)
    {
        foreach (var file in FilesOf(customer))
            file.Delete();
        if (Directory.Exists(FolderOf(customer)))
            DurableFolder.Flush(FolderOf(customer));
        return Task.CompletedTask;
    }

    private string FolderOf(CustomerId customer) => Path.Combine(dataFolder, "compartments", customer.Text);

    /// <summary>The database, its write-ahead log and what else stands beside it under its name.</summary>
    private List<FileInfo> FilesOf(CustomerId customer) =>
        Directory.Exists(FolderOf(customer)) ? [.. new DirectoryInfo(FolderOf(customer)).EnumerateFiles(FileName + "*")] : [];
}

/// <param name="administrator">A connection string whose role may create databases and roles; its Database is the control database.</param>
internal sealed class PostgresPlacement(string administrator) : Placement
{
    public override Dialect Control() => new PostgresDialect(administrator);

    public override async Task<string?> CreateAsync(CustomerId customer, CancellationToken ct)
    {
        // Both names and the password are made here of letters and digits only, so they can stand in the SQL: CREATE takes no parameters.
        var name = NameOf(customer);
        var password = RandomNumberGenerator.GetHexString(48, lowercase: true);
        await using var source = PostgresDialect.SourceOf(administrator);
        await RunAsync(source, $"CREATE ROLE {name} LOGIN PASSWORD '{password}'", ct);
        await RunAsync(source, $"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'", ct);
        await RunAsync(source, $"REVOKE ALL ON DATABASE {name} FROM PUBLIC", ct);
        await RunAsync(source, $"GRANT CONNECT ON DATABASE {name} TO {name}", ct);
        var placed = new NpgsqlConnectionStringBuilder(administrator) { Database = name };
        await using (var inside = PostgresDialect.SourceOf(placed.ToString()))
            await RunAsync(inside, $"GRANT ALL ON SCHEMA public TO {name}", ct);
        placed.Username = name;
        placed.Password = password;
        return placed.ToString();
    }

    public override Dialect Compartment(CustomerId customer, string? placement) =>
        new PostgresDialect(placement ?? throw new InvalidOperationException($"{customer} has no PostgreSQL database: it was made with SQLite."));

    public override string Kind => "postgresql";

    public override async Task<long?> SizeAsync(CustomerId customer, CancellationToken ct)
    {
        await using var source = PostgresDialect.SourceOf(administrator);
        await using var command = source.CreateCommand("SELECT pg_database_size(oid) FROM pg_database WHERE datname = $1");
        command.Parameters.Add(new() { Value = NameOf(customer) });
        return await command.ExecuteScalarAsync(ct) as long?;
    }

    public override async Task DropAsync(CustomerId customer, CancellationToken ct)
    {
        await using var source = PostgresDialect.SourceOf(administrator);
        // FORCE: ends connections that others may still have.
        await RunAsync(source, $"DROP DATABASE IF EXISTS {NameOf(customer)} WITH (FORCE)", ct);
        await RunAsync(source, $"DROP ROLE IF EXISTS {NameOf(customer)}", ct);
    }

    private static string NameOf(CustomerId customer) => "cloison_" + customer.Text;

    private static async Task RunAsync(NpgsqlDataSource source, string sql, CancellationToken ct)
    {
        await using var command = source.CreateCommand(sql);
        // Making and dropping a database waits for a checkpoint of the whole server: cut off on a busy one, it would have to begin again.
        command.CommandTimeout = 300;
        await command.ExecuteNonQueryAsync(ct);
    }
}
