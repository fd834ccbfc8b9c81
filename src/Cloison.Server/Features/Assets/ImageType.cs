namespace Cloison.Server.Features.Assets;

/// <summary>A kind of image, known by its first bytes; what a client or a file name says about it counts for nothing.</summary>
/// <param name="Demuxer">The one ffmpeg input format that may read it: without it, ffmpeg would also take playlists, which name other files.</param>
internal sealed record ImageType(string MediaType, string Demuxer)
{
    public const int SniffBytes = 12;

    public static readonly ImageType Jpeg = new("image/jpeg", "jpeg_pipe");
    public static readonly ImageType Png = new("image/png", "png_pipe");
    public static readonly ImageType WebP = new("image/webp", "webp_pipe");

    public static ImageType? Sniff(ReadOnlySpan<byte> head) =>
        head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) ? Jpeg
        : head.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) ? Png
        : head.Length >= SniffBytes && head.StartsWith("RIFF"u8) && head[8..].StartsWith("WEBP"u8) ? WebP
        : null;
}
