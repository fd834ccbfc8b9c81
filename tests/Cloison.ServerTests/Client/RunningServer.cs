using Cloison.Cli.Demonstration;
using Cloison.Client;
using Cloison.Contracts;
using Cloison.Domain.People;
using Cloison.Server;
using Cloison.ServerTests.Storage.Sealing;
using Cloison.Storage.Compartments;
using Microsoft.AspNetCore.Builder;

namespace Cloison.ServerTests.Client;

/// <summary>A real server on this machine, on a folder of its own, with two customers and their people.</summary>
public sealed class RunningServer : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private Installation? installation;
    private WebApplication? app;
    private DemoCast? cast;

    public string DataFolder => folder.Of("data");

    public Uri Address => new(app!.Urls.First());

    public string HeronKey { get; private set; } = "";

    public string OtterKey { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        installation = await Installation.OpenAsync(new(DataFolder), TimeProvider.System, CancellationToken.None);
        app = CloisonServer.Build(new(DataFolder, "http://127.0.0.1:0"), installation, TimeProvider.System);
        await app.StartAsync();
        var token = await CloisonServer.EnsureSetupTokenAsync(app, CancellationToken.None);
        cast = await DemoCast.MakeAsync(Address, token!, CancellationToken.None);
        HeronKey = await cast.Browser(DemoPerson.Heron, Role.Administrator).MakeKeyAsync("tests", CancellationToken.None);
        OtterKey = await cast.Browser(DemoPerson.Otter, Role.Administrator).MakeKeyAsync("tests", CancellationToken.None);
    }

    public CloisonClient Heron() => new(Address, HeronKey);

    public CloisonClient Otter() => new(Address, OtterKey);

    /// <summary>Another key of the customer, which may do everything that keys may.</summary>
    public async Task<string> MakeFullKeyAsync(string customer) => (await cast!.Browser(customer, Role.Administrator)
        .PostAsync<CreatedApiKey>("api/keys", new NewApiKey("everything", KeyEnvironment.Test, Enum.GetValues<KeyScope>()), CancellationToken.None)).Secret;

    /// <summary>Ends the server; its folder stays until this is disposed.</summary>
    public async Task StopAsync()
    {
        cast?.Dispose();
        if (app is not null)
        {
            await app.StopAsync();
            await app.DisposeAsync();
        }

        if (installation is not null)
            await installation.DisposeAsync();
        (cast, app, installation) = (null, null, null);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        folder.Dispose();
    }
}
