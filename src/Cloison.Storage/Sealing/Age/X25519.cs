using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Cloison.Storage.Sealing.Age;

/// <summary>
/// Diffie-Hellman on Curve25519 (RFC 7748, section 5), in constant time: no branch and no address depends on a secret. .NET 10 has none of its own.
/// </summary>
/// <remarks>Numbers are sixteen limbs of 16 bits with room for carries, after TweetNaCl (Bernstein and others, 2014, public domain).</remarks>
internal static class X25519
{
    public const int Bytes = 32;

    private const int Limbs = 16;

    /// <summary>(486662 − 2) / 4, the curve's constant in the ladder.</summary>
    private static readonly long[] A24 = [0xDB41, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    private static ReadOnlySpan<byte> BasePoint => [9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    public static byte[] PublicKey(ReadOnlySpan<byte> secret)
    {
        var key = new byte[Bytes];
        Multiply(secret, BasePoint, key);
        return key;
    }

    /// <summary>False when the other side's point is one of the few that give zero whatever the secret: then there is no shared secret.</summary>
    public static bool TryAgree(ReadOnlySpan<byte> secret, ReadOnlySpan<byte> theirs, Span<byte> shared)
    {
        Multiply(secret, theirs, shared);
        Span<byte> zero = stackalloc byte[Bytes];
        zero.Clear();
        return !CryptographicOperations.FixedTimeEquals(shared[..Bytes], zero);
    }

    private static void Multiply(ReadOnlySpan<byte> secret, ReadOnlySpan<byte> point, Span<byte> product)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(secret.Length, Bytes);
        ArgumentOutOfRangeException.ThrowIfNotEqual(point.Length, Bytes);
        Span<byte> scalar = stackalloc byte[Bytes];
        secret.CopyTo(scalar);
        scalar[0] &= 248;
        scalar[31] = (byte)(scalar[31] & 127 | 64);

        Span<long> room = stackalloc long[Limbs * 7];
        room.Clear();
        // The names are those of the paper's ladder.
        var x = new Number(room, 0);
        var a = new Number(room, 1);
        var b = new Number(room, 2);
        var c = new Number(room, 3);
        var d = new Number(room, 4);
        var e = new Number(room, 5);
        var f = new Number(room, 6);
        x.Read(point);
        x.CopyTo(b);
        a[0] = d[0] = 1;
        for (var bit = 254; bit >= 0; bit--)
        {
            var swap = scalar[bit >> 3] >> (bit & 7) & 1;
            Number.Swap(a, b, swap);
            Number.Swap(c, d, swap);
            e.Sum(a, c);
            a.Difference(a, c);
            c.Sum(b, d);
            b.Difference(b, d);
            d.Product(e, e);
            f.Product(a, a);
            a.Product(c, a);
            c.Product(b, e);
            e.Sum(a, c);
            a.Difference(a, c);
            b.Product(a, a);
            c.Difference(d, f);
            a.Product(c, A24);
            a.Sum(a, d);
            c.Product(c, a);
            a.Product(d, f);
            d.Product(b, x);
            b.Product(e, e);
            Number.Swap(a, b, swap);
            Number.Swap(c, d, swap);
        }

        c.Invert();
        a.Product(a, c);
        a.Write(product);
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(room));
        CryptographicOperations.ZeroMemory(scalar);
    }

    /// <summary>A number modulo 2²⁵⁵ − 19, somewhere in a common room.</summary>
    private readonly ref struct Number(Span<long> room, int place)
    {
        private readonly Span<long> limbs = room.Slice(place * Limbs, Limbs);

        public ref long this[int limb] => ref limbs[limb];

        public void CopyTo(Number other) => limbs.CopyTo(other.limbs);

        public void Sum(Number a, Number b)
        {
            for (var i = 0; i < Limbs; i++)
                limbs[i] = a.limbs[i] + b.limbs[i];
        }

        public void Difference(Number a, Number b)
        {
            for (var i = 0; i < Limbs; i++)
                limbs[i] = a.limbs[i] - b.limbs[i];
        }

        public void Product(Number a, Number b) => Product(a, b.limbs);

        public void Product(Number a, ReadOnlySpan<long> b)
        {
            Span<long> wide = stackalloc long[2 * Limbs - 1];
            wide.Clear();
            for (var i = 0; i < Limbs; i++)
                for (var j = 0; j < Limbs; j++)
                    wide[i + j] += a.limbs[i] * b[j];
            // 2²⁵⁶ is 38 modulo the prime.
            for (var i = 0; i < Limbs - 1; i++)
                wide[i] += 38 * wide[i + Limbs];
            wide[..Limbs].CopyTo(limbs);
            CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(wide));
            Carry();
            Carry();
        }

        /// <summary>To the power of the prime − 2.</summary>
        public void Invert()
        {
            Span<long> copy = stackalloc long[Limbs];
            limbs.CopyTo(copy);
            for (var bit = 253; bit >= 0; bit--)
            {
                Product(this, this);
                if (bit is not (2 or 4))
                    Product(this, copy);
            }

            CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(copy));
        }

        public void Read(ReadOnlySpan<byte> bytes)
        {
            for (var i = 0; i < Limbs; i++)
                limbs[i] = bytes[2 * i] + ((long)bytes[2 * i + 1] << 8);
            limbs[Limbs - 1] &= 0x7fff;
        }

        public void Write(Span<byte> bytes)
        {
            Carry();
            Carry();
            Carry();
            Span<long> lessPrime = stackalloc long[Limbs];
            for (var round = 0; round < 2; round++)
            {
                lessPrime[0] = limbs[0] - 0xffed;
                for (var i = 1; i < Limbs - 1; i++)
                {
                    lessPrime[i] = limbs[i] - 0xffff - (lessPrime[i - 1] >> 16 & 1);
                    lessPrime[i - 1] &= 0xffff;
                }

                lessPrime[15] = limbs[15] - 0x7fff - (lessPrime[14] >> 16 & 1);
                var isLess = lessPrime[15] >> 16 & 1;
                lessPrime[14] &= 0xffff;
                Swap(limbs, lessPrime, 1 - isLess);
            }

            for (var i = 0; i < Limbs; i++)
                (bytes[2 * i], bytes[2 * i + 1]) = ((byte)limbs[i], (byte)(limbs[i] >> 8));
            CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(lessPrime));
        }

        public static void Swap(Number a, Number b, long whether) => Swap(a.limbs, b.limbs, whether);

        private static void Swap(Span<long> a, Span<long> b, long whether)
        {
            var mask = -whether;
            for (var i = 0; i < Limbs; i++)
            {
                var difference = mask & (a[i] ^ b[i]);
                a[i] ^= difference;
                b[i] ^= difference;
            }
        }

        private void Carry()
        {
            for (var i = 0; i < Limbs; i++)
            {
                limbs[i] += 1 << 16;
                var carry = limbs[i] >> 16;
                if (i < Limbs - 1)
                    limbs[i + 1] += carry - 1;
                else
                    limbs[0] += 38 * (carry - 1);
                limbs[i] -= carry << 16;
            }
        }
    }
}
