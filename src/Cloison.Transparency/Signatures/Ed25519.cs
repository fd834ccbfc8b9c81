using System.Numerics;
using System.Security.Cryptography;

namespace Cloison.Transparency.Signatures;

/// <summary>
/// Checks Ed25519 signatures on every platform, without a native library. Source: RFC 8032 §5.1, with the equation without the cofactor and with canonical
/// encodings only, as FIPS 186-5 demands.
/// </summary>
/// <remarks>
/// No secret goes in, so that timing tells nothing. A few milliseconds a signature: meant for checkpoints, not for traffic. Signing is
/// <see cref="Ed25519Key"/>'s. .NET 10 has no Ed25519 of its own.
/// </remarks>
public static class Ed25519
{
    public const int PublicKeyBytes = 32, SignatureBytes = 64, SeedBytes = 32;

    /// <summary>The field's prime, 2²⁵⁵ − 19.</summary>
    private static readonly BigInteger P = (BigInteger.One << 255) - 19;

    /// <summary>The order of the base point.</summary>
    private static readonly BigInteger L = (BigInteger.One << 252) + BigInteger.Parse("27742317777372353535851937790883648493", System.Globalization.CultureInfo.InvariantCulture);

    private static readonly BigInteger D = Mod(-121665 * BigInteger.ModPow(121666, P - 2, P));
    private static readonly BigInteger RootOfMinusOne = BigInteger.ModPow(2, (P - 1) / 4, P);
    private static readonly Point Base = Decode(BasePoint())!.Value;

    /// <summary>False for a wrong signature and for anything that is no key or signature at all.</summary>
    public static bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (publicKey.Length != PublicKeyBytes || signature.Length != SignatureBytes || Decode(publicKey) is not { } a || Decode(signature[..32]) is not { } r)
            return false;
        var s = Number(signature[32..]);
        if (s >= L)
            return false;
        Span<byte> digest = stackalloc byte[SHA512.HashSizeInBytes];
        using (var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA512))
        {
            hash.AppendData(signature[..32]);
            hash.AppendData(publicKey);
            hash.AppendData(message);
            hash.GetHashAndReset(digest);
        }

        // S·B = R + k·A, as points of the curve.
        var k = Number(digest) % L;
        return Equal(Multiply(Base, s), Add(r, Multiply(a, k)));
    }

    /// <summary>Projective with T = X·Y/Z: the extended coordinates of RFC 8032 §5.1.4.</summary>
    private readonly record struct Point(BigInteger X, BigInteger Y, BigInteger Z, BigInteger T);

    private static Point Add(Point p, Point q)
    {
        var a = Mod((p.Y - p.X) * (q.Y - q.X));
        var b = Mod((p.Y + p.X) * (q.Y + q.X));
        var c = Mod(2 * p.T * q.T % P * D);
        var d = Mod(2 * p.Z * q.Z);
        var (e, f, g, h) = (b - a, d - c, d + c, b + a);
        return new(Mod(e * f), Mod(g * h), Mod(f * g), Mod(e * h));
    }

    private static Point Multiply(Point point, BigInteger scalar)
    {
        var result = new Point(0, 1, 1, 0);
        for (var bit = (int)scalar.GetBitLength() - 1; bit >= 0; bit--)
        {
            result = Add(result, result);
            if (!(scalar >> bit).IsEven)
                result = Add(result, point);
        }

        return result;
    }

    private static bool Equal(Point p, Point q) => Mod(p.X * q.Z - q.X * p.Z).IsZero && Mod(p.Y * q.Z - q.Y * p.Z).IsZero;

    /// <summary>RFC 8032 §5.1.3. Null for what is no point, and for a second spelling of one.</summary>
    private static Point? Decode(ReadOnlySpan<byte> bytes)
    {
        Span<byte> copy = stackalloc byte[32];
        bytes.CopyTo(copy);
        var isNegative = (copy[31] & 0x80) != 0;
        copy[31] &= 0x7f;
        var y = Number(copy);
        if (y >= P)
            return null;
        var (u, v) = (Mod(y * y - 1), Mod(D * y * y + 1));
        var v3 = Mod(v * v * v);
        var x = Mod(u * v3 * BigInteger.ModPow(Mod(u * v3 * v3 * v), (P - 5) / 8, P));
        var check = Mod(v * x * x);
        if (check != u)
        {
            if (check != Mod(-u))
                return null;
            x = Mod(x * RootOfMinusOne);
        }

        if (x.IsZero && isNegative)
            return null;
        if (x.IsEven == isNegative)
            x = P - x;
        return new(x, y, 1, Mod(x * y));
    }

    /// <summary>y = 4/5, and the even x.</summary>
    private static byte[] BasePoint() => Mod(4 * BigInteger.ModPow(5, P - 2, P)).ToByteArray(isUnsigned: true);

    private static BigInteger Number(ReadOnlySpan<byte> littleEndian) => new(littleEndian, isUnsigned: true);

    private static BigInteger Mod(BigInteger value)
    {
        var rest = value % P;
        return rest.Sign < 0 ? rest + P : rest;
    }
}
