using System.Diagnostics;
using Cloison.ServerTests.Storage.Sealing;
using Cloison.Transparency.Notes;
using Cloison.Transparency.Signatures;

namespace Cloison.ServerTests.Transparency;

/// <summary>An independent judge: the Go team's own packages, as Debian ships them (golang-go, golang-golang-x-mod-dev).</summary>
public sealed class GoVerifierTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Ed25519Key key = Ed25519Key.FromSeed([.. Enumerable.Repeat((byte)9, 32)]);
    private readonly LogSigner signer;

    public GoVerifierTests() => signer = new("log.example/heron", key);

    public void Dispose()
    {
        key.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task Go_s_own_packages_accept_our_logs_and_refuse_a_changed_one()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/go") && Directory.Exists("/usr/share/gocode/src/golang.org/x/mod/sumdb/tlog"), "Needs golang-go and golang-golang-x-mod-dev.");
        var program = folder.Of("verify");
        var source = Path.Combine(AppContext.BaseDirectory, "Transparency", "GoVerifier", "main.go");
        var (built, complaint) = await RunAsync("/usr/bin/go", "build", "-o", program, source);
        Assert.True(built == 0, complaint);

        var log = folder.Of("log");
        foreach (var size in new[] { 1, 2, 255, 256, 257, 1_000 })
        {
            LogFolder.Write(log, signer, [.. Enumerable.Range(0, size).Select(n => $"entry {n}")]);
            var (exit, output) = await RunAsync(program, log, signer.Key.ToString());
            Assert.True(exit == 0, output);
            Assert.Equal(size.ToString(), output.Trim());
        }

        var tile = Path.Combine(log, "tile", "0", "001");
        var bytes = await File.ReadAllBytesAsync(tile, TestContext.Current.CancellationToken);
        bytes[100] ^= 1;
        await File.WriteAllBytesAsync(tile, bytes, TestContext.Current.CancellationToken);
        Assert.Equal(1, (await RunAsync(program, log, signer.Key.ToString())).Exit);
    }

    private async Task<(int Exit, string Output)> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in new[] { ("GO111MODULE", "off"), ("GOPATH", "/usr/share/gocode"), ("GOCACHE", folder.Of("cache")), ("GOFLAGS", "") })
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output + await error);
    }
}
