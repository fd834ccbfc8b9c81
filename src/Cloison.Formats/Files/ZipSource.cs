using System.IO.Compression;
using Cloison.Formats.Dataset;
using Cloison.Formats.Input;

namespace Cloison.Formats.Files;

/// <summary>
/// The files of a zip archive, read where they are: nothing is extracted to disk. Names are normalised or refused, encrypted
/// entries are refused, and every stream stops at the limits of <see cref="ArchiveLimits"/>, whatever the directory states.
/// Archives within the archive stay closed. Not for several threads at once.
/// </summary>
public sealed class ZipSource : IFileSource, IAsyncDisposable
{
    private readonly ZipArchive archive;
    private readonly ArchiveLimits limits;
    private readonly Dictionary<string, ZipArchiveEntry> entries;

    private ZipSource(ZipArchive archive, ArchiveLimits limits, FileList list, Dictionary<string, ZipArchiveEntry> byRawName)
    {
        (this.archive, this.limits) = (archive, limits);
        (Files, var rawNames) = list.Close();
        Refusals = list.Refusals;
        entries = Files.ToDictionary(f => f.Name, f => byRawName[rawNames[f.Name]], StringComparer.Ordinal);
    }

    public IReadOnlyList<SourceFile> Files { get; }

    public IReadOnlyList<Refusal> Refusals { get; }

    /// <param name="seekable">The archive; it is closed with this source.</param>
    /// <exception cref="InvalidDataException">It is not a zip archive, is cut off, or has more entries than allowed.</exception>
    public static async Task<ZipSource> OpenAsync(Stream seekable, ArchiveLimits? limits = null, CancellationToken ct = default)
    {
        limits ??= ArchiveLimits.Default;
        var archive = await ZipArchive.CreateAsync(seekable, ZipArchiveMode.Read, leaveOpen: false, entryNameEncoding: null, ct);
        try
        {
            if (archive.Entries.Count > limits.MaxEntries)
                throw new InvalidDataException($"The archive has more than {limits.MaxEntries} entries.");
            var list = new FileList();
            var byRawName = new Dictionary<string, ZipArchiveEntry>(StringComparer.Ordinal);
            foreach (var entry in archive.Entries)
            {
                if (entry.FullName.EndsWith('/') && entry.Length == 0)
                    continue;
                if (entry.IsEncrypted)
                {
                    list.Refuse(entry.FullName, "The entry is encrypted.");
                    continue;
                }

                list.Add(entry.FullName, entry.Length);
                byRawName.TryAdd(entry.FullName, entry);
            }

            return new(archive, limits, list, byRawName);
        }
        catch
        {
            await archive.DisposeAsync();
            throw;
        }
    }

    public async ValueTask<Stream> OpenAsync(SourceFile file, CancellationToken ct)
    {
        var entry = entries[file.Name];
        var byRatio = Math.Max(ArchiveLimits.FreeBytes, entry.CompressedLength * (long)limits.MaxRatio);
        return new LimitedStream(await entry.OpenAsync(ct), Math.Min(limits.MaxEntryBytes, byRatio));
    }

    public ValueTask DisposeAsync() => archive.DisposeAsync();
}
