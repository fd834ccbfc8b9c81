using System.Runtime.Versioning;
using Cloison.Storage.Sealing;

namespace Cloison.ServerTests.Storage.Sealing;

public sealed class CustodianTests : IDisposable
{
    private static readonly CustodyContext Context = new(Samples.Compartment, 1);
    private readonly TemporaryFolder folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string KeyFile => folder.Of("root.key");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_key_wrapped_today_unwraps_after_a_restart()
    {
        var key = Samples.Bytes(32);
        byte[] wrapped;
        using (var custodian = FileKeyCustodian.Create(KeyFile))
            wrapped = await custodian.WrapAsync(key, Context, Ct);
        using var again = FileKeyCustodian.Open(KeyFile);
        var unwrapped = new byte[32];
        await again.UnwrapAsync(wrapped, Context, unwrapped, Ct);
        Assert.Equal(key, unwrapped);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void Only_the_servers_account_may_read_the_root_key()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "No Unix modes here.");
        FileKeyCustodian.Create(KeyFile).Dispose();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeyFile));
        Assert.Equal([KeyFile], folder.Files());
    }

    [Theory]
    [UnsupportedOSPlatform("windows")]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.OtherWrite)]
    [InlineData(UnixFileMode.GroupRead)]
    public void A_root_key_that_others_may_touch_is_refused(UnixFileMode exposed)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "No Unix modes here.");
        FileKeyCustodian.Create(KeyFile).Dispose();
        File.SetUnixFileMode(KeyFile, File.GetUnixFileMode(KeyFile) | exposed);
        Assert.Equal(CustodyFailure.Exposed, Refused());
        File.SetUnixFileMode(KeyFile, UnixFileMode.UserRead);
        FileKeyCustodian.Open(KeyFile).Dispose();
    }

    [Fact]
    public void A_missing_root_key_is_reported_and_never_replaced_by_a_new_one()
    {
        Assert.Equal(CustodyFailure.Missing, Refused());
        Assert.False(File.Exists(KeyFile));
    }

    [Fact]
    public void An_existing_root_key_is_never_overwritten()
    {
        FileKeyCustodian.Create(KeyFile).Dispose();
        var before = File.ReadAllBytes(KeyFile);
        Assert.Equal(CustodyFailure.AlreadyThere, Assert.Throws<KeyCustodyException>(() => FileKeyCustodian.Create(KeyFile)).Reason);
        Assert.Equal(before, File.ReadAllBytes(KeyFile));
        Assert.Equal([KeyFile], folder.Files());
    }

    [Fact]
    public void A_short_long_or_altered_root_key_is_refused()
    {
        FileKeyCustodian.Create(KeyFile).Dispose();
        var good = File.ReadAllBytes(KeyFile);
        Assert.Equal(RootKeyText.Bytes, good.Length);
        for (var length = 0; length < good.Length - 1; length++)
            Corrupt(good[..length]);
        for (var at = 0; at < good.Length - 1; at++)
            Corrupt(Samples.Flipped(good, at));
        Corrupt([.. good, (byte)'\n']);
        File.WriteAllBytes(KeyFile, good[..^1]);
        FileKeyCustodian.Open(KeyFile).Dispose();

        void Corrupt(byte[] bytes)
        {
            File.WriteAllBytes(KeyFile, bytes);
            Assert.Equal(CustodyFailure.Corrupt, Refused());
        }
    }

    [Fact]
    public async Task A_wrapped_key_is_bound_to_its_compartment_number_and_root_key()
    {
        using var custodian = FileKeyCustodian.Create(KeyFile);
        using var other = FileKeyCustodian.Create(folder.Of("other.key"));
        var wrapped = await custodian.WrapAsync(Samples.Bytes(32), Context, Ct);
        await NotOurs(custodian, wrapped, Context with { KeyNumber = 2 });
        await NotOurs(custodian, wrapped, Context with { Compartment = Samples.OtherCompartment });
        await NotOurs(other, wrapped, Context);
        for (var at = 0; at < wrapped.Length; at++)
            await NotOurs(custodian, Samples.Flipped(wrapped, at), Context);
        await NotOurs(custodian, wrapped[..^1], Context);
        await NotOurs(custodian, [], Context);

        static async Task NotOurs(FileKeyCustodian by, byte[] bytes, CustodyContext context)
        {
            var unwrapped = new byte[32];
            var refused = await Assert.ThrowsAsync<KeyCustodyException>(async () => await by.UnwrapAsync(bytes, context, unwrapped, Ct));
            Assert.Equal(CustodyFailure.NotOurs, refused.Reason);
            Assert.All(unwrapped, b => Assert.Equal(0, b));
        }
    }

    [Fact]
    public async Task The_line_of_a_key_file_also_works_from_the_environment()
    {
        using var file = FileKeyCustodian.Create(KeyFile);
        const string variable = "CLOISON_TEST_ROOT_KEY";
        Assert.Equal(CustodyFailure.Missing, Assert.Throws<KeyCustodyException>(() => EnvironmentKeyCustodian.Open(variable)).Reason);
        try
        {
            Environment.SetEnvironmentVariable(variable, File.ReadAllText(KeyFile));
            using var environment = EnvironmentKeyCustodian.Open(variable);
            var unwrapped = new byte[32];
            await environment.UnwrapAsync(await file.WrapAsync(Samples.Bytes(32), Context, Ct), Context, unwrapped, Ct);
            Assert.Equal(Samples.Bytes(32), unwrapped);
            Environment.SetEnvironmentVariable(variable, "secret");
            var refused = Assert.Throws<KeyCustodyException>(() => EnvironmentKeyCustodian.Open(variable));
            Assert.Equal(CustodyFailure.Corrupt, refused.Reason);
            Assert.DoesNotContain("secret", refused.Message, StringComparison.Ordinal);
        }
        finally
        {
            Environment.SetEnvironmentVariable(variable, null);
        }
    }

    private CustodyFailure Refused() => Assert.Throws<KeyCustodyException>(() => FileKeyCustodian.Open(KeyFile)).Reason;
}
