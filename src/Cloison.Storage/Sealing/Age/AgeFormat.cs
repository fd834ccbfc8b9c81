using System.Security.Cryptography;
using System.Text;

namespace Cloison.Storage.Sealing.Age;

/// <summary>
/// The parts of an age file that writer and reader share. Source: https://c2sp.org/age (age-encryption.org/v1), X25519 recipients.
/// </summary>
internal static class AgeFormat
{
    public const string Version = "age-encryption.org/v1";
    public const string X25519Stanza = "X25519";
    public const int FileKeyBytes = 16;
    public const int PayloadNonceBytes = 16;
    public const int ChunkBytes = 64 * 1024;
    public const int TagBytes = 16;

    /// <summary>Columns of a stanza's body; a shorter line ends it.</summary>
    public const int BodyColumns = 64;

    /// <summary>The wrapped file key: encrypted under the key that both sides agree on.</summary>
    public const int WrappedBytes = FileKeyBytes + TagBytes;

    private const int KeyBytes = 32;

    /// <summary>The key that wraps the file key for one recipient.</summary>
    public static byte[] WrapKey(ReadOnlySpan<byte> shared, ReadOnlySpan<byte> share, AgeRecipient recipient)
    {
        var key = new byte[KeyBytes];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, shared, key, salt: [.. share, .. recipient.Key], info: "age-encryption.org/v1/X25519"u8);
        return key;
    }

    /// <summary>The header's MAC, over all of it up to and with the three dashes.</summary>
    public static byte[] HeaderMac(ReadOnlySpan<byte> fileKey, string header)
    {
        Span<byte> key = stackalloc byte[KeyBytes];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, fileKey, key, salt: [], info: "header"u8);
        var mac = HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(header));
        CryptographicOperations.ZeroMemory(key);
        return mac;
    }

    public static ChaCha20Poly1305 PayloadCipher(ReadOnlySpan<byte> fileKey, ReadOnlySpan<byte> nonce)
    {
        Span<byte> key = stackalloc byte[KeyBytes];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, fileKey, key, salt: nonce, info: "payload"u8);
        var cipher = new ChaCha20Poly1305(key);
        CryptographicOperations.ZeroMemory(key);
        return cipher;
    }

    /// <summary>The STREAM construction's nonce: the chunk's number in 11 bytes, big-endian, and whether it is the last one.</summary>
    public static void WriteNonce(long chunk, bool isLast, Span<byte> nonce)
    {
        nonce.Clear();
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(nonce[3..], chunk);
        nonce[11] = isLast ? (byte)1 : (byte)0;
    }

    /// <summary>Base64 without padding.</summary>
    public static string Encode(ReadOnlySpan<byte> bytes) => Convert.ToBase64String(bytes).TrimEnd('=');

    /// <returns>Null for padding, blanks, and a second spelling of the same bytes.</returns>
    public static byte[]? Decode(string text)
    {
        var bytes = new byte[text.Length];
        if (text.Contains('=', StringComparison.Ordinal) || !Convert.TryFromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='), bytes, out var count))
            return null;
        return Encode(bytes.AsSpan(0, count)) == text ? bytes[..count] : null;
    }
}

/// <summary>An age file that does not open, and why. Holds no content.</summary>
public sealed class AgeException(string message) : IOException(message);
