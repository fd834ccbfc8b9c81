using System.CommandLine;
using Cloison.Server;
using Cloison.Storage.Compartments;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;

namespace Cloison.Cli;

/// <summary><c>cloison serve [--data DIR] [--urls URL] [--postgres CONNECTION]</c></summary>
internal static class Serve
{
    public static readonly Option<string> Data = new("--data") { Description = "The data folder: databases, sealed files, the root key.", DefaultValueFactory = _ => "data" };

    public static Command Command()
    {
        var urls = new Option<string>("--urls") { Description = "Where to listen; several are separated by ';'.", DefaultValueFactory = _ => "http://localhost:5080" };
        var postgres = new Option<string?>("--postgres")
        {
            Description = "A PostgreSQL connection string (role with CREATEDB and CREATEROLE) instead of SQLite files. Also CLOISON_POSTGRES, which keeps it out of process lists.",
        };
        var command = new Command("serve", "Starts the server.") { Data, urls, postgres };
        command.SetAction((parsed, ct) => RunAsync(
            new ServerOptions(parsed.GetValue(Data)!, parsed.GetValue(urls)!, parsed.GetValue(postgres) ?? Environment.GetEnvironmentVariable("CLOISON_POSTGRES")), ct));
        return command;
    }

    private static async Task<int> RunAsync(ServerOptions options, CancellationToken ct)
    {
        try
        {
            await using var installation = await Installation.OpenAsync(new InstallationOptions(Path.GetFullPath(options.DataFolder), options.Postgres), TimeProvider.System, ct);
            await using var app = CloisonServer.Build(options, installation, TimeProvider.System);
            await app.StartAsync(ct);
            var address = app.Urls.First();
            Console.WriteLine($"Cloison is ready: {address}");
            if (await CloisonServer.EnsureSetupTokenAsync(app, ct) is { } token)
                Console.WriteLine($"First start: make the first administrator at {address}/setup#{token}");
            await app.WaitForShutdownAsync(ct);
            return 0;
        }
        catch (Exception e) when (e is DataFolderInUseException or Cloison.Storage.Sealing.KeyCustodyException or InvalidOperationException or IOException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
    }
}
