using System.Diagnostics;
using System.Security.Cryptography;
using Cloison.Storage.Sealing.Age;

namespace Cloison.ServerTests.Storage.Sealing.Age;

/// <summary>An independent judge: the stock <c>age</c> program, as Debian ships it.</summary>
public sealed class AgeProgramTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static bool IsMissing => !File.Exists("/usr/bin/age");

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(64 * 1024)]
    [InlineData(128 * 1024)]
    [InlineData(1_000_003)]
    public async Task The_stock_program_opens_ours_and_we_open_its(int length)
    {
        Assert.SkipWhen(IsMissing, "Needs Debian's age.");
        var content = RandomNumberGenerator.GetBytes(length);
        var keyFile = folder.Of("key");
        await RunAsync("age-keygen", "-o", keyFile);
        var lines = await File.ReadAllLinesAsync(keyFile, Ct);
        Assert.True(AgeIdentity.TryParse(lines.Single(l => l.StartsWith("AGE-SECRET", StringComparison.Ordinal)), out var identity));
        var recipient = lines.Single(l => l.StartsWith("# public key: ", StringComparison.Ordinal))["# public key: ".Length..];
        Assert.Equal(recipient, identity.Recipient.ToString());

        var (ours, opened, theirs, clear) = (folder.Of("ours.age"), folder.Of("opened"), folder.Of("theirs.age"), folder.Of("clear"));
        await File.WriteAllBytesAsync(ours, await AgeTests.SealAsync(content, identity.Recipient), Ct);
        await RunAsync("age", "-d", "-i", keyFile, "-o", opened, ours);
        // Of nothing it makes no file.
        Assert.Equal(content, File.Exists(opened) ? await File.ReadAllBytesAsync(opened, Ct) : []);

        await File.WriteAllBytesAsync(clear, content, Ct);
        await RunAsync("age", "-r", recipient, "-o", theirs, clear);
        Assert.Equal(content, await AgeTests.OpenAsync(await File.ReadAllBytesAsync(theirs, Ct), identity));
        // Its keys from our texts.
        await File.WriteAllTextAsync(folder.Of("ours.key"), identity.ToSecretText() + "\n", Ct);
        Assert.Equal(recipient, (await RunAsync("age-keygen", "-y", folder.Of("ours.key"))).Trim());
    }

    internal static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(Ct), process.StandardError.ReadToEndAsync(Ct));
        await process.WaitForExitAsync(Ct);
        Assert.True(process.ExitCode == 0, await error);
        return await output;
    }
}
