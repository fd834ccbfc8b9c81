using System.Security.Cryptography;

namespace Cloison.Storage.Custody.Agents;

/// <summary>
/// 32 secret bytes for the holder of one P-256 key, on top of whatever protects the connection: ECDH with a key made for this one message,
/// HKDF-SHA-256, AES-256-GCM. Layout: <c>ephemeral key (SPKI, 91 bytes) ‖ nonce (12) ‖ sealed (32) ‖ tag (16)</c>.
/// </summary>
internal static class SealedBox
{
    public const int Bytes = KeyBytes + NonceBytes + PlainBytes + TagBytes;

    private const int KeyBytes = 91, NonceBytes = 12, PlainBytes = 32, TagBytes = 16;

    private static ReadOnlySpan<byte> Label => "cloison.keyagent.box.v1"u8;

    /// <param name="recipient">SPKI of a P-256 key.</param>
    /// <param name="bound">What the message belongs to: it opens with nothing else.</param>
    /// <exception cref="CryptographicException">No such key.</exception>
    public static byte[] Seal(ReadOnlySpan<byte> recipient, ReadOnlySpan<byte> plain, ReadOnlySpan<byte> bound)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(plain.Length, PlainBytes);
        using var own = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        using var other = ECDiffieHellman.Create();
        other.ImportSubjectPublicKeyInfo(recipient, out _);
        var box = new byte[Bytes];
        own.ExportSubjectPublicKeyInfo().CopyTo(box, 0);
        RandomNumberGenerator.Fill(box.AsSpan(KeyBytes, NonceBytes));
        Span<byte> key = stackalloc byte[32];
        Derive(own, other.PublicKey, box.AsSpan(0, KeyBytes), recipient, key);
        using (var aes = new AesGcm(key, TagBytes))
            aes.Encrypt(box.AsSpan(KeyBytes, NonceBytes), plain, box.AsSpan(KeyBytes + NonceBytes, PlainBytes), box.AsSpan(KeyBytes + NonceBytes + PlainBytes), bound);
        CryptographicOperations.ZeroMemory(key);
        return box;
    }

    /// <exception cref="CryptographicException">For somebody else, for another message, or altered.</exception>
    public static void Open(ECDiffieHellman recipient, ReadOnlySpan<byte> box, ReadOnlySpan<byte> bound, Span<byte> plain)
    {
        if (box.Length != Bytes || plain.Length != PlainBytes)
            throw new CryptographicException("This is no sealed box.");
        using var other = ECDiffieHellman.Create();
        other.ImportSubjectPublicKeyInfo(box[..KeyBytes], out _);
        Span<byte> key = stackalloc byte[32];
        Derive(recipient, other.PublicKey, box[..KeyBytes], recipient.ExportSubjectPublicKeyInfo(), key);
        using (var aes = new AesGcm(key, TagBytes))
            aes.Decrypt(box.Slice(KeyBytes, NonceBytes), box.Slice(KeyBytes + NonceBytes, PlainBytes), box[(KeyBytes + NonceBytes + PlainBytes)..], plain, bound);
        CryptographicOperations.ZeroMemory(key);
    }

    private static void Derive(ECDiffieHellman own, ECDiffieHellmanPublicKey other, ReadOnlySpan<byte> ephemeral, ReadOnlySpan<byte> recipient, Span<byte> key)
    {
        var secret = own.DeriveRawSecretAgreement(other);
        HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, key, salt: [.. ephemeral, .. recipient], Label);
        CryptographicOperations.ZeroMemory(secret);
    }
}
