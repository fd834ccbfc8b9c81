using System.Security.Cryptography;
using Cloison.Storage.Sealing;

namespace Cloison.Storage.Blobs;

/// <summary>A blob that is being written: hashed and sealed on the way into <c>incoming/</c>, never clear on disk. Disposing removes what was not placed.</summary>
internal sealed class IncomingBlob : IAsyncDisposable
{
    private readonly string path;
    private readonly FileStream file;
    private readonly byte[] header = BlobFile.NewHeader();
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly SealingStream sealing;

    private IncomingBlob(string path, FileStream file, Sealer sealer)
    {
        (this.path, this.file) = (path, file);
        sealing = sealer.SealTo(BlobFile.Context(header), file);
    }

    public long PlainBytes => sealing.PlainBytes;

    public static async Task<IncomingBlob> StartAsync(BlobFolder folder, Sealer sealer, Func<string, FileStream> createFile, CancellationToken ct)
    {
        DurableFolder.Create(folder.Incoming);
        var path = Path.Combine(folder.Incoming, RandomNumberGenerator.GetHexString(32, lowercase: true));
        var file = createFile(path);
        try
        {
            var blob = new IncomingBlob(path, file, sealer);
            await file.WriteAsync(blob.header, ct);
            return blob;
        }
        catch
        {
            await file.DisposeAsync();
            File.Delete(path);
            throw;
        }
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> plain, CancellationToken ct)
    {
        hash.AppendData(plain.Span);
        return sealing.WriteAsync(plain, ct);
    }

    public void Write(ReadOnlySpan<byte> plain)
    {
        hash.AppendData(plain);
        sealing.Write(plain);
    }

    /// <summary>Seals the last chunk; gives the SHA-256 of the plain bytes.</summary>
    public async Task<byte[]> CompleteAsync(CancellationToken ct)
    {
        await sealing.CompleteAsync(ct);
        return hash.GetHashAndReset();
    }

    /// <summary>
    /// Writes the binding, brings the file to the disk, and only then gives it its name: after a power cut there is the whole blob under
    /// that name, or none.
    /// </summary>
    /// <exception cref="IOException">Not overwriting, and the target is there.</exception>
    public void Place(PinnedKey bindingKey, ProjectId? project, string place, string target, bool overwrite)
    {
        file.Write(BlobFile.Binding(bindingKey, project, place, header, PlainBytes));
        file.Flush(flushToDisk: true);
        file.Dispose();
        var folder = Path.GetDirectoryName(target)!;
        DurableFolder.Create(folder);
        File.Move(path, target, overwrite);
        DurableFolder.Flush(folder);
    }

    public async ValueTask DisposeAsync()
    {
        await sealing.DisposeAsync();
        hash.Dispose();
        await file.DisposeAsync();
        // Gone already when it was placed; then this does nothing.
        File.Delete(path);
    }
}
