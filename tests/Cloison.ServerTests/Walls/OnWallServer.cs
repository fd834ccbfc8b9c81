using Cloison.Domain.Walls;

namespace Cloison.ServerTests.Walls;

/// <summary>Behaviour of a whole server with its walls: each test has a server of its own.</summary>
public abstract class OnWallServer(WallPlace place) : IAsyncLifetime
{
    private WallServer? started;

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    private protected WallServer Server => started!;

    public async ValueTask InitializeAsync() => await StartAsync(WallRules.All);

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (started is not null)
            await started.DisposeAsync();
    }

    /// <summary>Who and what every test of the class begins with.</summary>
    private protected virtual Task FillAsync() => Task.CompletedTask;

    /// <summary>The server with those rules, in place of the one before.</summary>
    private protected async Task StartAsync(WallRules rules)
    {
        if (started is not null)
            await started.DisposeAsync();
        started = await WallServer.StartAsync(await place.PostgresAsync(), rules);
        await FillAsync();
    }
}
