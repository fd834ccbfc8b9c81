using System.Buffers.Binary;
using Cloison.Server.Features.People;
using Microsoft.AspNetCore.Identity;

namespace Cloison.ServerTests.People;

public sealed class PasswordsTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_hash_takes_210_000_rounds_of_SHA_512_with_a_salt_of_its_own()
    {
        using var passwords = new Passwords();
        var hash = await passwords.HashAsync("correct zebra paper clip", Ct);
        var bytes = Convert.FromBase64String(hash);
        // Identity's format 3: marker, pseudo-random function (2 = SHA-512), rounds, length of salt.
        Assert.Equal(1, bytes[0]);
        Assert.Equal(2u, BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(1)));
        Assert.Equal(210_000u, BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(5)));
        Assert.Equal(16u, BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(9)));
        Assert.NotEqual(hash, await passwords.HashAsync("correct zebra paper clip", Ct));
        Assert.Equal(PasswordVerificationResult.Success, await passwords.CheckAsync(hash, "correct zebra paper clip", Ct));
    }

    [Fact]
    public async Task Without_a_hash_no_password_is_right()
    {
        using var passwords = new Passwords(rounds: 1000);
        Assert.Equal(PasswordVerificationResult.Failed, await passwords.CheckAsync(null, "", Ct));
        var hash = await passwords.HashAsync("correct zebra paper clip", Ct);
        Assert.Equal(PasswordVerificationResult.Failed, await passwords.CheckAsync(hash, "correct zebra paper clap", Ct));
        Assert.Equal(PasswordVerificationResult.Failed, await passwords.CheckAsync(hash, new string('x', 1_000_000), Ct));
    }

    [Fact]
    public async Task A_hash_of_fewer_rounds_is_recognised_as_old()
    {
        using var old = new Passwords(rounds: 1000);
        using var now = new Passwords(rounds: 2000);
        Assert.Equal(PasswordVerificationResult.SuccessRehashNeeded, await now.CheckAsync(await old.HashAsync("correct zebra paper clip", Ct), "correct zebra paper clip", Ct));
    }

    [Theory]
    [InlineData("elevenchars")]
    [InlineData("password1234")]
    [InlineData("P@ssw0rd!!!!")]
    [InlineData("!!Qwertyuiop12")]
    [InlineData("123456789012")]
    [InlineData("aaaaaaaaaaaaaaa")]
    [InlineData("abcabcabcabc")]
    [InlineData("ada.lovelace1815")]
    [InlineData("ada.lovelace@example.org")]
    [InlineData("Ada Lovelace!!")]
    public void An_obvious_password_is_refused(string password) =>
        Assert.NotNull(PasswordRules.Check(password, "ada.lovelace@example.org", "Ada Lovelace"));

    [Theory]
    [InlineData("correct zebra paper clip")]
    [InlineData("k3#9dPq!vm2Zr")]
    [InlineData("ada likes the difference engine")]
    [InlineData("mot de passe à la façon de chez nous")]
    public void A_good_password_needs_no_digits_or_signs(string password) =>
        Assert.Null(PasswordRules.Check(password, "ada.lovelace@example.org", "Ada Lovelace"));

    [Fact]
    public void The_lock_doubles_up_to_a_quarter_of_an_hour()
    {
        Assert.Null(SignInLock.After(4));
        Assert.Equal([30, 60, 120, 240, 480, 900, 900, 900], Enumerable.Range(5, 8).Select(n => (int)SignInLock.After(n)!.Value.TotalSeconds));
        Assert.Equal(TimeSpan.FromMinutes(15), SignInLock.After(long.MaxValue));
    }

    [Theory]
    [InlineData("a@b", true)]
    [InlineData(" a@b.example ", true)]
    [InlineData("a", false)]
    [InlineData("@b", false)]
    [InlineData("a@", false)]
    [InlineData("a@b@c", false)]
    [InlineData("a b@c", false)]
    [InlineData("a@b\r\nBcc: c@d", false)]
    public void An_address_is_checked_loosely(string text, bool plausible) => Assert.Equal(plausible, Email.IsPlausible(text));
}
