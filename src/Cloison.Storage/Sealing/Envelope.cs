using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Cloison.Storage.Sealing;

/// <summary>
/// What sealed columns and blobs hold, version 1, frozen:
/// <c>0x01 ‖ key number (4 bytes, big-endian) ‖ Cobblestone-256 message</c>; see <see cref="Cobblestone"/>.
/// The version decides the algorithms. The key number is bound into the message's context, so altering it does not go unnoticed.
/// </summary>
public static class Envelope
{
    internal const byte Version = 1;
    internal const int PrefixBytes = 1 + sizeof(uint);

    /// <summary>All that stands before the first chunk.</summary>
    internal const int HeaderBytes = PrefixBytes + Cobblestone.HeaderBytes;

    /// <summary>The exact sealed length for a plain one: 77 bytes more, and 16 for every full 16 KiB.</summary>
    public static long SealedBytes(long plainBytes) => PrefixBytes + Cobblestone.MessageBytes(plainBytes);

    /// <summary>The exact plain length, without a key: for Content-Length and ranges. Not authenticated until the last chunk was opened.</summary>
    /// <returns>False for a length that no envelope has.</returns>
    public static bool TryPlainBytes(long sealedBytes, out long plainBytes) => Cobblestone.TryPlainBytes(sealedBytes - PrefixBytes, out plainBytes);

    /// <summary>Which key sealed this, so that a rotation finds what is left to do. False when it is no version 1 envelope.</summary>
    public static bool TryKeyNumber(ReadOnlySpan<byte> envelope, out uint keyNumber)
    {
        keyNumber = 0;
        if (envelope.Length < HeaderBytes || envelope[0] != Version)
            return false;
        keyNumber = BinaryPrimitives.ReadUInt32BigEndian(envelope[1..]);
        return true;
    }

    internal static byte[] Seal(PinnedKey key, uint keyNumber, CompartmentName compartment, in SealContext context, ReadOnlySpan<byte> plain)
    {
        var sealedBytes = new byte[SealedBytes(plain.Length)];
        Span<byte> encoded = stackalloc byte[SealContext.MaxBytes];
        Span<byte> salt = stackalloc byte[Cobblestone.SaltBytes];
        RandomNumberGenerator.Fill(salt);
        WritePrefix(sealedBytes, keyNumber);
        using var hold = key.Use();
        Cobblestone.Seal(hold.Span, salt, context.Encode(encoded, compartment, keyNumber), plain, sealedBytes.AsSpan(PrefixBytes));
        return sealedBytes;
    }

    /// <param name="plain">Exactly as long as <see cref="TryPlainBytes"/> says.</param>
    internal static void Open(PinnedKey key, CompartmentName compartment, in SealContext context, ReadOnlySpan<byte> envelope, Span<byte> plain)
    {
        Span<byte> encoded = stackalloc byte[SealContext.MaxBytes];
        var keyNumber = BinaryPrimitives.ReadUInt32BigEndian(envelope[1..]);
        using var hold = key.Use();
        if (Cobblestone.Open(hold.Span, context.Encode(encoded, compartment, keyNumber), envelope[PrefixBytes..], plain) is { } reason)
            throw SealBrokenException.At(context, reason);
    }

    /// <summary>Starts a long message: writes its <see cref="HeaderBytes"/> and gives its chunks' cipher.</summary>
    internal static ChunkCipher Start(PinnedKey key, uint keyNumber, CompartmentName compartment, in SealContext context, Span<byte> header)
    {
        Span<byte> encoded = stackalloc byte[SealContext.MaxBytes];
        WritePrefix(header, keyNumber);
        var salt = header.Slice(PrefixBytes, Cobblestone.SaltBytes);
        RandomNumberGenerator.Fill(salt);
        using var hold = key.Use();
        return Cobblestone.StartMessage(hold.Span, salt, context.Encode(encoded, compartment, keyNumber), header[(PrefixBytes + Cobblestone.SaltBytes)..HeaderBytes]);
    }

    /// <summary>Resumes a long message from its header.</summary>
    internal static ChunkCipher Resume(PinnedKey key, CompartmentName compartment, in SealContext context, ReadOnlySpan<byte> header)
    {
        Span<byte> encoded = stackalloc byte[SealContext.MaxBytes];
        var keyNumber = BinaryPrimitives.ReadUInt32BigEndian(header[1..]);
        using var hold = key.Use();
        return Cobblestone.ResumeMessage(hold.Span, header[PrefixBytes..HeaderBytes], context.Encode(encoded, compartment, keyNumber))
            ?? throw SealBrokenException.At(context, SealBreak.WrongPlaceOrKey);
    }

    /// <summary>The key number and plain length of an envelope, or <see cref="SealBreak.Malformed"/>.</summary>
    internal static uint ReadHeader(in SealContext context, ReadOnlySpan<byte> header, long sealedBytes, out long plainBytes)
    {
        if (TryPlainBytes(sealedBytes, out plainBytes) && TryKeyNumber(header, out var keyNumber))
            return keyNumber;
        throw SealBrokenException.At(context, SealBreak.Malformed);
    }

    private static void WritePrefix(Span<byte> envelope, uint keyNumber)
    {
        envelope[0] = Version;
        BinaryPrimitives.WriteUInt32BigEndian(envelope[1..], keyNumber);
    }
}
