namespace Cloison.Server.Features.Assets;

/// <summary>A forward-only stream whose first bytes can be looked at before it is read.</summary>
internal sealed class Lookahead : Stream
{
    private readonly Stream rest;
    private readonly byte[] head;
    private readonly int headBytes;
    private int given;

    private Lookahead(Stream rest, byte[] head, int headBytes) => (this.rest, this.head, this.headBytes) = (rest, head, headBytes);

    /// <param name="maxHeadBytes">Fewer when the stream is shorter.</param>
    public static async Task<Lookahead> ReadAsync(Stream stream, int maxHeadBytes, CancellationToken ct)
    {
        var head = new byte[maxHeadBytes];
        return new(stream, head, await stream.ReadAtLeastAsync(head, maxHeadBytes, throwOnEndOfStream: false, ct));
    }

    public ReadOnlyMemory<byte> Head => head.AsMemory(0, headBytes);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        given < headBytes ? ValueTask.FromResult(Give(buffer.Span)) : rest.ReadAsync(buffer, cancellationToken);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => given < headBytes ? Give(buffer.AsSpan(offset, count)) : rest.Read(buffer, offset, count);

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private int Give(Span<byte> buffer)
    {
        var count = Math.Min(buffer.Length, headBytes - given);
        head.AsSpan(given, count).CopyTo(buffer);
        given += count;
        return count;
    }
}
