using System.Buffers.Binary;
using System.Text;

namespace Cloison.Server.Features.Assets;

/// <summary>A stretch of the stored file, or bytes of our own in between.</summary>
/// <param name="Own">Null: the stretch of the file.</param>
internal readonly record struct ImagePart(long From, long Length, byte[]? Own = null)
{
    public static ImagePart Of(byte[] own) => new(0, own.Length, own);
}

/// <summary>
/// An image without what it says about its making: who, where, with what, when. The pixels are not touched, and neither is a byte that a decoder
/// needs; of the metadata, the orientation alone is written anew, so that the picture stands upright. What is not known to be needed goes.
/// </summary>
/// <param name="Parts">The image that workers get.</param>
/// <param name="Dropped">What they do not get, as stretches of the stored file.</param>
internal sealed record CleanImage(IReadOnlyList<ImagePart> Parts, IReadOnlyList<ImagePart> Dropped)
{
    private const int MaxSegments = 100_000;

    // JPEG (T.81): frames, tables, restart intervals and scans; of the APPn segments those that say how colours are meant.
    private const byte StartOfImage = 0xD8, EndOfImage = 0xD9, StartOfScan = 0xDA, App0 = 0xE0, App2 = 0xE2, App14 = 0xEE;

    // PNG 3rd edition, 11.3, and its animation: the ancillary chunks that change how pixels look.
    private static readonly HashSet<string> PngChunks = new(
        ["IHDR", "PLTE", "IDAT", "IEND", "tRNS", "cHRM", "gAMA", "iCCP", "sBIT", "sRGB", "cICP", "mDCV", "cLLI", "bKGD", "hIST", "pHYs", "acTL", "fcTL", "fdAT"], StringComparer.Ordinal);

    // RFC 9649.
    private static readonly HashSet<string> WebPChunks = new(["VP8 ", "VP8L", "VP8X", "ALPH", "ANIM", "ANMF", "ICCP"], StringComparer.Ordinal);

    /// <param name="image">Seekable.</param>
    /// <returns>Null when the file is not built as its kind is: nobody then knows what is in it.</returns>
    public static async Task<CleanImage?> OfAsync(Stream image, string mediaType, CancellationToken ct)
    {
        var type = mediaType == ImageType.Jpeg.MediaType ? ImageType.Jpeg : mediaType == ImageType.Png.MediaType ? ImageType.Png : ImageType.WebP;
        if (await ImageFacts.ReadAsync(image, type, ct) is not { } facts)
            return null;
        try
        {
            return type == ImageType.Jpeg ? await OfJpegAsync(image, facts.Orientation, ct)
                : type == ImageType.Png ? await OfPngAsync(image, facts.Orientation, ct)
                : await OfWebPAsync(image, facts.Orientation, ct);
        }
        catch (EndOfStreamException)
        {
            return null;
        }
    }

    private static async Task<CleanImage?> OfJpegAsync(Stream image, Orientation orientation, CancellationToken ct)
    {
        var cut = new Cutter();
        cut.Keep(0, 2);
        if (orientation != Orientation.Upright)
        {
            byte[] exif = [.. "Exif\0\0"u8, .. Tiff(orientation)];
            cut.Insert([0xFF, 0xE1, 0, (byte)(exif.Length + 2), .. exif]);
        }

        var head = new byte[18];
        long at = 2;
        for (var n = 0; n < MaxSegments; n++)
        {
            // Fill bytes, and whatever else stands between segments, are skipped by every decoder, and by us.
            if (await NextMarkerAsync(image, at, ct) is not var (marker, from) || marker == 0)
                return null;
            if (from > at)
                cut.Drop(at, from - at);
            at = from;
            if (marker == EndOfImage)
            {
                cut.Keep(at, 2);
                cut.Drop(at + 2, image.Length - at - 2);
                return cut.Done();
            }

            if (marker is StartOfImage or 0x01 or >= 0xD0 and <= 0xD7)
            {
                cut.Drop(at, 2);
                at += 2;
                continue;
            }

            image.Position = at + 2;
            var read = await image.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, ct);
            var length = read < 2 ? 0 : BinaryPrimitives.ReadUInt16BigEndian(head);
            if (length < 2 || at + 2 + length > image.Length)
                return null;
            var said = head.AsMemory(2, Math.Min(read, length) - 2);
            if (IsNeeded(marker, said.Span))
                cut.Keep(at, 2 + length);
            else
                cut.Drop(at, 2 + length);
            at += 2 + length;
            if (marker != StartOfScan)
                continue;
            var end = await EndOfScanAsync(image, at, ct);
            cut.Keep(at, end - at);
            at = end;
            if (at >= image.Length)
                // Cut off, as some cameras leave them; decoders show what there is.
                return cut.Done();
        }

        return null;
    }

    private static bool IsNeeded(byte marker, ReadOnlySpan<byte> said) => marker switch
    {
        // JFIF without its own little picture; JFXX is one.
        App0 => said.StartsWith("JFIF\0"u8) && said.Length >= 14 && said[12] == 0 && said[13] == 0,
        App2 => said.StartsWith("ICC_PROFILE\0"u8),
        App14 => said.StartsWith("Adobe"u8),
        >= App0 and <= 0xEF or 0xFE => false,
        // JPGn and reserved markers are nobody's need.
        >= 0xF0 and <= 0xFD or < 0xC0 => false,
        _ => true,
    };

    private static async Task<(byte Marker, long At)?> NextMarkerAsync(Stream image, long from, CancellationToken ct)
    {
        var buffer = new byte[4096];
        image.Position = from;
        var wasFf = false;
        for (long at = from; ;)
        {
            var read = await image.ReadAsync(buffer, ct);
            if (read == 0)
                return null;
            for (var i = 0; i < read; i++, at++)
            {
                if (wasFf && buffer[i] is not (0x00 or 0xFF))
                    return (buffer[i], at - 1);
                wasFf = buffer[i] == 0xFF;
            }
        }
    }

    /// <summary>Where the next marker is after entropy-coded data: FF with neither 00 nor a restart marker behind it.</summary>
    private static async Task<long> EndOfScanAsync(Stream image, long from, CancellationToken ct)
    {
        var buffer = new byte[64 << 10];
        image.Position = from;
        var wasFf = false;
        for (long at = from; ;)
        {
            var read = await image.ReadAsync(buffer, ct);
            if (read == 0)
                return image.Length;
            for (var i = 0; i < read;)
            {
                if (wasFf && buffer[i] is not (0x00 or 0xFF or >= 0xD0 and <= 0xD7))
                    return at + i - 1;
                wasFf = buffer[i] == 0xFF;
                i++;
                if (wasFf)
                    continue;
                var skip = buffer.AsSpan(i, read - i).IndexOf((byte)0xFF);
                i = skip < 0 ? read : i + skip;
            }

            at += read;
        }
    }

    private static async Task<CleanImage?> OfPngAsync(Stream image, Orientation orientation, CancellationToken ct)
    {
        var cut = new Cutter();
        cut.Keep(0, 8);
        var head = new byte[8];
        long at = 8;
        for (var n = 0; n < MaxSegments; n++)
        {
            image.Position = at;
            await image.ReadExactlyAsync(head, ct);
            var length = 12 + (long)BinaryPrimitives.ReadUInt32BigEndian(head);
            var name = Encoding.Latin1.GetString(head, 4, 4);
            if (at + length > image.Length)
                return null;
            if (PngChunks.Contains(name))
                cut.Keep(at, length);
            else
                cut.Drop(at, length);
            at += length;
            if (name == "IHDR" && orientation != Orientation.Upright)
                cut.Insert(PngChunk("eXIf"u8, Tiff(orientation)));
            if (name != "IEND")
                continue;
            cut.Drop(at, image.Length - at);
            return cut.Done();
        }

        return null;
    }

    private static async Task<CleanImage?> OfWebPAsync(Stream image, Orientation orientation, CancellationToken ct)
    {
        var head = new byte[12];
        image.Position = 0;
        await image.ReadExactlyAsync(head, ct);
        var end = Math.Min(image.Length, 8 + (long)BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(4)));
        var cut = new Cutter();
        // An orientation has its place in the extended kind of file only; elsewhere no decoder looks for one.
        var isExtended = false;
        long at = 12;
        for (var n = 0; n < MaxSegments && at + 8 <= end; n++)
        {
            image.Position = at;
            await image.ReadExactlyAsync(head.AsMemory(0, 8), ct);
            var size = BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(4));
            var length = 8L + size + size % 2;
            var name = Encoding.Latin1.GetString(head, 0, 4);
            // Some writers leave out the last byte of padding.
            if (at + 8 + size > image.Length)
                return null;
            length = Math.Min(length, image.Length - at);
            if (name == "VP8X" && size >= 10)
            {
                var extended = new byte[length];
                image.Position = at;
                await image.ReadExactlyAsync(extended, ct);
                const byte hasXmp = 0x04, hasExif = 0x08;
                extended[8] = (byte)(extended[8] & ~(hasXmp | hasExif) | (orientation != Orientation.Upright ? hasExif : 0));
                cut.Insert(extended);
                isExtended = true;
            }
            else if (WebPChunks.Contains(name))
                cut.Keep(at, length);
            else
                cut.Drop(at, length);
            at += length;
        }

        if (at < image.Length)
            cut.Drop(at, image.Length - at);
        if (isExtended && orientation != Orientation.Upright)
        {
            var tiff = Tiff(orientation);
            var chunk = new byte[8 + tiff.Length];
            "EXIF"u8.CopyTo(chunk);
            BinaryPrimitives.WriteUInt32LittleEndian(chunk.AsSpan(4), (uint)tiff.Length);
            tiff.CopyTo(chunk, 8);
            cut.Insert(chunk);
        }

        var inner = cut.Done();
        var riff = new byte[12];
        "RIFF"u8.CopyTo(riff);
        BinaryPrimitives.WriteUInt32LittleEndian(riff.AsSpan(4), (uint)(4 + inner.Parts.Sum(p => p.Length)));
        "WEBP"u8.CopyTo(riff.AsSpan(8));
        return inner with { Parts = [ImagePart.Of(riff), .. inner.Parts] };
    }

    /// <summary>The smallest EXIF there is: one directory with one entry, the orientation.</summary>
    private static byte[] Tiff(Orientation orientation) =>
        [.. "MM\0*\0\0\0\x08"u8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0, 0, 0, 0, 0];

    private static byte[] PngChunk(ReadOnlySpan<byte> name, byte[] data)
    {
        var chunk = new byte[12 + data.Length];
        BinaryPrimitives.WriteUInt32BigEndian(chunk, (uint)data.Length);
        name.CopyTo(chunk.AsSpan(4));
        data.CopyTo(chunk, 8);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + data.Length), Crc32(chunk.AsSpan(4, 4 + data.Length)));
        return chunk;
    }

    // PNG 3rd edition, annex D; of forty bytes, so without a table.
    private static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        var crc = 0xFFFFFFFFu;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? 0xEDB88320u ^ (crc >> 1) : crc >> 1;
        }

        return ~crc;
    }

    private sealed class Cutter
    {
        private readonly List<ImagePart> parts = [];
        private readonly List<ImagePart> dropped = [];

        public void Keep(long from, long length) => Add(parts, from, length);

        public void Drop(long from, long length) => Add(dropped, from, length);

        public void Insert(byte[] own) => parts.Add(ImagePart.Of(own));

        public CleanImage Done() => new(parts, dropped);

        private static void Add(List<ImagePart> list, long from, long length)
        {
            if (length <= 0)
                return;
            if (list is [.., { Own: null } last] && last.From + last.Length == from)
                list[^1] = last with { Length = last.Length + length };
            else
                list.Add(new(from, length));
        }
    }
}
