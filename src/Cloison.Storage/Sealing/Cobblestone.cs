using System.Security.Cryptography;

namespace Cloison.Storage.Sealing;

/// <summary>
/// C2SP chunked-encryption, instantiation Cobblestone-256 (HKDF-Expand-SHA-512, AES-256-GCM, 16 KiB chunks):
/// <c>salt 24 ‖ commitment 32 ‖ chunk 0 ‖ … ‖ chunk n</c>, every chunk with its 16-byte tag, the last one always short of 16 KiB.
/// Source: https://c2sp.org/chunked-encryption, draft of July 2026, frozen here as our v1 with test vectors made by the Go implementation.
/// </summary>
internal static class Cobblestone
{
    public const int KeyBytes = 32;
    public const int SaltBytes = 24;
    public const int CommitmentBytes = 32;
    public const int HeaderBytes = SaltBytes + CommitmentBytes;
    public const int ChunkBytes = 16 * 1024;
    public const int TagBytes = 16;
    public const int SealedChunkBytes = ChunkBytes + TagBytes;

    /// <summary>2³⁸ chunks, the last of them short.</summary>
    public const long MaxPlainBytes = (1L << 38) * ChunkBytes - 1;

    private const int HashBytes = 64;
    private const int NonceBytes = 12;
    private const int DerivedBytes = KeyBytes + NonceBytes + CommitmentBytes;

    private static ReadOnlySpan<byte> Label => "c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0"u8;

    /// <summary>The message's bytes for so many plain bytes: exact, since there is one correct chunking.</summary>
    public static long MessageBytes(long plainBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(plainBytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(plainBytes, MaxPlainBytes);
        return HeaderBytes + plainBytes + TagBytes * Chunks(plainBytes);
    }

    /// <summary>The plain bytes in a message of that length; false for a length that no message has.</summary>
    public static bool TryPlainBytes(long messageBytes, out long plainBytes)
    {
        var (full, last) = Math.DivRem(messageBytes - HeaderBytes, SealedChunkBytes);
        plainBytes = full * ChunkBytes + last - TagBytes;
        return messageBytes >= HeaderBytes + TagBytes && last >= TagBytes && plainBytes <= MaxPlainBytes;
    }

    /// <summary>How many chunks a plain text has: at least one, the last of them short or empty.</summary>
    public static long Chunks(long plainBytes) => plainBytes / ChunkBytes + 1;

    /// <summary>Seals in one go. <paramref name="message"/> has exactly <see cref="MessageBytes"/> bytes.</summary>
    /// <param name="salt">24 random bytes, never used twice with this key.</param>
    public static void Seal(ReadOnlySpan<byte> key, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> context, ReadOnlySpan<byte> plain, Span<byte> message)
    {
        salt.CopyTo(message);
        using var cipher = StartMessage(key, salt, context, message.Slice(SaltBytes, CommitmentBytes));
        message = message[HeaderBytes..];
        for (var chunk = 0L; ; chunk++)
        {
            var length = Math.Min(ChunkBytes, plain.Length);
            cipher.Seal(chunk, plain[..length], message[..(length + TagBytes)]);
            if (length < ChunkBytes)
                return;
            plain = plain[length..];
            message = message[(length + TagBytes)..];
        }
    }

    /// <summary>Opens in one go. On failure <paramref name="plain"/> holds nothing.</summary>
    /// <param name="plain">Exactly as many bytes as <see cref="TryPlainBytes"/> says.</param>
    /// <returns>Null when it opened.</returns>
    public static SealBreak? Open(ReadOnlySpan<byte> key, ReadOnlySpan<byte> context, ReadOnlySpan<byte> message, Span<byte> plain)
    {
        var all = plain;
        using var cipher = ResumeMessage(key, message[..HeaderBytes], context);
        if (cipher is null)
            return SealBreak.WrongPlaceOrKey;
        message = message[HeaderBytes..];
        for (var chunk = 0L; ; chunk++)
        {
            var length = Math.Min(ChunkBytes, plain.Length);
            if (!cipher.TryOpen(chunk, message[..(length + TagBytes)], plain[..length]))
            {
                CryptographicOperations.ZeroMemory(all);
                return SealBreak.Altered;
            }

            if (length < ChunkBytes)
                return null;
            plain = plain[length..];
            message = message[(length + TagBytes)..];
        }
    }

    /// <summary>Derives a new message's cipher and writes its commitment.</summary>
    public static ChunkCipher StartMessage(ReadOnlySpan<byte> key, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> context, Span<byte> commitment)
    {
        Span<byte> derived = stackalloc byte[DerivedBytes];
        Expand(key, salt, context, derived);
        derived[(KeyBytes + NonceBytes)..].CopyTo(commitment);
        var cipher = new ChunkCipher(derived[..KeyBytes], derived.Slice(KeyBytes, NonceBytes));
        CryptographicOperations.ZeroMemory(derived);
        return cipher;
    }

    /// <summary>Derives the cipher of a message from its header; null when the commitment is not ours.</summary>
    public static ChunkCipher? ResumeMessage(ReadOnlySpan<byte> key, ReadOnlySpan<byte> header, ReadOnlySpan<byte> context)
    {
        Span<byte> commitment = stackalloc byte[CommitmentBytes];
        var cipher = StartMessage(key, header[..SaltBytes], context, commitment);
        if (CryptographicOperations.FixedTimeEquals(commitment, header.Slice(SaltBytes, CommitmentBytes)))
            return cipher;
        cipher.Dispose();
        return null;
    }

    /// <summary>
    /// HKDF-Expand-SHA-512 (RFC 5869, section 2.3) by hand: <see cref="HKDF.Expand(HashAlgorithmName, ReadOnlySpan{byte}, Span{byte}, ReadOnlySpan{byte})"/>
    /// refuses keys shorter than the hash, and ours has 32 bytes as the instantiation demands.
    /// </summary>
    private static void Expand(ReadOnlySpan<byte> key, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> context, Span<byte> derived)
    {
        // T(0) is empty, T(i) = HMAC(key, T(i-1) ‖ info ‖ i). The room for T(i-1) lies before info, so nothing is copied twice.
        var infoBytes = Label.Length + SaltBytes + context.Length;
        var blockBytes = HashBytes + infoBytes + 1;
        var block = blockBytes <= 1536 ? stackalloc byte[1536] : new byte[blockBytes];
        block = block[..blockBytes];
        Label.CopyTo(block[HashBytes..]);
        salt.CopyTo(block[(HashBytes + Label.Length)..]);
        context.CopyTo(block[(HashBytes + Label.Length + SaltBytes)..]);
        Span<byte> hash = stackalloc byte[HashBytes];

        block[^1] = 1;
        HMACSHA512.HashData(key, block[HashBytes..], hash);
        hash.CopyTo(derived);
        hash.CopyTo(block);
        block[^1] = 2;
        HMACSHA512.HashData(key, block, hash);
        hash[..(DerivedBytes - HashBytes)].CopyTo(derived[HashBytes..]);

        CryptographicOperations.ZeroMemory(hash);
        CryptographicOperations.ZeroMemory(block[..HashBytes]);
    }
}
