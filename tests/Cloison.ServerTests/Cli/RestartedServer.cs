using Cloison.Server;
using Cloison.Storage.Compartments;
using Microsoft.AspNetCore.Builder;

namespace Cloison.ServerTests.Cli;

/// <summary>A server on a folder that has data already.</summary>
internal sealed class RestartedServer(Installation installation, WebApplication app) : IAsyncDisposable
{
    public Uri Address => new(app.Urls.First());

    public static async Task<RestartedServer> OnAsync(string dataFolder)
    {
        var installation = await Installation.OpenAsync(new(dataFolder), TimeProvider.System, CancellationToken.None);
        var app = CloisonServer.Build(new(dataFolder, "http://127.0.0.1:0"), installation, TimeProvider.System);
        await app.StartAsync();
        return new(installation, app);
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        await installation.DisposeAsync();
    }
}
