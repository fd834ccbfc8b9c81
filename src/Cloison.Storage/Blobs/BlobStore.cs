using System.Security.Cryptography;
using Cloison.Domain;
using Cloison.Storage.Sealing;

namespace Cloison.Storage.Blobs;

/// <summary>
/// One compartment's files, sealed, in a folder: content-addressed blobs (assets), and named artefacts (exports). Thread-safe.
/// </summary>
/// <remarks>
/// Equal content is kept once in each project, not across projects: each project has its own key, and shredding one must not touch
/// another. Who deletes must know that nobody refers to the blob any more and that no put of the same content is under way: the store
/// counts no references.
/// </remarks>
/// <param name="root">The compartment's folder; made when first needed.</param>
public sealed class BlobStore(string root, KeyRing keys, TimeProvider clock)
{
    private const int CopyBytes = 64 * 1024;
    private readonly BlobFolder folder = new(Path.GetFullPath(root));

    /// <summary>How files are made; a test puts a full disk here.</summary>
    internal Func<string, FileStream> CreateFile { get; init; } = NewPrivateFile;

    /// <summary>Stores content in constant memory. Cancelling, a failing input or a full disk leave nothing behind.</summary>
    /// <param name="maxBytes">The most plain bytes to accept.</param>
    /// <returns><see cref="BlobProblems.TooLarge"/> beyond the limit; then at most 64 KiB more than that were read.</returns>
    /// <exception cref="SealBrokenException">The project's key is revoked or destroyed.</exception>
    public async Task<Outcome<StoredBlob>> PutAsync(ProjectId project, Stream plain, long maxBytes, CancellationToken ct)
    {
        await using var incoming = await IncomingBlob.StartAsync(folder, keys.For(project), CreateFile, ct);
        if (!await CopyAsync(plain, incoming, maxBytes, ct))
            return BlobProblems.TooLarge(maxBytes);
        var sha256 = await incoming.CompleteAsync(ct);
        var name = NameOf(project, sha256);
        var stored = new StoredBlob(name, incoming.PlainBytes, BlobFile.FileBytes(incoming.PlainBytes), sha256, Added: true);
        if (await IsWholeAsync(project, name, ct))
            return stored with { Added = false };
        ct.ThrowIfCancellationRequested();
        // Overwriting: two puts of one content may both arrive here, and either file is right.
        incoming.Place(keys.Root.BlobBinding(project), project, BlobFolder.PlaceOf(name), folder.PathOf(project, name), overwrite: true);
        return stored;
    }

    /// <summary>Seals a blob anew under the key that seals now, for the background job of a rotation. Readers of the old file are not disturbed.</summary>
    /// <returns>False when there is no such blob, or nothing to do.</returns>
    /// <exception cref="SealBrokenException">The old file is not whole; it stays.</exception>
    public async Task<bool> ResealAsync(ProjectId project, BlobName name, CancellationToken ct)
    {
        var path = folder.PathOf(project, name);
        if (!File.Exists(path) || await KeyNumberAsync(path, ct) is not { } number || number == keys.For(project).CurrentKey)
            return false;
        await using var old = await OpenAsync(project, name, ct);
        if (old is null)
            return false;
        await using var incoming = await IncomingBlob.StartAsync(folder, keys.For(project), CreateFile, ct);
        await CopyAsync(old, incoming, old.Length, ct);
        if (NameOf(project, await incoming.CompleteAsync(ct)) != name)
            throw new SealBrokenException(SealBreak.Altered, $"{project}/{BlobFolder.PlaceOf(name)}");
        incoming.Place(keys.Root.BlobBinding(project), project, BlobFolder.PlaceOf(name), path, overwrite: true);
        return true;
    }

    /// <summary>As <see cref="ResealAsync"/>, for an artefact.</summary>
    /// <exception cref="SealBrokenException">The old file is not whole; it stays.</exception>
    public async Task<bool> ResealArtifactAsync(ProjectId? project, string name, CancellationToken ct)
    {
        var path = folder.PathOf(project, name);
        var sealer = SealerOf(project);
        if (!File.Exists(path) || await KeyNumberAsync(path, ct) is not { } number || number == sealer.CurrentKey)
            return false;
        await using var old = await OpenArtifactAsync(project, name, ct);
        if (old is null)
            return false;
        await using var incoming = await IncomingBlob.StartAsync(folder, sealer, CreateFile, ct);
        await CopyAsync(old, incoming, old.Length, ct);
        await incoming.CompleteAsync(ct);
        // Deleted meanwhile: it must not come back.
        if (!File.Exists(path))
            return false;
        incoming.Place(keys.Root.BlobBinding(project), project, BlobFolder.PlaceOf(name), path, overwrite: true);
        return true;
    }

    /// <summary>How many files of a project another key than this one has sealed. Reads only their first bytes.</summary>
    public async Task<long> CountOthersAsync(ProjectId? project, uint keyNumber, CancellationToken ct)
    {
        var count = 0L;
        var blobs = project is { } owner ? List(owner).Select(b => folder.PathOf(owner, b.Name)) : [];
        foreach (var path in blobs.Concat(ListArtifacts(project).Select(name => folder.PathOf(project, name))))
            if (await KeyNumberAsync(path, ct) is { } number && number != keyNumber)
                count++;
        return count;
    }

    /// <summary>Opens a blob as a seekable stream of known, authenticated length that reads only what is asked for. Null when there is none.</summary>
    /// <exception cref="SealBrokenException">Altered, cut off, put in another's place, or its key is gone.</exception>
    public Task<Stream?> OpenAsync(ProjectId project, BlobName name, CancellationToken ct) =>
        OpenAsync(project, BlobFolder.PlaceOf(name), folder.PathOf(project, name), ct);

    /// <summary>Reads a blob from beginning to end: whether it is there and its content is the one that its name was made of.</summary>
    /// <exception cref="SealBrokenException">Altered, cut off, put in another's place, or its key is gone.</exception>
    public async Task<bool> MatchesAsync(ProjectId project, BlobName name, CancellationToken ct)
    {
        await using var stream = await OpenAsync(project, name, ct);
        return stream is not null && NameOf(project, await SHA256.HashDataAsync(stream, ct)) == name;
    }

    public bool Exists(ProjectId project, BlobName name) => File.Exists(folder.PathOf(project, name));

    /// <returns>False when there was none.</returns>
    public bool Delete(ProjectId project, BlobName name) => DeleteFile(folder.PathOf(project, name));

    /// <summary>All blobs of a project, in no order, as the folder is read. Foreign files are left out.</summary>
    public IEnumerable<BlobEntry> List(ProjectId project) =>
        from file in Files(folder.ContentOf(project), SearchOption.AllDirectories)
        let entry = EntryOf(file)
        where entry is not null
        select entry;

    /// <summary>Starts a named artefact. Names are given once: an artefact is never overwritten, so that an old one cannot pass for a new one.</summary>
    /// <param name="project">Null: it belongs to the compartment as a whole, and is sealed under the compartment's own key.</param>
    /// <param name="name">1 to 100 of a-z 0-9 . _ - (an export's id with a suffix; it is not sealed).</param>
    public async Task<ArtifactStream> CreateArtifactAsync(ProjectId? project, string name, CancellationToken ct)
    {
        var (place, target) = (BlobFolder.PlaceOf(name), folder.PathOf(project, name));
        var incoming = await IncomingBlob.StartAsync(folder, SealerOf(project), CreateFile, ct);
        return new ArtifactStream(incoming, name, blob => blob.Place(keys.Root.BlobBinding(project), project, place, target, overwrite: false));
    }

    /// <summary>As <see cref="OpenAsync(ProjectId, BlobName, CancellationToken)"/>, for an artefact.</summary>
    /// <exception cref="SealBrokenException">Altered, cut off, put in another's place, or its key is gone.</exception>
    public Task<Stream?> OpenArtifactAsync(ProjectId? project, string name, CancellationToken ct) =>
        OpenAsync(project, BlobFolder.PlaceOf(name), folder.PathOf(project, name), ct);

    public bool DeleteArtifact(ProjectId? project, string name) => DeleteFile(folder.PathOf(project, name));

    public IEnumerable<string> ListArtifacts(ProjectId? project) =>
        Files(folder.ArtifactsOf(project), SearchOption.TopDirectoryOnly).Select(file => file.Name);

    /// <summary>Removes all files of a project, after its keys were destroyed.</summary>
    /// <returns>False when it had none.</returns>
    public bool DeleteProject(ProjectId project)
    {
        var path = folder.Of(project);
        if (!Directory.Exists(path))
            return false;
        Directory.Delete(path, recursive: true);
        DurableFolder.Flush(Path.GetDirectoryName(path)!);
        return true;
    }

    /// <summary>Removes what crashed writers left in <c>incoming/</c>.</summary>
    /// <param name="olderThan">Since the last write; longer than any upload may stall.</param>
    /// <returns>How many files.</returns>
    public int SweepIncoming(TimeSpan olderThan)
    {
        var before = clock.GetUtcNow() - olderThan;
        return Files(folder.Incoming, SearchOption.TopDirectoryOnly).Where(file => file.LastWriteTimeUtc < before).Count(file => DeleteFile(file.FullName));
    }

    private static async Task<bool> CopyAsync(Stream plain, IncomingBlob incoming, long maxBytes, CancellationToken ct)
    {
        var buffer = new byte[CopyBytes];
        try
        {
            for (int read; (read = await plain.ReadAsync(buffer, ct)) > 0;)
            {
                if (incoming.PlainBytes + read > maxBytes)
                    return false;
                await incoming.WriteAsync(buffer.AsMemory(0, read), ct);
            }

            return true;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(buffer);
        }
    }

    private BlobName NameOf(ProjectId project, ReadOnlySpan<byte> sha256)
    {
        using var hold = keys.Root.ContentAddress(project).Use();
        return BlobName.Of(hold.Span, sha256);
    }

    /// <summary>Whether the project has that content, and both ends of the file are whole: what was cut off or whose key is gone is healed by putting it again.</summary>
    private async Task<bool> IsWholeAsync(ProjectId project, BlobName name, CancellationToken ct)
    {
        try
        {
            await using var stream = await OpenAsync(project, name, ct);
            return stream is not null;
        }
        catch (SealBrokenException)
        {
            return false;
        }
    }

    private Sealer SealerOf(ProjectId? project) => project is { } owner ? keys.For(owner) : keys.ForCompartment();

    private async Task<Stream?> OpenAsync(ProjectId? project, string place, string path, CancellationToken ct)
    {
        FileStream file;
        try
        {
            file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0, FileOptions.Asynchronous);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }

        try
        {
            var header = await CheckAsync(file, project, place, ct);
            return await SealerOf(project).OpenSeekableAsync(BlobFile.Context(header), file, file.Length - BlobFile.HeaderBytes - BlobFile.BindingBytes, ct);
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    /// <summary>Checks that the file is the one that was stored here, and goes to its envelope.</summary>
    private async Task<byte[]> CheckAsync(FileStream file, ProjectId? project, string place, CancellationToken ct)
    {
        var header = new byte[BlobFile.HeaderBytes];
        var binding = new byte[BlobFile.BindingBytes];
        if (!BlobFile.TryPlainBytes(file.Length, out var plainBytes))
            throw Broken(SealBreak.Malformed);
        await file.ReadExactlyAsync(header, ct);
        file.Position = file.Length - binding.Length;
        await file.ReadExactlyAsync(binding, ct);
        file.Position = header.Length;
        if (!BlobFile.IsHeader(header))
            throw Broken(SealBreak.Malformed);
        var expected = BlobFile.Binding(keys.Root.BlobBinding(project), project, place, header, plainBytes);
        return CryptographicOperations.FixedTimeEquals(expected, binding) ? header : throw Broken(SealBreak.WrongPlaceOrKey);

        SealBrokenException Broken(SealBreak reason) => new(reason, $"{project?.Text ?? BlobFolder.NoProject}/{place}");
    }

    /// <summary>Null when the file is gone, or none of ours.</summary>
    private static async Task<uint?> KeyNumberAsync(string path, CancellationToken ct)
    {
        try
        {
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0);
            var head = new byte[BlobFile.HeaderBytes + Envelope.HeaderBytes];
            await file.ReadExactlyAsync(head, ct);
            return Envelope.TryKeyNumber(head.AsSpan(BlobFile.HeaderBytes), out var number) ? number : null;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or EndOfStreamException)
        {
            return null;
        }
    }

    private static FileStream NewPrivateFile(string path)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 0, Options = FileOptions.Asynchronous,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options);
    }

    private static BlobEntry? EntryOf(FileInfo file) =>
        BlobName.TryParse(file.Name, out var name) && BlobFile.TryPlainBytes(file.Length, out var plainBytes) ? new(name, plainBytes, file.Length) : null;

    private static IEnumerable<FileInfo> Files(string path, SearchOption depth) =>
        Directory.Exists(path) ? new DirectoryInfo(path).EnumerateFiles("*", depth) : [];

    private static bool DeleteFile(string path)
    {
        try
        {
            if (!File.Exists(path))
                return false;
            File.Delete(path);
            return true;
        }
        catch (DirectoryNotFoundException)
        {
            return false;
        }
    }
}
