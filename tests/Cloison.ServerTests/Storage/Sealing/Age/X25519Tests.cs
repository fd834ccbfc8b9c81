using System.Security.Cryptography;
using Cloison.Storage.Sealing.Age;

namespace Cloison.ServerTests.Storage.Sealing.Age;

/// <summary>The vectors of RFC 7748.</summary>
public sealed class X25519Tests
{
    [Theory]
    [InlineData("a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4", "e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c", "c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552")]
    [InlineData("4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d", "e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a493", "95cbde9476e8907d7aade45cb4b873f88b595a68799fa152e6f8f7647aac7957")]
    public void A_scalar_times_a_point(string scalar, string point, string product) => Assert.Equal(product, Agree(Hex(scalar), Hex(point)));

    [Theory]
    [InlineData(1, "422c8e7a6227d7bca1350b3e2bb7279f7897b87bb6854b783c60e80311ae3079")]
    [InlineData(1_000, "684cf59ba83309552800ef566f2f4d3c1c3887c49360e3875f2eb94d99532c51")]
    public void Again_and_again(int times, string result)
    {
        var (scalar, point) = (new byte[32], new byte[32]);
        scalar[0] = point[0] = 9;
        for (var i = 0; i < times; i++)
            (scalar, point) = (Hex(Agree(scalar, point)), scalar);
        Assert.Equal(result, Convert.ToHexStringLower(scalar));
    }

    [Fact]
    public void Two_sides_agree()
    {
        for (var i = 0; i < 20; i++)
        {
            var (alice, bob) = (RandomNumberGenerator.GetBytes(32), RandomNumberGenerator.GetBytes(32));
            Assert.Equal(Agree(alice, X25519.PublicKey(bob)), Agree(bob, X25519.PublicKey(alice)));
        }
    }

    [Theory]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("0100000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800")]
    [InlineData("5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157")]
    [InlineData("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]
    public void A_point_of_low_order_gives_no_secret(string point) => Assert.False(X25519.TryAgree(Hex("a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4"), Hex(point), new byte[32]));

    private static string Agree(byte[] secret, byte[] theirs)
    {
        var shared = new byte[32];
        Assert.True(X25519.TryAgree(secret, theirs, shared));
        return Convert.ToHexStringLower(shared);
    }

    private static byte[] Hex(string text) => Convert.FromHexString(text);
}
