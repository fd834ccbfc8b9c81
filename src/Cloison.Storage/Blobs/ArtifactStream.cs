namespace Cloison.Storage.Blobs;

/// <summary>
/// A write-only stream into a named artefact, such as an export. <see cref="CommitAsync"/> makes it appear, whole and durable; disposing
/// without it leaves nothing behind.
/// </summary>
public sealed class ArtifactStream : Stream
{
    private readonly IncomingBlob blob;
    private readonly Action<IncomingBlob> place;
    private readonly string name;
    private bool committed;
    private bool disposed;

    internal ArtifactStream(IncomingBlob blob, string name, Action<IncomingBlob> place) => (this.blob, this.name, this.place) = (blob, name, place);

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => !committed && !disposed;

    public override long Length => throw new NotSupportedException();

    /// <summary>The plain bytes written so far.</summary>
    public override long Position
    {
        get => blob.PlainBytes;
        set => throw new NotSupportedException();
    }

    /// <exception cref="IOException">An artefact of that name is there already, or the disk did not take it.</exception>
    public async Task<StoredArtifact> CommitAsync(CancellationToken ct)
    {
        var sha256 = await blob.CompleteAsync(ct);
        place(blob);
        committed = true;
        return new StoredArtifact(name, blob.PlainBytes, BlobFile.FileBytes(blob.PlainBytes), sha256);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => blob.WriteAsync(buffer, cancellationToken);

    public override void Write(ReadOnlySpan<byte> buffer) => blob.Write(buffer);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        if (disposed)
            return;
        disposed = true;
        await blob.DisposeAsync();
        await base.DisposeAsync();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !disposed)
        {
            disposed = true;
            blob.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }

        base.Dispose(disposing);
    }
}
