using System.Buffers.Binary;
using MetadataExtractor;
using MetadataExtractor.Formats.Exif;
using MetadataExtractor.Formats.Jpeg;
using MetadataExtractor.IO;

namespace Cloison.Server.Features.Assets;

/// <summary>What the header of an image says. Nothing is decoded, and nothing compressed is unpacked: a PNG's text chunks are passed over.</summary>
/// <param name="StoredWidth">Pixels, before it is turned upright.</param>
/// <param name="StoredHeight">Pixels, before it is turned upright.</param>
internal sealed record ImageFacts(int StoredWidth, int StoredHeight, Orientation Orientation)
{
    /// <summary>A JPEG's frame header must have come by then; large colour profiles and embedded pictures stand before it.</summary>
    private const int MaxJpegHeaderBytes = 8 << 20;

    /// <summary>An EXIF segment of a JPEG cannot be longer; a longer one elsewhere is not read.</summary>
    private const int MaxExifBytes = 64 << 10;

    private const int MaxChunks = 10_000;

    /// <summary>Pixels of the upright image.</summary>
    public int Width => Orientation.SwapsSides() ? StoredHeight : StoredWidth;

    /// <summary>Pixels of the upright image.</summary>
    public int Height => Orientation.SwapsSides() ? StoredWidth : StoredHeight;

    /// <param name="image">Seekable.</param>
    /// <returns>Null when the header is damaged.</returns>
    public static async Task<ImageFacts?> ReadAsync(Stream image, ImageType type, CancellationToken ct)
    {
        image.Position = 0;
        ImageFacts? facts;
        try
        {
            facts = type == ImageType.Jpeg ? await ReadJpegAsync(image, ct) : type == ImageType.Png ? await ReadPngAsync(image, ct) : await ReadWebPAsync(image, ct);
        }
        catch (EndOfStreamException)
        {
            return null;
        }

        return facts is { StoredWidth: > 0, StoredHeight: > 0 } ? facts : null;
    }

    private static async Task<ImageFacts?> ReadJpegAsync(Stream image, CancellationToken ct)
    {
        var header = new byte[Math.Min(image.Length, MaxJpegHeaderBytes)];
        await image.ReadExactlyAsync(header, ct);
        try
        {
            // Only these two readers: the others parse what a thumbnail does not need, out of bytes that nobody has checked.
            var found = JpegMetadataReader.ReadMetadata(new MemoryStream(header), [new JpegReader(), new ExifReader()]);
            return found.OfType<JpegDirectory>().FirstOrDefault() is { } frame
                ? new(frame.GetImageWidth(), frame.GetImageHeight(), OrientationIn(found))
                : null;
        }
        catch (Exception e) when (e is ImageProcessingException or MetadataException or IOException or ArgumentException or IndexOutOfRangeException or OverflowException)
        {
            return null;
        }
    }

    private static async Task<ImageFacts?> ReadPngAsync(Stream image, CancellationToken ct)
    {
        var head = new byte[26];
        await image.ReadExactlyAsync(head, ct);
        if (!head.AsSpan(12).StartsWith("IHDR"u8))
            return null;
        var (width, height) = (BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(20)));
        var chunk = new byte[8];
        for (long at = 8, n = 0; n < MaxChunks && at + 8 <= image.Length; n++)
        {
            image.Position = at;
            await image.ReadExactlyAsync(chunk, ct);
            var length = BinaryPrimitives.ReadUInt32BigEndian(chunk);
            if (chunk.AsSpan(4).StartsWith("IDAT"u8))
                break;
            if (chunk.AsSpan(4).StartsWith("eXIf"u8))
                return new(width, height, await ReadExifAsync(image, length, ct));
            at += 12L + length;
        }

        return new(width, height, Orientation.Upright);
    }

    private static async Task<ImageFacts?> ReadWebPAsync(Stream image, CancellationToken ct)
    {
        int width = 0, height = 0;
        var orientation = Orientation.Upright;
        var chunk = new byte[18];
        for (long at = 12, n = 0; n < MaxChunks && at + 8 <= image.Length; n++)
        {
            image.Position = at;
            var read = await image.ReadAtLeastAsync(chunk, chunk.Length, throwOnEndOfStream: false, ct);
            var length = BinaryPrimitives.ReadUInt32LittleEndian(chunk.AsSpan(4));
            if (read == chunk.Length && width == 0)
                (width, height) = WebPSize(chunk);
            if (chunk.AsSpan().StartsWith("EXIF"u8))
            {
                image.Position = at + 8;
                orientation = await ReadExifAsync(image, length, ct);
            }

            at += 8L + length + length % 2;
        }

        return new(width, height, orientation);
    }

    /// <summary>RFC 9649, sections 2.5 to 2.7.</summary>
    private static (int Width, int Height) WebPSize(ReadOnlySpan<byte> chunk)
    {
        var data = chunk[8..];
        if (chunk.StartsWith("VP8X"u8))
            return ((data[4] | data[5] << 8 | data[6] << 16) + 1, (data[7] | data[8] << 8 | data[9] << 16) + 1);
        if (chunk.StartsWith("VP8 "u8))
            return (BinaryPrimitives.ReadUInt16LittleEndian(data[6..]) & 0x3FFF, BinaryPrimitives.ReadUInt16LittleEndian(data[8..]) & 0x3FFF);
        if (!chunk.StartsWith("VP8L"u8))
            return default;
        var bits = BinaryPrimitives.ReadUInt32LittleEndian(data[1..]);
        return ((int)(bits & 0x3FFF) + 1, (int)(bits >> 14 & 0x3FFF) + 1);
    }

    private static async Task<Orientation> ReadExifAsync(Stream image, uint length, CancellationToken ct)
    {
        if (length is < 8 or > MaxExifBytes)
            return Orientation.Upright;
        var exif = new byte[length];
        await image.ReadExactlyAsync(exif, ct);
        // Some programs put JPEG's preamble into WebP files too.
        var tiff = exif.AsSpan().StartsWith("Exif\0\0"u8) ? exif[6..] : exif;
        try
        {
            return OrientationIn(new ExifReader().Extract(new ByteArrayReader(tiff)));
        }
        catch (Exception e) when (e is ImageProcessingException or MetadataException or IOException or ArgumentException or IndexOutOfRangeException or OverflowException)
        {
            return Orientation.Upright;
        }
    }

    private static Orientation OrientationIn(IEnumerable<MetadataExtractor.Directory> found) =>
        found.OfType<ExifIfd0Directory>().FirstOrDefault() is { } exif && exif.TryGetInt32(ExifDirectoryBase.TagOrientation, out var value) && value is >= 1 and <= 8
            ? (Orientation)value
            : Orientation.Upright;
}
