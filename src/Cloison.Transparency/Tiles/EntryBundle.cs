using System.Buffers.Binary;

namespace Cloison.Transparency.Tiles;

/// <summary>Up to 256 entries in a row, each after its length as a 16-bit big-endian number. Source: c2sp.org/tlog-tiles v0.1.0.</summary>
public static class EntryBundle
{
    public const int MaxEntryBytes = ushort.MaxValue;

    /// <exception cref="ArgumentException">The entry is longer than 65,535 bytes.</exception>
    public static void Append(Stream bundle, ReadOnlySpan<byte> entry)
    {
        if (entry.Length > MaxEntryBytes)
            throw new ArgumentException($"An entry has at most {MaxEntryBytes} bytes, not {entry.Length}.", nameof(entry));
        Span<byte> length = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)entry.Length);
        bundle.Write(length);
        bundle.Write(entry);
    }

    /// <exception cref="InvalidDataException">The bytes end within an entry, or are not so many entries.</exception>
    public static IReadOnlyList<ReadOnlyMemory<byte>> Read(ReadOnlyMemory<byte> bundle, int count)
    {
        var entries = new List<ReadOnlyMemory<byte>>(count);
        var rest = bundle;
        while (rest.Length > 0)
        {
            if (rest.Length < 2 || rest.Length - 2 < BinaryPrimitives.ReadUInt16BigEndian(rest.Span))
                throw new InvalidDataException($"The bundle ends within entry {entries.Count}.");
            var length = BinaryPrimitives.ReadUInt16BigEndian(rest.Span);
            entries.Add(rest.Slice(2, length));
            rest = rest[(2 + length)..];
        }

        return entries.Count == count ? entries : throw new InvalidDataException($"The bundle has {entries.Count} entries instead of {count}.");
    }
}
