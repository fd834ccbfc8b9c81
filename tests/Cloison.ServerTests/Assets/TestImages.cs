using System.Buffers.Binary;
using System.Diagnostics;

namespace Cloison.ServerTests.Assets;

/// <summary>Small pictures with a red left half and a blue right half, made by ffmpeg.</summary>
internal static class TestImages
{
    public static bool CanMake { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(f => File.Exists(Path.Combine(f, "ffmpeg")));

    public static async Task<byte[]> MakeAsync(string encoder, int width, int height, CancellationToken ct, string left = "red")
    {
        Assert.SkipUnless(CanMake, "ffmpeg is not installed.");
        return await RunAsync(
            ["-f", "lavfi", "-i", $"color={left}:s={width / 2}x{height}[l];color=blue:s={width / 2}x{height}[r];[l][r]hstack", "-frames:v", "1", "-c:v", encoder, "-f", "image2pipe", "pipe:1"],
            [], ct);
    }

    /// <summary>The pixels as 24-bit RGB, row by row, as ffmpeg decodes them without turning anything.</summary>
    public static Task<byte[]> DecodeAsync(byte[] image, CancellationToken ct) =>
        RunAsync(["-noautorotate", "-i", "pipe:0", "-frames:v", "1", "-f", "rawvideo", "-pix_fmt", "rgb24", "pipe:1"], image, ct);

    /// <summary>Puts an EXIF segment with this orientation in front.</summary>
    public static byte[] WithOrientation(byte[] jpeg, ushort orientation)
    {
        byte[] exif =
        [
            .. "Exif\0\0"u8, .. "MM\0*\0\0\0\x08"u8, 0, 1, // one entry
            0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0, 0, 0, 0, 0,
        ];
        var length = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)(exif.Length + 2));
        return [0xFF, 0xD8, 0xFF, 0xE1, .. length, .. exif, .. jpeg.AsSpan(2)];
    }

    /// <summary>A PNG that only says how large it is.</summary>
    public static byte[] PngHeader(int width, int height)
    {
        var png = new byte[64];
        new byte[] { 0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, (byte)'I', (byte)'H', (byte)'D', (byte)'R' }.CopyTo(png, 0);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(16), width);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(20), height);
        (png[24], png[25]) = (8, 2);
        return png;
    }

    private static async Task<byte[]> RunAsync(string[] arguments, byte[] input, CancellationToken ct)
    {
        var start = new ProcessStartInfo("ffmpeg") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])["-hide_banner", "-loglevel", "error", .. arguments])
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var output = new MemoryStream();
        var reading = process.StandardOutput.BaseStream.CopyToAsync(output, ct);
        var errors = process.StandardError.ReadToEndAsync(ct);
        await process.StandardInput.BaseStream.WriteAsync(input, ct);
        process.StandardInput.Close();
        await reading;
        await process.WaitForExitAsync(ct);
        Assert.True(process.ExitCode == 0, await errors);
        return output.ToArray();
    }
}
