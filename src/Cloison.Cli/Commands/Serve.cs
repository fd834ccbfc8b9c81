using System.CommandLine;
using Cloison.Server;
using Cloison.Storage.Compartments;
using Microsoft.Extensions.Hosting;

namespace Cloison.Cli.Commands;

/// <summary><c>cloison serve [--data DIR] [--urls URL] [--postgres CONNECTION] [--root-key-variable NAME] [--content-urls URL]</c></summary>
internal static class Serve
{
    public static readonly Option<string> Data = new("--data") { Description = "The data folder: databases, sealed files, the root key.", DefaultValueFactory = _ => "data" };

    public static readonly Option<string> Urls = new("--urls") { Description = "Where to listen; several are separated by ';'.", DefaultValueFactory = _ => "http://localhost:5080" };

    public static readonly Option<string?> Postgres = new("--postgres")
    {
        Description = "A PostgreSQL connection string (role with CREATEDB and CREATEROLE) instead of SQLite files. Also CLOISON_POSTGRES, which keeps it out of process lists.",
    };

    public static readonly Option<string?> Content = new("--content-urls")
    {
        Description = "Another origin for uploaded files, as browsers see it (another port or, better, another domain): an address that holds no cookie of ours. http is listened on, https is a proxy's.",
    };

    public static readonly Option<string?> RootKeyVariable = new("--root-key-variable")
    {
        Description = "The environment variable that holds the root key, instead of the file root.key in the data folder. To be given from the first start on.",
    };

    private static readonly Option<bool> PrivateAgents = new("--private-custodians")
    {
        Description = "Customers' key agents may be on this machine or in its private networks, and be reached by http.",
    };

    private static readonly Option<Uri?> KmsEndpoint = new("--kms-endpoint") { Description = "Where AWS KMS is, when not at AWS's public address: a private link." };

    public static Command Command()
    {
        var command = new Command("serve", "Starts the server.") { Data, Urls, Postgres, RootKeyVariable, PrivateAgents, KmsEndpoint, Content };
        command.SetAction((parsed, ct) =>
        {
            var place = Place(parsed) with { Reach = new(parsed.GetValue(PrivateAgents), parsed.GetValue(KmsEndpoint)) };
            return RunAsync(new ServerOptions(place.DataFolder, parsed.GetValue(Urls)!, place.Postgres, parsed.GetValue(Content)), place, Terminal.Of(parsed), ct);
        });
        return command;
    }

    /// <summary>Where the data are, for commands that have the options of this one.</summary>
    public static InstallationOptions Place(ParseResult parsed) => new(
        Path.GetFullPath(parsed.GetValue(Data)!), parsed.GetValue(Postgres) ?? (Environment.GetEnvironmentVariable("CLOISON_POSTGRES") is { Length: > 0 } postgres ? postgres : null),
        parsed.GetResult(RootKeyVariable) is null ? null : parsed.GetValue(RootKeyVariable));

    private static async Task<int> RunAsync(ServerOptions options, InstallationOptions place, Terminal terminal, CancellationToken ct)
    {
        await using var installation = await Installation.OpenAsync(place, TimeProvider.System, ct);
        await using var app = CloisonServer.Build(options, installation, TimeProvider.System);
        await app.StartAsync(ct);
        var address = app.Urls.First();
        terminal.Say($"Cloison is ready: {address}");
        if (await CloisonServer.EnsureSetupTokenAsync(app, ct) is { } token)
            terminal.Say($"First start: make the first administrator at {address}/setup#{token}");
        await app.WaitForShutdownAsync(ct);
        return CommandLine.Done;
    }
}
