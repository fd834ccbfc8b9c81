using System.CommandLine;
using Cloison.Cli.Demonstration;
using Cloison.Client;
using Cloison.Domain.People;
using Cloison.Server;
using Cloison.Storage.Compartments;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;

namespace Cloison.Cli.Commands;

/// <summary><c>cloison demo [--data DIR] [--urls URL]</c>: a server with two rival customers, people, projects and some work done, to look around in.</summary>
internal static class Demo
{
    public static Command Command()
    {
        var data = new Option<string>("--data") { Description = "An empty or new folder for the demo's data.", DefaultValueFactory = _ => "demo-data" };
        var command = new Command("demo", "Starts a server with sample people, projects and data.") { data, Serve.Urls };
        command.SetAction((parsed, ct) => RunAsync(Path.GetFullPath(parsed.GetValue(data)!), parsed.GetValue(Serve.Urls)!, Terminal.Of(parsed), ct));
        return command;
    }

    private static async Task<int> RunAsync(string folder, string urls, Terminal terminal, CancellationToken ct)
    {
        if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))
            throw CommandException.Usage($"{folder} is not empty: the demo only fills a new folder. (An earlier demo goes on with: cloison serve --data {folder})");
        await using var installation = await Installation.OpenAsync(new InstallationOptions(folder), TimeProvider.System, ct);
        await using var app = CloisonServer.Build(new ServerOptions(folder, urls), installation, TimeProvider.System);
        Uri address;
        try
        {
            await app.StartAsync(ct);
            address = ReachedHere(app.Urls.First());
            terminal.Note("Making people, projects and data …");
            await FillAsync(app, address, terminal, ct);
        }
        catch
        {
            await app.StopAsync(CancellationToken.None);
            terminal.Note($"The demo was not finished: delete {folder} before the next try.");
            throw;
        }

        terminal.Say($"Cloison is ready: {address.GetLeftPart(UriPartial.Authority)} (Ctrl+C stops it; the data stay in {folder})");
        await app.WaitForShutdownAsync(ct);
        return CommandLine.Done;
    }

    private static async Task FillAsync(WebApplication app, Uri address, Terminal terminal, CancellationToken ct)
    {
        var token = await CloisonServer.EnsureSetupTokenAsync(app, ct) ?? throw new InvalidOperationException("A new folder has people already.");
        using var cast = await DemoCast.MakeAsync(address, token, ct);
        var key = await cast.Browser(DemoPerson.Heron, Role.Administrator).MakeKeyAsync("demo", ct);
        using (var heron = new CloisonClient(address, key))
        {
            var (boxes, reviews) = await new DemoProjects(heron).MakeForHeronAsync(ct);
            await new DemoWork(cast, TimeProvider.System).DoAsync(boxes, reviews, ct);
        }

        using (var otter = new CloisonClient(address, await cast.Browser(DemoPerson.Otter, Role.Administrator).MakeKeyAsync("demo", ct)))
            await new DemoProjects(otter).MakeForOtterAsync(ct);

        terminal.Table(
            ["customer", "name", "role", "e-mail", "password"],
            cast.People.Select(p => new[] { p.Customer, p.Name, string.Join(", ", p.Roles).ToLowerInvariant(), p.Email, p.Password }));
        terminal.Say($"{DemoPerson.Otter} is a rival: its people see none of {DemoPerson.Heron}'s projects, nor the other way round.");
        terminal.Say($"For programs of {DemoPerson.Heron}: CLOISON_URL={address.GetLeftPart(UriPartial.Authority)} CLOISON_KEY={key}");
    }

    /// <summary>The demo's people are on this machine, also when the server listens to the whole network.</summary>
    private static Uri ReachedHere(string url)
    {
        var listens = new Uri(url.Replace("//*", "//localhost", StringComparison.Ordinal).Replace("//+", "//localhost", StringComparison.Ordinal));
        return listens.Host is "0.0.0.0" or "[::]" ? new UriBuilder(listens) { Host = "localhost" }.Uri : listens;
    }
}
