using System.Diagnostics;
using Cloison.Domain;

namespace Cloison.Server.Features.Assets;

/// <summary>
/// Makes small WebP pictures with ffmpeg, in a process of its own: what decodes unchecked bytes is not this process. By the way it proves
/// that a picture can be drawn. Content goes through pipes only, never through a file, and never into a log.
/// </summary>
internal sealed class Thumbnailer : IDisposable
{
    /// <summary>The longer side, in pixels.</summary>
    public const int MaxSide = 256;

    private const int MostAtOnce = 2;
    private const int MaxThumbnailBytes = 1 << 20;
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(20);

    private readonly SemaphoreSlim turns = new(MostAtOnce);
    private readonly string? program;

    public Thumbnailer(ILogger<Thumbnailer> log)
    {
        program = FindProgram();
        if (program is null)
            log.LogWarning("ffmpeg is not installed: images are taken by what their headers say, and have no thumbnails.");
    }

    /// <summary>Without ffmpeg there are no thumbnails, and only headers are checked.</summary>
    public bool IsAvailable => program is not null;

    /// <returns>The thumbnail, or why the picture cannot be used.</returns>
    public async Task<Outcome<byte[]>> MakeAsync(Stream image, ImageType type, Orientation orientation, CancellationToken ct)
    {
        if (program is null)
            throw new InvalidOperationException("There is no ffmpeg.");
        await turns.WaitAsync(ct);
        try
        {
            return await RunAsync(program, image, type, orientation, ct);
        }
        finally
        {
            turns.Release();
        }
    }

    public void Dispose() => turns.Dispose();

    private static async Task<Outcome<byte[]>> RunAsync(string program, Stream image, ImageType type, Orientation orientation, CancellationToken ct)
    {
        image.Position = 0;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(TimeLimit);
        using var process = Process.Start(Command(program, type, orientation)) ?? throw new InvalidOperationException("ffmpeg does not start.");
        try
        {
            var feeding = FeedAsync(image, process.StandardInput.BaseStream, limit.Token);
            var draining = process.StandardError.BaseStream.CopyToAsync(Stream.Null, limit.Token);
            var thumbnail = await TakeAsync(process.StandardOutput.BaseStream, limit.Token);
            await Task.WhenAll(feeding, draining, process.WaitForExitAsync(limit.Token));
            return process.ExitCode == 0 && thumbnail is not null && ImageType.Sniff(thumbnail) == ImageType.WebP ? thumbnail : AssetProblems.NotAnImage;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return AssetProblems.TooSlow;
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    private static ProcessStartInfo Command(string program, ImageType type, Orientation orientation)
    {
        var scale = $"scale=w='min({MaxSide},iw)':h='min({MaxSide},ih)':force_original_aspect_ratio=decrease";
        var command = new ProcessStartInfo(program)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
            ArgumentList =
            {
                "-hide_banner", "-nostdin", "-loglevel", "quiet", "-protocol_whitelist", "pipe",
                // Damage anywhere in the picture is an error, not a grey area.
                "-xerror", "-err_detect", "explode+crccheck",
                "-max_pixels", AssetStore.MaxPixels.ToString(), "-threads", "1", "-noautorotate", "-f", type.Demuxer, "-i", "pipe:0",
                "-frames:v", "1", "-vf", orientation.Filter() is { } turn ? $"{turn},{scale}" : scale,
                "-map_metadata", "-1", "-c:v", "libwebp", "-quality", "75", "-threads", "1", "-f", "image2pipe", "pipe:1",
            },
        };
        // Whatever takes over a decoder finds no secrets in its environment.
        command.Environment.Clear();
        return command;
    }

    private static async Task FeedAsync(Stream image, Stream input, CancellationToken ct)
    {
        try
        {
            await image.CopyToAsync(input, ct);
            await input.DisposeAsync();
        }
        catch (IOException)
        {
            // ffmpeg has seen enough and closed the pipe.
        }
    }

    private static async Task<byte[]?> TakeAsync(Stream output, CancellationToken ct)
    {
        var taken = new MemoryStream();
        var buffer = new byte[16 << 10];
        for (int read; (read = await output.ReadAsync(buffer, ct)) > 0;)
        {
            if (taken.Length + read > MaxThumbnailBytes)
                return null;
            await taken.WriteAsync(buffer.AsMemory(0, read), ct);
        }

        return taken.ToArray();
    }

    private static string? FindProgram()
    {
        var name = OperatingSystem.IsWindows() ? "ffmpeg.exe" : "ffmpeg";
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
    }
}
