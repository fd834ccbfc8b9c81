using System.Diagnostics;
using System.Security.Cryptography;
using Cloison.Client;
using Cloison.Contracts;
using Cloison.ServerTests.Cli;
using Cloison.ServerTests.Client;
using Cloison.ServerTests.Storage.Sealing;
using Cloison.Transparency;
using Cloison.Transparency.Audit;
using Cloison.Transparency.Notes;

namespace Cloison.ServerTests.AccessLogs;

/// <summary>The log of a running server, as a customer sees it from outside: with our own tools, with Go's, with a witness.</summary>
public sealed class LiveLogTests(RunningServer server) : IClassFixture<RunningServer>, IDisposable
{
    private readonly TemporaryFolder folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_customer_verifies_his_log_saves_it_and_verifies_it_again_without_the_server()
    {
        using var client = server.Heron();
        for (var i = 0; i < 300; i++)
            await foreach (var _ in server.Heron().Projects.ListAsync(ct: Ct))
            {
            }

        var summary = await SettledAsync(client);
        Assert.True(summary.Size > 300);
        Assert.Equal(LogState.Ready, summary.State);
        var api = server.HeronKey;
        var online = await CliRun.OfAsync("log", "verify", server.Address.ToString(), "--key", api, "--people");
        Assert.True(online.ExitCode == 0, online.Error + online.Output);
        Assert.Contains("access.list", online.Output, StringComparison.Ordinal);
        Assert.Contains("came from the server itself", online.Error, StringComparison.Ordinal);

        var saved = await CliRun.OfAsync("log", "save", folder.Of("log"), server.Address.ToString(), "--key", api, summary.Key);
        Assert.True(saved.ExitCode == 0, saved.Error);
        var offline = await CliRun.OfAsync("log", "verify", folder.Of("log"), "--key", summary.Key);
        Assert.True(offline.ExitCode == 0, offline.Error);
        await AssertGoAgreesAsync(folder.Of("log"), summary.Key);

        // Another customer's key opens his own log only.
        using var otter = server.Otter();
        Assert.NotEqual(summary.Origin, (await otter.Log.SummaryAsync(Ct)).Origin);
    }

    [Fact]
    public async Task Entries_are_shown_with_names_and_receipts_are_checked_from_the_command_line()
    {
        using var client = server.Heron();
        await foreach (var _ in client.Projects.ListAsync(ct: Ct))
        {
        }

        await SettledAsync(client);
        var page = await client.Log.EntriesAsync(limit: 5, ct: Ct);
        Assert.Equal(page.Items.Select(e => e.Index).OrderDescending(), page.Items.Select(e => e.Index));
        var login = (await client.Log.EntriesAsync(type: "login", ct: Ct)).Items[0];
        Assert.NotNull(login.Name);
        Assert.All((await client.Log.EntriesAsync(person: login.Person, ct: Ct)).Items, e => Assert.Contains(login.Person, new[] { e.Person, e.ObjectPerson }));
        Assert.Contains(await client.Log.PeopleAsync(Ct), p => p.Pseudonym == login.Actor && p.Person == login.Person);

        var content = (await client.Log.EntriesAsync(content: true, ct: Ct)).Items;
        Assert.NotEmpty(content);
        Assert.All(content, e => Assert.Contains(e.Type, new[] { "access.read", "access.list", "export", "lease", "draft", "submit", "review" }));

        var file = folder.Of("one.tlog-proof");
        var receipt = await client.Log.ReceiptAsync(login.Index, Ct);
        await File.WriteAllTextAsync(file, receipt, Ct);
        var key = (await client.Log.SummaryAsync(Ct)).Key;
        var good = await CliRun.OfAsync("log", "receipt", file, "--key", key);
        Assert.True(good.ExitCode == 0, good.Error);
        Assert.Contains("\"type\":\"login\"", good.Output, StringComparison.Ordinal);
        await File.WriteAllTextAsync(folder.Of("entry"), "{}", Ct);
        Assert.Equal(1, (await CliRun.OfAsync("log", "receipt", file, "--key", key, "--entry", folder.Of("entry"))).ExitCode);
    }

    [Fact]
    public async Task The_log_of_logs_is_open_to_all_verifies_and_has_the_customers_checkpoint()
    {
        using var client = server.Heron();
        var anchor = await client.Log.AnchorAsync(Ct);
        using var http = new HttpClient { BaseAddress = server.Address };
        var key = await http.GetStringAsync("log/key", Ct);
        Assert.Equal(anchor.Key, key.TrimEnd('\n'));
        Assert.True(NoteKey.TryParse(anchor.Key, out var known));
        var report = await LogAudit.RunAsync(new WebLog(http, new(server.Address, "log")), [known!], ct: Ct);
        // One entry a customer and round.
        Assert.True(report.Checkpoint.Size >= 2 && report.Checkpoint.Size % 2 == 0, $"{report.Checkpoint.Size}");

        var commitment = SHA256.HashData([.. Convert.FromBase64String(anchor.Salt), .. System.Text.Encoding.UTF8.GetBytes(anchor.Checkpoint)]);
        LogProof.Parse(anchor.Proof).Verify(commitment, [known!]);
        Assert.True(NoteKey.TryParse((await client.Log.SummaryAsync(Ct)).Key, out var own));
        Checkpoint.Open(SignedNote.Parse(anchor.Checkpoint), [own!]);
        commitment[0] ^= 1;
        Assert.Throws<NoteException>(() => LogProof.Parse(anchor.Proof).Verify(commitment, [known!]));
    }

    /// <summary>Once everything that was logged so far is signed: a receipt for the newest entry sees to it.</summary>
    private static async Task<LogSummary> SettledAsync(CloisonClient client)
    {
        var before = await client.Log.SummaryAsync(Ct);
        // Signs at once what is behind.
        while (true)
            try
            {
                await client.Log.ReceiptAsync(before.Size, Ct);
                before = await client.Log.SummaryAsync(Ct);
            }
            catch (CloisonException)
            {
                return await client.Log.SummaryAsync(Ct);
            }
    }

    private async Task AssertGoAgreesAsync(string log, string key)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/go") && Directory.Exists("/usr/share/gocode/src/golang.org/x/mod/sumdb/tlog"), "Needs golang-go and golang-golang-x-mod-dev.");
        var program = folder.Of("verify");
        var source = Path.Combine(AppContext.BaseDirectory, "Transparency", "GoVerifier", "main.go");
        var (built, complaint) = await RunAsync("/usr/bin/go", "build", "-o", program, source);
        Assert.True(built == 0, complaint);
        var (exit, output) = await RunAsync(program, log, key);
        Assert.True(exit == 0, output);
    }

    private async Task<(int Exit, string Output)> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in new[] { ("GO111MODULE", "off"), ("GOPATH", "/usr/share/gocode"), ("GOCACHE", folder.Of("cache")), ("GOFLAGS", "") })
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(Ct);
        var error = process.StandardError.ReadToEndAsync(Ct);
        await process.WaitForExitAsync(Ct);
        return (process.ExitCode, await output + await error);
    }
}
