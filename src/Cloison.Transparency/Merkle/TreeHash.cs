using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Cloison.Transparency.Merkle;

/// <summary>The SHA-256 hash of a leaf or of a node of a log's tree. Source: RFC 6962 §2.1 (the same as RFC 9162 §2.1.1).</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct TreeHash
{
    public const int Bytes = SHA256.HashSizeInBytes;

    private const int StackBytes = 1024;

    // Only for equality and room; read and written as 32 bytes.
    private readonly ulong first, second, third, fourth;

    /// <summary>The root of a tree without entries: the hash of nothing.</summary>
    public static TreeHash EmptyRoot { get; } = Hash([]);

    /// <exception cref="ArgumentException">Not 32 bytes.</exception>
    public static TreeHash Of(ReadOnlySpan<byte> bytes) =>
        bytes.Length == Bytes ? MemoryMarshal.Read<TreeHash>(bytes) : throw new ArgumentException($"A hash has {Bytes} bytes, not {bytes.Length}.", nameof(bytes));

    /// <summary><c>SHA-256(0x00 ‖ entry)</c></summary>
    public static TreeHash OfLeaf(ReadOnlySpan<byte> entry)
    {
        var length = entry.Length + 1;
        var rented = length > StackBytes ? ArrayPool<byte>.Shared.Rent(length) : null;
        var message = rented is null ? stackalloc byte[length] : rented.AsSpan(0, length);
        message[0] = 0;
        entry.CopyTo(message[1..]);
        var hash = Hash(message);
        if (rented is not null)
            ArrayPool<byte>.Shared.Return(rented, clearArray: true);
        return hash;
    }

    /// <summary><c>SHA-256(0x01 ‖ left ‖ right)</c></summary>
    public static TreeHash OfNode(TreeHash left, TreeHash right)
    {
        Span<byte> message = stackalloc byte[1 + 2 * Bytes];
        message[0] = 1;
        left.CopyTo(message[1..]);
        right.CopyTo(message[(1 + Bytes)..]);
        return Hash(message);
    }

    /// <summary>Reads standard base64 of exactly 32 bytes, without blanks.</summary>
    public static bool TryParse(ReadOnlySpan<char> base64, out TreeHash hash)
    {
        Span<byte> bytes = stackalloc byte[Bytes];
        hash = default;
        if (!StrictBase64.TryDecode(base64, bytes, out var written) || written != Bytes)
            return false;
        hash = Of(bytes);
        return true;
    }

    public void CopyTo(Span<byte> destination) => MemoryMarshal.Write(destination, in this);

    public byte[] ToArray()
    {
        var bytes = new byte[Bytes];
        CopyTo(bytes);
        return bytes;
    }

    /// <summary>Standard base64.</summary>
    public override string ToString() => Convert.ToBase64String(ToArray());

    private static TreeHash Hash(ReadOnlySpan<byte> message)
    {
        Span<byte> hash = stackalloc byte[Bytes];
        SHA256.HashData(message, hash);
        return Of(hash);
    }
}
