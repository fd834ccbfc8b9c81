using System.IO.Compression;
using System.Text;
using Cloison.Server.Features.Assets;

namespace Cloison.Server.Features.Blind;

/// <summary>Looks for names in what an image says about its making: EXIF, XMP, IPTC, comments, whatever is cut off for workers.</summary>
internal static class MetadataNames
{
    private const int MaxBytes = 4 << 20;
    private const int MaxUnpackedBytes = 1 << 20;

    public static async Task<IReadOnlyList<string>> FindAsync(Stream image, string mediaType, NameMatcher names, CancellationToken ct)
    {
        if (await CleanImage.OfAsync(image, mediaType, ct) is not { } clean)
            return [];
        var found = new HashSet<string>(StringComparer.Ordinal);
        var left = MaxBytes;
        foreach (var part in clean.Dropped)
        {
            var bytes = new byte[(int)Math.Min(part.Length, left)];
            left -= bytes.Length;
            image.Position = part.From;
            await image.ReadExactlyAsync(bytes, ct);
            foreach (var text in Texts(bytes))
                found.UnionWith(names.FindIn(text));
        }

        return [.. found];
    }

    // Nobody says in which encoding: all that these formats use are tried, UTF-16 at both parities.
    private static IEnumerable<string> Texts(byte[] bytes)
    {
        yield return Encoding.UTF8.GetString(bytes);
        yield return Encoding.Latin1.GetString(bytes);
        for (var skip = 0; skip < Math.Min(2, bytes.Length); skip++)
        {
            yield return Encoding.Unicode.GetString(bytes.AsSpan(skip));
            yield return Encoding.BigEndianUnicode.GetString(bytes.AsSpan(skip));
        }

        // PNG packs long texts: after the key of a zTXt or iTXt chunk there is a zlib stream.
        for (var at = 0; at + 1 < bytes.Length; at++)
            if (bytes[at] == 0x78 && bytes[at + 1] is 0x01 or 0x5E or 0x9C or 0xDA && at > 0 && bytes[at - 1] == 0 && Unpack(bytes, at) is { } packed)
                yield return packed;
    }

    private static string? Unpack(byte[] bytes, int at)
    {
        var unpacked = new byte[MaxUnpackedBytes];
        var length = 0;
        try
        {
            using var zlib = new ZLibStream(new MemoryStream(bytes, at, bytes.Length - at), CompressionMode.Decompress);
            for (int read; length < unpacked.Length && (read = zlib.Read(unpacked, length, unpacked.Length - length)) > 0;)
                length += read;
        }
        catch (InvalidDataException)
        {
            // It only looked like one, or is broken further on: what came out counts.
        }

        return length > 0 ? Encoding.UTF8.GetString(unpacked, 0, length) : null;
    }
}
