using System.Buffers.Binary;

namespace Cloison.Formats.Files;

/// <summary>
/// The size of an image from the first bytes of its file: PNG, JPEG (with its EXIF orientation), GIF, BMP and WebP. Nothing is decoded.
/// </summary>
public static class ImageHeader
{
    /// <summary>Where a JPEG's frame header must have come: large EXIF, ICC and thumbnail segments stand before it.</summary>
    private const int MaxHeaderBytes = 1 << 20;

    /// <returns>Null when the file is no such image, or is cut off.</returns>
    public static async Task<ImageSize?> ReadAsync(Stream stream, CancellationToken ct)
    {
        var bytes = new byte[4_096];
        var count = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, ct);
        while (true)
        {
            var size = Parse(bytes.AsSpan(0, count), out var wantsMore);
            if (!wantsMore || count < bytes.Length || bytes.Length >= MaxHeaderBytes)
                return size is { Width: > 0, Height: > 0 } ? size : null;
            Array.Resize(ref bytes, bytes.Length * 4);
            count += await stream.ReadAtLeastAsync(bytes.AsMemory(count), bytes.Length - count, throwOnEndOfStream: false, ct);
        }
    }

    private static ImageSize? Parse(ReadOnlySpan<byte> b, out bool wantsMore)
    {
        wantsMore = false;
        if (b.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G']) && b.Length >= 24)
            return new(BinaryPrimitives.ReadInt32BigEndian(b[16..]), BinaryPrimitives.ReadInt32BigEndian(b[20..]));
        if (b.StartsWith("GIF8"u8) && b.Length >= 10)
            return new(BinaryPrimitives.ReadUInt16LittleEndian(b[6..]), BinaryPrimitives.ReadUInt16LittleEndian(b[8..]));
        if (b.StartsWith("BM"u8) && b.Length >= 26)
            return new(BinaryPrimitives.ReadInt32LittleEndian(b[18..]), Math.Abs(Math.Max(BinaryPrimitives.ReadInt32LittleEndian(b[22..]), -int.MaxValue)));
        if (b.StartsWith("RIFF"u8) && b.Length >= 30 && b[8..].StartsWith("WEBP"u8))
            return WebP(b[12..]);
        return b.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8]) ? Jpeg(b, out wantsMore) : null;
    }

    private static ImageSize? WebP(ReadOnlySpan<byte> b)
    {
        if (b.StartsWith("VP8 "u8))
            return new(BinaryPrimitives.ReadUInt16LittleEndian(b[14..]) & 0x3FFF, BinaryPrimitives.ReadUInt16LittleEndian(b[16..]) & 0x3FFF);
        if (b.StartsWith("VP8L"u8))
        {
            var bits = BinaryPrimitives.ReadUInt32LittleEndian(b[9..]);
            return new((int)(bits & 0x3FFF) + 1, (int)((bits >> 14) & 0x3FFF) + 1);
        }

        return b.StartsWith("VP8X"u8) ? new((b[12] | b[13] << 8 | b[14] << 16) + 1, (b[15] | b[16] << 8 | b[17] << 16) + 1) : null;
    }

    private static ImageSize? Jpeg(ReadOnlySpan<byte> b, out bool wantsMore)
    {
        var turned = false;
        var at = 2;
        wantsMore = true;
        while (at + 9 < b.Length)
        {
            if (b[at] != 0xFF)
                break;
            var marker = b[at + 1];
            if (marker == 0xFF)
            {
                at++;
                continue;
            }

            // Start of frame, but not DHT (C4), JPG (C8), DAC (CC).
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                wantsMore = false;
                int height = BinaryPrimitives.ReadUInt16BigEndian(b[(at + 5)..]), width = BinaryPrimitives.ReadUInt16BigEndian(b[(at + 7)..]);
                return turned ? new(height, width) : new(width, height);
            }

            if (marker is 0xD9 or 0xDA)
                break;
            int length = BinaryPrimitives.ReadUInt16BigEndian(b[(at + 2)..]);
            if (length < 2)
                break;
            if (marker == 0xE1 && at + 2 + length <= b.Length)
                turned |= IsTurned(b.Slice(at + 4, length - 2));
            at += 2 + length;
        }

        wantsMore = at + 9 >= b.Length;
        return null;
    }

    /// <summary>Whether EXIF orientation (tag 0x0112) swaps width and height: 5 to 8.</summary>
    private static bool IsTurned(ReadOnlySpan<byte> exif)
    {
        if (exif.Length < 14 || !exif.StartsWith("Exif\0\0"u8))
            return false;
        var tiff = exif[6..];
        var isBig = tiff[0] == 'M';
        var ifd = Long(tiff, 4, isBig);
        if (ifd < 8 || ifd + 2 > tiff.Length)
            return false;
        var entries = Short(tiff, (int)ifd, isBig);
        for (var i = 0; i < entries && ifd + 2 + (i + 1) * 12 <= tiff.Length; i++)
        {
            var entry = (int)ifd + 2 + i * 12;
            if (Short(tiff, entry, isBig) == 0x0112)
                return Short(tiff, entry + 8, isBig) is >= 5 and <= 8;
        }

        return false;
    }

    private static int Short(ReadOnlySpan<byte> b, int at, bool isBig) =>
        isBig ? BinaryPrimitives.ReadUInt16BigEndian(b[at..]) : BinaryPrimitives.ReadUInt16LittleEndian(b[at..]);

    private static long Long(ReadOnlySpan<byte> b, int at, bool isBig) =>
        isBig ? BinaryPrimitives.ReadUInt32BigEndian(b[at..]) : BinaryPrimitives.ReadUInt32LittleEndian(b[at..]);
}
