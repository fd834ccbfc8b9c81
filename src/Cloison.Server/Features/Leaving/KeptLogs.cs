using Cloison.Storage.Compartments;
using Cloison.Transparency.Tiles;

namespace Cloison.Server.Features.Leaving;

/// <summary>The hashes of the access logs of customers who have left, as files: <c>left/&lt;code name&gt;/log/…</c> in the data folder.</summary>
internal sealed class KeptLogs(Installation installation)
{
    private const string Checkpoint = "checkpoint";

    /// <exception cref="ArgumentException">The path is none of a log's public files.</exception>
    public async Task KeepAsync(string codeName, string path, byte[] content, CancellationToken ct)
    {
        var target = PathOf(codeName, path) ?? throw new ArgumentException($"'{path}' is no checkpoint and no tile of hashes.", nameof(path));
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        // Under another name first: half a tile would be taken for a broken log.
        var part = target + ".part";
        await using (var file = new FileStream(part, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous))
        {
            await file.WriteAsync(content, ct);
            file.Flush(flushToDisk: true);
        }

        File.Move(part, target, overwrite: true);
    }

    /// <summary>Null when there is no such file, or never was such a customer.</summary>
    public async Task<byte[]?> ReadAsync(string codeName, string path, CancellationToken ct) =>
        PathOf(codeName, path) is { } file && File.Exists(file) ? await File.ReadAllBytesAsync(file, ct) : null;

    /// <summary>Null for what is no name or path of ours: it must not become one on the disk.</summary>
    private string? PathOf(string codeName, string path) =>
        codeName.Length is > 0 and <= 100 && codeName.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') && (path == Checkpoint || TileAddress.TryParse(path, out _))
            ? Path.Combine([installation.DataFolder, "left", codeName, "log", .. path.Split('/')])
            : null;
}
