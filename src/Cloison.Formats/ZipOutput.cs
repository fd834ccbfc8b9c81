using System.IO.Compression;

namespace Cloison.Formats;

/// <summary>An archive made on the fly on a forward-only stream. Entries carry a fixed date, so that equal data give equal bytes.</summary>
internal sealed class ZipOutput : IAsyncDisposable
{
    private static readonly DateTimeOffset Date = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly ZipArchive archive;

    private ZipOutput(ZipArchive archive) => this.archive = archive;

    public static async Task<ZipOutput> CreateAsync(Stream output, CancellationToken ct) =>
        new(await ZipArchive.CreateAsync(output, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, ct));

    /// <summary>Opens the next entry; the one before must be closed.</summary>
    public async Task<Stream> OpenEntryAsync(string name, CancellationToken ct)
    {
        var entry = archive.CreateEntry(name, CompressionLevel.Fastest);
        entry.LastWriteTime = Date;
        return await entry.OpenAsync(ct);
    }

    public async Task WriteEntryAsync(string name, ReadOnlyMemory<byte> content, CancellationToken ct)
    {
        await using var stream = await OpenEntryAsync(name, ct);
        await stream.WriteAsync(content, ct);
    }

    public ValueTask DisposeAsync() => archive.DisposeAsync();
}
