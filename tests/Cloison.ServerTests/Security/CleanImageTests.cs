using System.Buffers.Binary;
using System.Text;
using Cloison.Server.Features.Assets;
using Cloison.ServerTests.Assets;

namespace Cloison.ServerTests.Security;

/// <summary>What workers get of an image: every pixel, upright, and not a word of who made it, where and with what.</summary>
public sealed class CleanImageTests
{
    private const string Canary = "Acme Secret Labs 48.8584N";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static byte[] Said => Encoding.UTF8.GetBytes(Canary);

    [Theory]
    [InlineData("image/jpeg", "mjpeg")]
    [InlineData("image/png", "png")]
    [InlineData("image/webp", "libwebp")]
    public async Task Not_a_word_is_left_and_not_a_pixel_is_changed(string mediaType, string encoder)
    {
        var plain = await TestImages.MakeAsync(encoder, 64, 32, Ct);
        var told = Tell(plain, mediaType, orientation: 1);
        Assert.Contains(Canary, Encoding.Latin1.GetString(told), StringComparison.Ordinal);
        var clean = await CleanAsync(told, mediaType);
        Assert.DoesNotContain("Acme", Encoding.Latin1.GetString(clean), StringComparison.Ordinal);
        Assert.Equal(await TestImages.DecodeAsync(plain, Ct), await TestImages.DecodeAsync(clean, Ct));
    }

    [Theory]
    [InlineData("image/jpeg", "mjpeg")]
    [InlineData("image/png", "png")]
    [InlineData("image/webp", "libwebp")]
    public async Task The_picture_stays_upright(string mediaType, string encoder)
    {
        var told = Tell(await TestImages.MakeAsync(encoder, 64, 32, Ct), mediaType, orientation: 6);
        var clean = await CleanAsync(told, mediaType);
        Assert.DoesNotContain("Acme", Encoding.Latin1.GetString(clean), StringComparison.Ordinal);
        var type = ImageType.Sniff(clean)!;
        Assert.Equal((32, 64, Orientation.TurnClockwise), await FactsAsync(clean, type));
        // And cleaning what is clean changes nothing more.
        Assert.Equal(clean, await CleanAsync(clean, mediaType));
    }

    [Fact]
    public async Task What_hides_behind_the_end_is_cut_off()
    {
        // CVE-2023-47115 (Label Studio): a picture that is a page as well. And the film that telephones put behind a photo.
        var page = Encoding.UTF8.GetBytes("<html><script>alert('Acme')</script>");
        foreach (var (mediaType, encoder) in new[] { ("image/jpeg", "mjpeg"), ("image/png", "png"), ("image/webp", "libwebp") })
        {
            var plain = await TestImages.MakeAsync(encoder, 64, 32, Ct);
            var clean = await CleanAsync([.. plain, .. page], mediaType);
            Assert.DoesNotContain("script", Encoding.Latin1.GetString(clean), StringComparison.Ordinal);
            Assert.Equal(await TestImages.DecodeAsync(plain, Ct), await TestImages.DecodeAsync(clean, Ct));
        }
    }

    [Fact]
    public async Task Broken_bytes_end_in_a_refusal_or_a_picture_never_in_an_exception_and_never_in_more_than_there_was()
    {
        foreach (var (mediaType, encoder) in new[] { ("image/jpeg", "mjpeg"), ("image/png", "png"), ("image/webp", "libwebp") })
        {
            var told = Tell(await TestImages.MakeAsync(encoder, 16, 16, Ct), mediaType, orientation: 3);
            for (var i = 12; i < told.Length; i += 3)
            {
                var broken = told.ToArray();
                broken[i] ^= 0xFF;
                var clean = await CleanImage.OfAsync(new MemoryStream(broken), mediaType, Ct);
                Assert.True(clean is null || clean.Parts.Where(p => p.Own is null).All(p => p.From + p.Length <= broken.Length), $"{mediaType} at {i}");
                _ = await CleanImage.OfAsync(new MemoryStream(told[..i]), mediaType, Ct);
            }
        }
    }

    [Fact]
    public async Task Any_range_of_the_cleaned_file_is_the_same_as_of_the_whole()
    {
        var told = Tell(await TestImages.MakeAsync("png", 64, 32, Ct), "image/png", orientation: 6);
        var whole = await CleanAsync(told, "image/png");
        var parts = (await CleanImage.OfAsync(new MemoryStream(told), "image/png", Ct))!.Parts;
        await using var stream = new SplicedStream(new MemoryStream(told), parts);
        for (var from = 0; from < whole.Length; from += 7)
        {
            stream.Position = from;
            var piece = new byte[Math.Min(29, whole.Length - from)];
            await stream.ReadExactlyAsync(piece, Ct);
            Assert.Equal(whole[from..(from + piece.Length)], piece);
        }
    }

    private static async Task<(int Width, int Height, Orientation Orientation)> FactsAsync(byte[] image, ImageType type)
    {
        var facts = (await ImageFacts.ReadAsync(new MemoryStream(image), type, Ct))!;
        return (facts.Width, facts.Height, facts.Orientation);
    }

    private static async Task<byte[]> CleanAsync(byte[] image, string mediaType)
    {
        var clean = await CleanImage.OfAsync(new MemoryStream(image), mediaType, Ct);
        Assert.NotNull(clean);
        await using var stream = new SplicedStream(new MemoryStream(image), clean.Parts);
        var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes, Ct);
        return bytes.ToArray();
    }

    /// <summary>Puts words wherever a format has room for them.</summary>
    internal static byte[] Tell(byte[] image, string mediaType, ushort orientation)
    {
        byte[] exif = [.. "MM\0*\0\0\0\x08"u8, 0, 2, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0, 0x01, 0x3B, 0, 2, 0, 0, 0, (byte)(Said.Length + 1), 0, 0, 0, 38, 0, 0, 0, 0, .. Said, 0];
        if (mediaType == "image/jpeg")
            return
            [
                0xFF, 0xD8, .. Segment(0xE1, [.. "Exif\0\0"u8, .. exif]), .. Segment(0xE1, [.. "http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>"u8, .. Said]),
                .. Segment(0xED, [.. "Photoshop 3.0\08BIM\x04\x04"u8, .. Said]), .. Segment(0xFE, Said), .. Segment(0xE2, [.. "MPF\0"u8, .. Said]), .. Segment(0xE9, Said), .. image.AsSpan(2),
            ];
        if (mediaType == "image/png")
            return
            [
                .. image.AsSpan(0, 33), .. Chunk("eXIf", exif), .. Chunk("tEXt", [.. "Author\0"u8, .. Said]), .. Chunk("iTXt", [.. "XML:com.adobe.xmp\0\0\0\0\0"u8, .. Said]),
                .. Chunk("prVt", Said), .. Chunk("tIME", [7, 230, 1, 1, 1, 1, 1]), .. image.AsSpan(33),
            ];
        // A plain file becomes an extended one, which has room.
        var facts = ImageFacts.ReadAsync(new MemoryStream(image), ImageType.WebP, Ct).GetAwaiter().GetResult()!;
        var extended = new byte[10];
        extended[0] = 0x0C;
        (extended[4], extended[7]) = ((byte)(facts.StoredWidth - 1), (byte)(facts.StoredHeight - 1));
        byte[] inner = [.. "WEBP"u8, .. Riff("VP8X", extended), .. Body(image), .. Riff("EXIF", exif), .. Riff("XMP ", Said), .. Riff("ABCD", Said)];
        var size = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(size, (uint)inner.Length);
        return [.. "RIFF"u8, .. size, .. inner];
    }

    private static byte[] Body(byte[] webp) => webp.AsSpan(12).StartsWith("VP8X"u8) ? webp[30..] : webp[12..];

    private static byte[] Segment(byte marker, byte[] data) => [0xFF, marker, (byte)((data.Length + 2) >> 8), (byte)(data.Length + 2), .. data];

    private static byte[] Chunk(string name, byte[] data)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(length, (uint)data.Length);
        byte[] summed = [.. Encoding.ASCII.GetBytes(name), .. data];
        var sum = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(sum, Crc32(summed));
        return [.. length, .. summed, .. sum];
    }

    private static uint Crc32(byte[] bytes)
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

    private static byte[] Riff(string name, byte[] data)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(length, (uint)data.Length);
        return [.. Encoding.ASCII.GetBytes(name), .. length, .. data, .. new byte[data.Length % 2]];
    }
}
