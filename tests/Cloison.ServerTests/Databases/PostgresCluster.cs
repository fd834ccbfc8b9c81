using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Cloison.ServerTests.Databases;
using Npgsql;

[assembly: AssemblyFixture(typeof(PostgresCluster))]

namespace Cloison.ServerTests.Databases;

/// <summary>
/// A PostgreSQL server of the test run's own, from Debian's packages: made on first use, durable like a real one, removed at the end.
/// Without PostgreSQL on the machine the tests skip; in CI they fail instead.
/// </summary>
public sealed class PostgresCluster : IAsyncDisposable
{
    private readonly SemaphoreSlim starting = new(1);
    private DirectoryInfo? folder;
    private int port;
    private int databases;

    private static string? Binaries => Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql")
            .OrderByDescending(d => int.TryParse(Path.GetFileName(d), out var version) ? version : 0)
            .Select(d => Path.Combine(d, "bin"))
            .FirstOrDefault(d => File.Exists(Path.Combine(d, "initdb")))
        : null;

    /// <returns>The connection string of a new, empty database.</returns>
    public async Task<string> NewDatabaseAsync(CancellationToken ct)
    {
        await starting.WaitAsync(ct);
        try
        {
            if (folder is null)
                await StartAsync(ct);
        }
        finally
        {
            starting.Release();
        }

        var name = $"t{Interlocked.Increment(ref databases)}";
        await using var connection = new NpgsqlConnection(ConnectionString("postgres"));
        await connection.OpenAsync(ct);
        await using var create = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
        await create.ExecuteNonQueryAsync(ct);
        return ConnectionString(name);
    }

    public async ValueTask DisposeAsync()
    {
        if (folder is null)
            return;
        await RunAsync("pg_ctl", CancellationToken.None, "stop", "-s", "-D", Data, "-m", "fast", "-w");
        folder.Delete(recursive: true);
    }

    /// <summary>The server's own files, once it runs: tables and write-ahead log.</summary>
    public string Data => Path.Combine(folder!.FullName, "data");

    private string ConnectionString(string database) =>
        $"Host=127.0.0.1;Port={port};Username=postgres;Database={database};Pooling={(database == "postgres" ? "false" : "true")}";

    private async Task StartAsync(CancellationToken ct)
    {
        if (Binaries is null)
            Assert.SkipUnless(Environment.GetEnvironmentVariable("CI") == "true", "PostgreSQL is not installed here (Debian: apt-get install postgresql).");
        Assert.True(Binaries is not null, "PostgreSQL must be installed in CI.");
        var made = Directory.CreateTempSubdirectory("cloison-postgres-");
        folder = made;
        try
        {
            // PostgreSQL refuses to run as root.
            if (Environment.IsPrivilegedProcess)
                await RunAsync("/bin/chown", ct, "postgres", made.FullName);
            await RunAsync("initdb", ct, "-D", Data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync");
            port = FreePort();
            // No vacuum of its own: hundreds of small databases, each visited once a minute, kept a processor busy.
            await RunAsync(
                "pg_ctl", ct, "start", "-s", "-D", Data, "-w", "-l", Path.Combine(made.FullName, "log"),
                "-o", $"-p {port} -k {made.FullName} -c listen_addresses=127.0.0.1 -c fsync=on -c full_page_writes=on -c synchronous_commit=on -c max_connections=300 -c autovacuum=off");
        }
        catch
        {
            folder = null;
            made.Delete(recursive: true);
            throw;
        }
    }

    private static async Task RunAsync(string program, CancellationToken ct, params string[] arguments)
    {
        var path = Path.IsPathRooted(program) ? program : Path.Combine(Binaries!, program);
        var asPostgres = Environment.IsPrivilegedProcess && !Path.IsPathRooted(program);
        var start = asPostgres
            ? new ProcessStartInfo("runuser", ["-u", "postgres", "--", path, .. arguments])
            : new ProcessStartInfo(path, arguments);
        start.WorkingDirectory = "/";
        // Only initdb's chatter is taken: the server that pg_ctl leaves behind would hold the pipe open.
        start.RedirectStandardOutput = program == "initdb";
        using var process = Process.Start(start)!;
        if (start.RedirectStandardOutput)
            await process.StandardOutput.ReadToEndAsync(ct);
        await process.WaitForExitAsync(ct);
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} ended with {process.ExitCode}.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
