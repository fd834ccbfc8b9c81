namespace Cloison.Server.Features.Assets;

/// <summary>Parts of a stored file and bytes of our own, one after the other, as one file that can be read from anywhere.</summary>
internal sealed class SplicedStream : Stream
{
    private readonly Stream file;
    private readonly IReadOnlyList<ImagePart> parts;
    private readonly long[] starts;

    /// <param name="file">Seekable; closed with this one.</param>
    public SplicedStream(Stream file, IReadOnlyList<ImagePart> parts)
    {
        (this.file, this.parts) = (file, parts);
        starts = new long[parts.Count];
        for (var i = 0; i < parts.Count; i++)
        {
            starts[i] = Length;
            Length += parts[i].Length;
        }
    }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length { get; }

    public override long Position { get; set; }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Position >= Length || buffer.IsEmpty)
            return 0;
        var found = Array.BinarySearch(starts, Position);
        var index = found >= 0 ? found : ~found - 1;
        var part = parts[index];
        var within = Position - starts[index];
        var count = (int)Math.Min(buffer.Length, part.Length - within);
        if (part.Own is { } own)
            own.AsMemory((int)within, count).CopyTo(buffer);
        else
        {
            if (file.Position != part.From + within)
                file.Position = part.From + within;
            count = await file.ReadAsync(buffer[..count], cancellationToken);
        }

        Position += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Read it asynchronously.");

    public override long Seek(long offset, SeekOrigin origin) =>
        Position = offset + origin switch { SeekOrigin.Begin => 0, SeekOrigin.Current => Position, _ => Length };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        await file.DisposeAsync();
        await base.DisposeAsync();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            file.Dispose();
        base.Dispose(disposing);
    }
}
