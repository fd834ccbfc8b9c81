using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Cloison.Storage.Sealing;

/// <summary>AES-256-GCM under one message's derived key; a chunk's nonce is the base nonce XOR the chunk's number. No associated data.</summary>
internal sealed class ChunkCipher : IDisposable
{
    private const int NonceBytes = 12;
    private const int NonceHeadBytes = 4;
    private readonly AesGcm aes;
    private readonly uint nonceHead;
    private readonly ulong nonceTail;

    public ChunkCipher(ReadOnlySpan<byte> key, ReadOnlySpan<byte> baseNonce)
    {
        nonceHead = BinaryPrimitives.ReadUInt32BigEndian(baseNonce);
        nonceTail = BinaryPrimitives.ReadUInt64BigEndian(baseNonce[NonceHeadBytes..]);
        aes = new AesGcm(key, Cobblestone.TagBytes);
    }

    /// <param name="sealedChunk">As long as <paramref name="plain"/> and the tag.</param>
    public void Seal(long chunk, ReadOnlySpan<byte> plain, Span<byte> sealedChunk)
    {
        Span<byte> nonce = stackalloc byte[NonceBytes];
        WriteNonce(chunk, nonce);
        aes.Encrypt(nonce, plain, sealedChunk[..plain.Length], sealedChunk[plain.Length..]);
    }

    /// <summary>False when the chunk is not the one that was sealed at this number; <paramref name="plain"/> is then zeroed.</summary>
    public bool TryOpen(long chunk, ReadOnlySpan<byte> sealedChunk, Span<byte> plain)
    {
        Span<byte> nonce = stackalloc byte[NonceBytes];
        WriteNonce(chunk, nonce);
        try
        {
            aes.Decrypt(nonce, sealedChunk[..plain.Length], sealedChunk[plain.Length..], plain);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }

    public void Dispose() => aes.Dispose();

    private void WriteNonce(long chunk, Span<byte> nonce)
    {
        BinaryPrimitives.WriteUInt32BigEndian(nonce, nonceHead);
        BinaryPrimitives.WriteUInt64BigEndian(nonce[NonceHeadBytes..], nonceTail ^ (ulong)chunk);
    }
}
