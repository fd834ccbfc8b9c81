using System.Text.Json;
using Cloison.Cli;
using Cloison.Cli.Demonstration;
using Cloison.Client;
using Cloison.Contracts;
using Cloison.Domain.Json;
using Cloison.Domain.Ontologies;
using Cloison.Domain.Walls;
using Cloison.ServerTests.Client;

namespace Cloison.ServerTests.Cli;

public sealed class TrustCommandTests(RunningServer server) : IClassFixture<RunningServer>
{
    private static readonly Ontology Form = new(Editor.Form, [new("text", InputKind.Text)], Fields: [new TextField { Name = "answer" }]);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Walls_are_shown_signed_and_taken_back()
    {
        using var otter = new CloisonClient(server.Address, await server.MakeFullKeyAsync(DemoPerson.Otter));
        var name = (await otter.Walls.ReadAsync(Ct)).CodeName;
        Assert.Contains($"{name}\t", (await DoneAsync("walls", "sign", name)).Output, StringComparison.Ordinal);
        Assert.Contains("not signed there", (await DoneAsync("walls", "show")).Output, StringComparison.Ordinal);
        Assert.Equal(name, Assert.Single(Read<WallSettings>(await DoneAsync("walls", "show", "--json")).Agreements).CodeName);
        Assert.Empty(Read<WallSettings>(await DoneAsync("walls", "withdraw", name, "--json")).Agreements);
        var refused = await RunAsync("walls", "sign", "Otter AI");
        Assert.Equal((CommandLine.WrongUsage, true), (refused.ExitCode, refused.Error.Contains("'Otter AI' is no code name", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_cooling_off_is_changed_and_too_little_is_refused()
    {
        Assert.Contains("Cooling-off: 500 days", (await DoneAsync("walls", "cooling", "500")).Output, StringComparison.Ordinal);
        var refused = await RunAsync("walls", "cooling", $"{CoolingOff.LeastDays - 1}");
        Assert.Equal(CommandLine.Failed, refused.ExitCode);
        Assert.Contains($"{CoolingOff.LeastDays}", refused.Error, StringComparison.Ordinal);
        Assert.Equal(CommandLine.WrongUsage, (await RunAsync("walls", "cooling", "long")).ExitCode);
    }

    [Fact]
    public async Task Who_may_work_and_who_has_seen_something_is_listed()
    {
        Assert.Contains("Ada Brandt", (await DoneAsync("walls", "staff")).Output, StringComparison.Ordinal);
        var who = await DoneAsync("trust", "who");
        Assert.Contains("Ada Brandt", who.Output, StringComparison.Ordinal);
        Assert.Contains("operator", who.Error, StringComparison.Ordinal);
        Assert.Contains(Read<AccessOverview>(await DoneAsync("trust", "who", "--json")).Now, p => p.DisplayName == "Ada Brandt");
    }

    [Fact]
    public async Task Keys_are_shown_taken_back_and_given_again()
    {
        using var client = server.Heron();
        var project = (await client.Projects.CreateAsync(new("Kept back", Form), Ct)).Id;
        var shown = await DoneAsync("custody", "show");
        Assert.Contains("Custodian: the installation", shown.Output, StringComparison.Ordinal);
        Assert.Contains("In the server's memory: always", shown.Output, StringComparison.Ordinal);
        Assert.Contains("project\t" + project.Text, shown.Output, StringComparison.Ordinal);

        Assert.Contains($"Withheld: {project}", (await DoneAsync("custody", "withhold", "--project", "Kept back")).Output, StringComparison.Ordinal);
        Assert.Equal(CommandLine.Failed, (await RunAsync("projects", "show", project.Text)).ExitCode);
        Assert.DoesNotContain("Withheld", (await DoneAsync("custody", "restore", "--project", project.Text)).Output, StringComparison.Ordinal);
        Assert.Contains("taken back by the customer", (await DoneAsync("custody", "withhold")).Output, StringComparison.Ordinal);
        Assert.Equal(CustodyState.Revoked, Read<CustodySummary>(await DoneAsync("custody", "show", "--json")).State);
        Assert.Contains("State: available", (await DoneAsync("custody", "restore")).Output, StringComparison.Ordinal);
        await DoneAsync("projects", "show", project.Text);
    }

    [Fact]
    public async Task Keys_are_replaced_and_their_custodian_is_checked()
    {
        Assert.Equal(RotationState.Done, Read<RotationSummary>(await DoneAsync("custody", "rotate", "custodian", "--json")).State);
        Assert.Contains("compartment", (await DoneAsync("custody", "rotate", "compartment")).Output, StringComparison.Ordinal);
        Assert.Equal(CommandLine.WrongUsage, (await RunAsync("custody", "rotate", "project")).ExitCode);
        Assert.Equal(CommandLine.WrongUsage, (await RunAsync("custody", "rotate", "everything")).ExitCode);

        Assert.Contains("always", (await DoneAsync("custody", "move", "installation")).Output, StringComparison.Ordinal);
        Assert.Equal(CommandLine.WrongUsage, (await RunAsync("custody", "move", "nobody")).ExitCode);
        var missing = await RunAsync("custody", "move", "agent", "--address", "https://keys.example");
        Assert.Equal((CommandLine.WrongUsage, true), (missing.ExitCode, missing.Error.Contains("--public-key", StringComparison.Ordinal)));
        var refused = await RunAsync("custody", "move", "agent", "--address", "https://10.0.0.1", "--public-key", Convert.ToBase64String(new byte[32]));
        Assert.Equal(CommandLine.Failed, refused.ExitCode);
        Assert.Contains("private networks", refused.Error, StringComparison.Ordinal);
    }

    private static T Read<T>(CliRun run) => JsonSerializer.Deserialize<T>(run.Output, DomainJson.Options)!;

    private async Task<CliRun> DoneAsync(params string[] args)
    {
        var run = await RunAsync(args);
        Assert.True(run.ExitCode == CommandLine.Done, $"{string.Join(' ', args)}: {run.Error}");
        return run;
    }

    private async Task<CliRun> RunAsync(params string[] args) => await CliRun.OfAsync([.. args, "--url", server.Address.AbsoluteUri, "--key", await server.MakeFullKeyAsync(DemoPerson.Heron)]);
}
