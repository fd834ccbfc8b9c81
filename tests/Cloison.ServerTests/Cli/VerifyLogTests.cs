using Cloison.ServerTests.Storage.Sealing;
using Cloison.ServerTests.Transparency;
using Cloison.Transparency.Notes;
using Cloison.Transparency.Signatures;

namespace Cloison.ServerTests.Cli;

public sealed class VerifyLogTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Ed25519Key key = Ed25519Key.FromSeed(new byte[32]);
    private readonly LogSigner signer;

    public VerifyLogTests() => signer = new("log.example/heron", key);

    public void Dispose()
    {
        key.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task A_log_in_a_folder_is_verified_now_and_against_what_was_seen_before()
    {
        var seen = folder.Of("seen");
        Write("one", "two");
        var first = await VerifyAsync("--seen", seen);
        Assert.True(first.ExitCode == 0, first.Error);
        Assert.Contains("all 2 entries", first.Output, StringComparison.Ordinal);

        Write("one", "two", "three");
        var second = await VerifyAsync("--seen", seen, "--json");
        Assert.True(second.ExitCode == 0, second.Error);
        Assert.Contains("\"seenSize\":2", second.Output, StringComparison.Ordinal);

        Write("one", "2", "three", "four");
        var fork = await VerifyAsync("--seen", seen);
        Assert.Equal(1, fork.ExitCode);
        Assert.Contains("another history", fork.Error, StringComparison.Ordinal);
        // What was seen stays what it was: the next time must compare with the same.
        Assert.Contains("\n3\n", await File.ReadAllTextAsync(seen, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_entry_is_named_and_ends_with_1()
    {
        Write("one", "two", "three");
        var bundle = Path.Combine(Log, "tile", "entries", "000.p", "3");
        await File.WriteAllBytesAsync(bundle, [.. (await File.ReadAllBytesAsync(bundle, TestContext.Current.CancellationToken))[..^1], (byte)'!'], TestContext.Current.CancellationToken);
        var run = await VerifyAsync();
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("Entry 2 ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_makes_no_sense_is_refused_before_anything_is_read()
    {
        Assert.Equal(2, (await CliRun.OfAsync("log", "verify", Log, "--key", "nonsense")).ExitCode);
        Assert.Equal(2, (await CliRun.OfAsync("log", "verify", folder.Of("nowhere"), "--key", signer.Key.ToString())).ExitCode);
    }

    private string Log => folder.Of("log");

    private Task<CliRun> VerifyAsync(params string[] more) => CliRun.OfAsync(["log", "verify", Log, "--key", signer.Key.ToString(), .. more]);

    private void Write(params string[] entries) => LogFolder.Write(Log, signer, entries);
}
