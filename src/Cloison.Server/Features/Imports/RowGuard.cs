namespace Cloison.Server.Features.Imports;

/// <summary>Keeps a reader of a long array from gathering one element without end.</summary>
internal sealed class RowGuard(Stream inner, int maxRowBytes) : Stream
{
    /// <summary>What a reader may have taken in of rows further on.</summary>
    private const int ReadAheadBytes = 1 << 20;

    private long sinceRow;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>A row is complete.</summary>
    public void Restart() => sinceRow = 0;

    /// <exception cref="InvalidDataException">The row is too long.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer, cancellationToken);
        sinceRow += read;
        return sinceRow <= maxRowBytes + ReadAheadBytes ? read : throw new InvalidDataException($"The row is longer than {maxRowBytes:N0} bytes.");
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Read it asynchronously.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
