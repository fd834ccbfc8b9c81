using Cloison.Client;
using Cloison.Domain.People;
using Cloison.ServerTests.Cli;
using Cloison.ServerTests.Storage.Sealing;
using Cloison.ServerTests.Work;
using Cloison.Storage.Compartments;

namespace Cloison.ServerTests.AccessLogs;

/// <summary>The whole way: an operator puts a backup of the databases back, the server refuses, he recovers, it serves, and the customer sees what is missing.</summary>
public sealed class RestoredFolderTests : IDisposable
{
    private const string Reason = "The disk broke; the newest backup is of 03:00.";
    private readonly TemporaryFolder folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Data => folder.Of("data");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_backup_that_was_put_back_is_refused_recovered_and_never_verified_in_silence()
    {
        var key = await SeedAsync();
        string oldLogKey, oldWorldKey;
        await using (var server = await RestartedServer.OnAsync(Data))
        {
            using var client = new CloisonClient(server.Address, key);
            await ReadAsync(client, 3);
            oldLogKey = (await client.Log.SummaryAsync(Ct)).Key;
            oldWorldKey = (await client.Log.AnchorAsync(Ct)).Key;
        }

        Copy(Data, folder.Of("backup"));
        // So that the log of logs, too, gets more entries than the backup has, without waiting a minute.
        await using (var installation = await Installation.OpenAsync(new(Data), TimeProvider.System, Ct))
            await installation.Control.WriteAsync(db => db.Execute("DELETE FROM log_anchors"), Ct);
        var seen = folder.Of("seen");
        long sizeBefore;
        await using (var server = await RestartedServer.OnAsync(Data))
        {
            using var client = new CloisonClient(server.Address, key);
            await ReadAsync(client, 5);
            Assert.Equal(200, await StatusAsync(server, "/api/log/anchor", key));
            var verified = await CliRun.OfAsync("log", "verify", server.Address.ToString(), "--key", key, oldLogKey, "--seen", seen);
            Assert.True(verified.ExitCode == 0, verified.Error);
            Assert.DoesNotContain("BREAK", verified.Output, StringComparison.Ordinal);
            sizeBefore = (await client.Log.SummaryAsync(Ct)).Size;
        }

        Copy(folder.Of("backup"), Data);
        await using (var server = await RestartedServer.OnAsync(Data))
        {
            Assert.Equal(503, await StatusAsync(server, "/api/projects", key));
            using var client = new CloisonClient(server.Address, key);
            Assert.Equal(Contracts.LogState.Rollback, (await client.Log.SummaryAsync(Ct)).State);
        }

        var recovered = await CliRun.OfAsync("log", "recover", "--data", Data, "--reason", Reason);
        Assert.True(recovered.ExitCode == 0, recovered.Error);
        Assert.Contains("The log of logs", recovered.Output, StringComparison.Ordinal);
        Assert.Equal(1, (await CliRun.OfAsync("log", "recover", "--data", Data, "--reason", Reason)).ExitCode);

        await using (var server = await RestartedServer.OnAsync(Data))
        {
            using var client = new CloisonClient(server.Address, key);
            await ReadAsync(client, 2);
            var summary = await client.Log.SummaryAsync(Ct);
            var shown = Assert.Single(summary.Breaks);
            Assert.Equal((Contracts.LogState.Ready, Reason, sizeBefore, null), (summary.State, shown.Reason, shown.Size, shown.AcknowledgedAt));
            Assert.True(shown.Missing > 0 && shown.Kept + shown.Missing == shown.Size, $"{shown}");

            string[] verify = ["log", "verify", server.Address.ToString(), "--key", key, oldLogKey, "--seen", seen];
            foreach (var _ in new[] { 1, 2 })
            {
                var run = await CliRun.OfAsync(verify);
                Assert.Equal(1, run.ExitCode);
                Assert.Contains($"{shown.Missing} are missing", run.Output, StringComparison.Ordinal);
                Assert.Contains(Reason, run.Output, StringComparison.Ordinal);
            }

            var accepted = await CliRun.OfAsync([.. verify, "--accept-break"]);
            Assert.True(accepted.ExitCode == 0, accepted.Error);
            var later = await CliRun.OfAsync(verify);
            Assert.True(later.ExitCode == 0, later.Error);
            Assert.Contains("BREAK", later.Output, StringComparison.Ordinal);

            // Saved, it says the same without the server.
            Assert.Equal(0, (await CliRun.OfAsync("log", "save", folder.Of("saved"), server.Address.ToString(), "--key", key, oldLogKey)).ExitCode);
            var offline = await CliRun.OfAsync("log", "verify", folder.Of("saved"), "--key", oldLogKey);
            Assert.Equal(1, offline.ExitCode);
            Assert.Contains("BREAK", offline.Output, StringComparison.Ordinal);
            File.Delete(Path.Combine(folder.Of("saved"), "breaks", "1", "note"));
            var hidden = await CliRun.OfAsync("log", "verify", folder.Of("saved"), "--key", shown.NextKey);
            Assert.Contains("DO NOT BELIEVE", hidden.Error, StringComparison.Ordinal);

            var world = await CliRun.OfAsync("log", "verify", new Uri(server.Address, "log").ToString(), "--key", oldWorldKey);
            Assert.Contains("BREAK", world.Output, StringComparison.Ordinal);
            Assert.DoesNotContain("DO NOT BELIEVE", world.Error, StringComparison.Ordinal);

            await client.Log.AcknowledgeBreakAsync(1, Ct);
            Assert.NotNull(Assert.Single((await client.Log.SummaryAsync(Ct)).Breaks).AcknowledgedAt);
            // Signed, and so shown, within a second.
            for (var i = 0; (await client.Log.EntriesAsync(type: "policy", ct: Ct)).Items is not [{ Purpose: "recovery", Decision: "acknowledged" }]; i++)
            {
                Assert.True(i < 600, "It is not in the log that the break was acknowledged.");
                await Task.Delay(50, Ct);
            }
        }
    }

    private async Task<string> SeedAsync()
    {
        await using (var installation = await Installation.OpenAsync(new(Data), TimeProvider.System, Ct))
        {
            var now = TimeProvider.System.GetUtcNow();
            await Visitors.SignInAsync(installation, await Visitors.NewCustomerAsync(installation, now), now, Role.Administrator);
        }

        var made = await CliRun.OfAsync("keys", "create", "--data", Data, "--customer", "A customer", "--environment", "live", "--scopes", "read,audit,administer");
        Assert.True(made.ExitCode == 0, made.Error);
        return made.Output.Trim();
    }

    /// <summary>Content that is logged; returns when all of it is signed.</summary>
    private static async Task ReadAsync(CloisonClient client, int times)
    {
        var before = (await client.Log.SummaryAsync(Ct)).Size;
        for (var i = 0; i < times; i++)
            await foreach (var _ in client.Projects.ListAsync(ct: Ct))
            {
            }

        while ((await client.Log.SummaryAsync(Ct)).Size < before + times || (await client.Log.EntriesAsync(limit: 1, ct: Ct)).Items is not [{ Type: "access.list" }])
            await Task.Delay(50, Ct);
    }

    private static async Task<int> StatusAsync(RestartedServer server, string path, string key)
    {
        using var http = new HttpClient { BaseAddress = server.Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", key);
        using var response = await http.GetAsync(path, Ct);
        return (int)response.StatusCode;
    }

    /// <summary>Everything but the marks, as a backup of the databases has it.</summary>
    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories).Where(f => !Path.GetFileName(f).StartsWith("log-mark", StringComparison.Ordinal)))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target, overwrite: true);
        }
    }
}
