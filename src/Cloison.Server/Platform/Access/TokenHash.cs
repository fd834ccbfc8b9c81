using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Cloison.Server.Platform.Access;

/// <summary>
/// The SHA-256 of a token: what the database stores and the memory looks up by, so that neither holds anything to sign in with.
/// Without salt or stretching, because the tokens have 256 random bits.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TokenHash(UInt128 High, UInt128 Low)
{
    private const int Bytes = 32;

    public static TokenHash Of(string token)
    {
        Span<byte> hash = stackalloc byte[Bytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(token), hash);
        return Stored(hash);
    }

    /// <summary>As the database has it.</summary>
    public static TokenHash Stored(ReadOnlySpan<byte> hash) =>
        new(BinaryPrimitives.ReadUInt128BigEndian(hash), BinaryPrimitives.ReadUInt128BigEndian(hash[16..]));

    public byte[] ToBytes()
    {
        var bytes = new byte[Bytes];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, High);
        BinaryPrimitives.WriteUInt128BigEndian(bytes.AsSpan(16), Low);
        return bytes;
    }

    /// <summary>Compares in constant time.</summary>
    public bool Matches(ReadOnlySpan<byte> stored) => CryptographicOperations.FixedTimeEquals(ToBytes(), stored);
}
