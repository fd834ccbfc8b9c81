using System.Text.RegularExpressions;
using Cloison.Cli;
using Cloison.Client;
using Cloison.Contracts;
using Cloison.ServerTests.Storage.Sealing;

namespace Cloison.ServerTests.Cli;

public sealed partial class DemoTests
{
    [GeneratedRegex(@"Cloison is ready: (\S+)", RegexOptions.None, 1000)]
    private static partial Regex Ready { get; }

    [GeneratedRegex(@"CLOISON_KEY=(\S+)", RegexOptions.None, 1000)]
    private static partial Regex Key { get; }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_serves_sample_projects_with_some_work_done_and_leaves_a_sound_folder()
    {
        using var folder = new TemporaryFolder();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var (output, error) = (new Screen(), new Screen());
        var demo = Task.Run(() => CommandLine.RunAsync(["demo", "--data", folder.Of("data"), "--urls", "http://127.0.0.1:0"], output, error, stop.Token), Ct);
        while (!Ready.IsMatch(output.ToString()) && !demo.IsCompleted)
            await Task.Delay(200, Ct);
        Assert.False(demo.IsCompleted, error.ToString());

        var address = new Uri(Ready.Match(output.ToString()).Groups[1].Value);
        using (var http = new HttpClient())
            Assert.Equal("ready", await http.GetStringAsync(new Uri(address, "/health/ready"), Ct));
        using (var client = new CloisonClient(address, Key.Match(output.ToString()).Groups[1].Value))
            await AssertProjectsAsync(client);

        await stop.CancelAsync();
        Assert.Equal(0, await demo.WaitAsync(TimeSpan.FromMinutes(1), Ct));
        var doctor = await CliRun.OfAsync("doctor", "--data", folder.Of("data"), "--deep");
        Assert.True(doctor.ExitCode == 0, doctor.Output);
        Assert.Equal(2, (await CliRun.OfAsync("demo", "--data", folder.Of("data"))).ExitCode);
    }

    private static async Task AssertProjectsAsync(CloisonClient client)
    {
        var projects = await client.Projects.ListAsync(ct: Ct).ToListAsync(Ct);
        Assert.Equal(5, projects.Count);
        Assert.All(projects, p => Assert.InRange(p.Tasks.Open + p.Tasks.Review + p.Tasks.Done, 8, 20));
        var boxes = projects.Single(p => p.Name.StartsWith("Harbour", StringComparison.Ordinal));
        Assert.Equal(new TaskCounts(9, 3, 0, 0), boxes.Tasks);
        var picture = await client.Tasks.ReadAsync(boxes.Id, (await client.Tasks.ListAsync(boxes.Id, ct: Ct).FirstAsync(Ct)).Id, Ct);
        Assert.NotEmpty(picture.Predictions);
        Assert.Equal(960, picture.Data.GetAsset("image")!.Width);
        Assert.True(projects.Single(p => p.Name.StartsWith("Reviews", StringComparison.Ordinal)).Tasks.Done > 0);
    }
}
