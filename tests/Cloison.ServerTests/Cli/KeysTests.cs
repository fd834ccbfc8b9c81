using Cloison.Client;
using Cloison.ServerTests.Client;

namespace Cloison.ServerTests.Cli;

public sealed class KeysTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_key_is_made_while_the_server_is_stopped_and_only_then()
    {
        await using var server = new RunningServer();
        await server.InitializeAsync();
        string[] create = ["keys", "create", "--customer", "Otter AI", "--environment", "live", "--scopes", "read", "--data", server.DataFolder];
        var refused = await CliRun.OfAsync(create);
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("stop the other one first", refused.Error, StringComparison.Ordinal);

        await server.StopAsync();
        Assert.Contains("No customer is called", (await CliRun.OfAsync([.. create[..3], "Nobody", .. create[4..]])).Error, StringComparison.Ordinal);
        var made = await CliRun.OfAsync(create);
        Assert.Equal(0, made.ExitCode);
        var secret = made.Output.Trim();
        Assert.StartsWith("cl_live_", secret, StringComparison.Ordinal);

        await using var again = await RestartedServer.OnAsync(server.DataFolder);
        using var client = new CloisonClient(again.Address, secret);
        Assert.Equal(["olga@otter.example"], (await client.People.ListAsync(Ct)).Select(p => p.Email));
    }
}
