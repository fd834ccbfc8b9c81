using System.Buffers.Binary;
using System.Text;

namespace Cloison.Storage.Sealing;

/// <summary>
/// Writes a list of fields so that two different lists never give the same bytes: every field is its length in bytes
/// (2 bytes, big-endian) and then its bytes, text as UTF-8.
/// </summary>
/// <remarks>
/// Empty fields are refused, since an id that was never set would otherwise bind nothing. Text that is not well-formed UTF-16 is
/// refused too, since the replacement character would make two texts equal.
/// </remarks>
internal ref struct CanonicalWriter(Span<byte> destination)
{
    /// <summary>The most bytes one text may have.</summary>
    public const int MaxTextBytes = 255;

    private const int PrefixBytes = 2;
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private readonly Span<byte> destination = destination;
    private int written;

    public readonly ReadOnlySpan<byte> Written => destination[..written];

    /// <summary>The room that this many texts and numbers can need at most.</summary>
    public static int MaxBytes(int texts, int numbers) => texts * (PrefixBytes + MaxTextBytes) + numbers * (PrefixBytes + sizeof(ulong));

    /// <exception cref="ArgumentException">Empty, longer than <see cref="MaxTextBytes"/>, or not well-formed text.</exception>
    public void Text(string? text)
    {
        if (string.IsNullOrEmpty(text))
            throw new ArgumentException("A field of a seal's context is empty.");
        // The count first: the destination may have more room than one field is allowed to take.
        var bytes = StrictUtf8.GetByteCount(text);
        if (bytes > MaxTextBytes)
            throw new ArgumentException($"A field of a seal's context has {bytes} bytes; {MaxTextBytes} are the most.");
        BinaryPrimitives.WriteUInt16BigEndian(destination[written..], (ushort)bytes);
        StrictUtf8.GetBytes(text, destination[(written + PrefixBytes)..]);
        written += PrefixBytes + bytes;
    }

    public void Number(uint number)
    {
        BinaryPrimitives.WriteUInt16BigEndian(destination[written..], sizeof(uint));
        BinaryPrimitives.WriteUInt32BigEndian(destination[(written + PrefixBytes)..], number);
        written += PrefixBytes + sizeof(uint);
    }

    public void Number(ulong number)
    {
        BinaryPrimitives.WriteUInt16BigEndian(destination[written..], sizeof(ulong));
        BinaryPrimitives.WriteUInt64BigEndian(destination[(written + PrefixBytes)..], number);
        written += PrefixBytes + sizeof(ulong);
    }
}
