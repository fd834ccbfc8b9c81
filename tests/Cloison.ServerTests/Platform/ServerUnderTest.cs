using Cloison.Domain.Walls;
using Cloison.Server;
using Cloison.ServerTests.People;
using Cloison.Storage.Compartments;
using Cloison.Storage.Custody;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Cloison.ServerTests.Platform;

/// <summary>One node of the whole product, on a free port, over a folder of its own and a clock that the test moves.</summary>
/// <param name="folder">A data folder that is there already; it is removed at the end like any other.</param>
internal abstract class ServerUnderTest(TestClock clock, DirectoryInfo? folder = null) : IAsyncDisposable
{
    private readonly DirectoryInfo folder = folder ?? Directory.CreateTempSubdirectory("cloison-server-");
    private string? contentUrl;

    public TestClock Clock { get; } = clock;

    public Installation Installation { get; private set; } = null!;

    public WebApplication App { get; private set; } = null!;

    public string DataFolder => folder.FullName;

    public string Address => App.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single(a => a != contentUrl);

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await App.StopAsync(CancellationToken.None);
        await App.DisposeAsync();
        await Installation.DisposeAsync();
        folder.Delete(recursive: true);
    }

    /// <param name="opened">Changes the installation before the server is built over it.</param>
    /// <param name="contentUrl">Another origin for uploads.</param>
    protected async Task OpenAsync(string? postgres, WallRules rules, CustodianReach? reach = null, Action<Installation>? opened = null, string? contentUrl = null)
    {
        this.contentUrl = contentUrl;
        Installation = await Installation.OpenAsync(new(DataFolder, postgres, Reach: reach), Clock, Ct);
        opened?.Invoke(Installation);
        App = CloisonServer.Build(new(DataFolder, "http://127.0.0.1:0", ContentUrl: contentUrl), Installation, Clock, rules);
        await App.StartAsync(Ct);
    }
}
