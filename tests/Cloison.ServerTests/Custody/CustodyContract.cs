using System.Diagnostics;

namespace Cloison.ServerTests.Custody;

/// <summary>A customer with a project, on a node of the server.</summary>
public abstract class CustodyContract : IAsyncLifetime
{
    private protected CustodyServer Server { get; private set; } = null!;

    private protected CustodyCustomer Ours { get; private set; } = null!;

    protected ProjectId Project { get; private set; }

    protected string? Postgres { get; private set; }

    protected string Tasks => $"/api/projects/{Project}/tasks";

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Server = await CustodyServer.StartAsync(Postgres = await PostgresAsync(Ct));
        Ours = await Server.NewCustomerAsync();
        Project = await Ours.NewProjectAsync();
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        Ours.Dispose();
        await Server.DisposeAsync();
    }

    protected abstract Task<string?> PostgresAsync(CancellationToken ct);

    /// <summary>For what the server's own threads do: looked at again and again. It takes milliseconds; what has not come after a minute never will.</summary>
    protected static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        var since = Stopwatch.GetTimestamp();
        while (!await isSo())
        {
            Assert.True(Stopwatch.GetElapsedTime(since) < TimeSpan.FromMinutes(1), "What was waited for has not come within a minute.");
            await Task.Delay(5, Ct);
        }
    }
}
