using System.IO.Compression;
using Cloison.Formats;
using Cloison.Formats.Dataset;
using Cloison.Formats.Files;
using Cloison.Server.Features.Assets;
using Cloison.Storage.Compartments;

namespace Cloison.Server.Features.Exports;

/// <summary>Puts the files themselves beside the labels: one zip, in the layout that the format's readers know.</summary>
internal static class MediaArchive
{
    private static readonly DateTimeOffset Date = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <param name="labels">What the format's writer wrote: a zip, or one file.</param>
    public static async Task WriteAsync(
        Compartment compartment, ProjectId project, FormatInfo format, Stream labels, IAsyncEnumerable<DatasetItem> items, Stream output, CancellationToken ct)
    {
        await using var zip = await ZipArchive.CreateAsync(output, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, ct);
        if (format.FileExtension == ".zip")
            await CopyEntriesAsync(labels, zip, ct);
        else
            await AddAsync(zip, "annotations" + format.FileExtension, labels, CompressionLevel.Fastest, ct);
        var folder = ExportFormats.MediaFolder(format)!;
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        await foreach (var item in items.WithCancellation(ct))
            if (MediaFile.First(item.Data) is { Asset: { } id, Name: var name } && FileName.TryNormalise(name, out var safe, out _) && taken.Add(safe)
                && await compartment.Database.ReadAsync(db => StoredAsset.Read(db, project, id), ct) is { } asset
                && await compartment.Blobs.OpenAsync(project, asset.Blob, ct) is { } media)
                await using (media)
                    // Images are compressed already.
                    await AddAsync(zip, folder + safe, media, CompressionLevel.NoCompression, ct);
    }

    private static async Task CopyEntriesAsync(Stream labels, ZipArchive zip, CancellationToken ct)
    {
        await using var from = await ZipArchive.CreateAsync(labels, ZipArchiveMode.Read, leaveOpen: true, entryNameEncoding: null, ct);
        foreach (var entry in from.Entries)
            await using (var content = await entry.OpenAsync(ct))
                await AddAsync(zip, entry.FullName, content, CompressionLevel.Fastest, ct);
    }

    private static async Task AddAsync(ZipArchive zip, string name, Stream content, CompressionLevel level, CancellationToken ct)
    {
        var entry = zip.CreateEntry(name, level);
        entry.LastWriteTime = Date;
        await using var target = await entry.OpenAsync(ct);
        await content.CopyToAsync(target, ct);
    }
}
