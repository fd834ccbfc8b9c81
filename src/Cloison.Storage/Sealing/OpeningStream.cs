using System.Security.Cryptography;

namespace Cloison.Storage.Sealing;

/// <summary>
/// A sealed message as a seekable, read-only, clear stream. Reads only the chunks that a read touches, several at once when much is wanted;
/// keeps the last ones opened. Every byte it gives was authenticated.
/// </summary>
/// <remarks>The buffers are not pooled: a stream that is disposed while a read is under way would hand its content to the next user.</remarks>
internal sealed class OpeningStream(PinnedKey key, ChunkCipher cipher, SealContext context, Stream source, long chunksStart, long plainBytes) : Stream
{
    private const int WindowChunks = 4;

    private readonly byte[] window = new byte[Math.Min(WindowChunks * Cobblestone.ChunkBytes, plainBytes)];
    private readonly byte[] sealedWindow = new byte[Math.Min(WindowChunks * Cobblestone.SealedChunkBytes, plainBytes + Cobblestone.TagBytes * Cobblestone.Chunks(plainBytes))];
    private long windowStart;
    private int windowBytes;
    private long position;
    private bool disposed;

    public override bool CanRead => !disposed;

    public override bool CanSeek => !disposed;

    public override bool CanWrite => false;

    public override long Length => plainBytes;

    public override long Position
    {
        get => position;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            position = value;
        }
    }

    /// <summary>Opens the last chunk, which only the honest length has at its place.</summary>
    public async Task CheckLengthAsync(CancellationToken ct)
    {
        try
        {
            var last = Cobblestone.Chunks(plainBytes) - 1;
            await FillAsync(last, chunks: 1, ct);
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!NeedsChunks(buffer.Length, out var first, out var chunks))
            return CopyFromWindow(buffer.Span);
        await FillAsync(first, chunks, cancellationToken);
        return CopyFromWindow(buffer.Span);
    }

    public override int Read(Span<byte> buffer)
    {
        if (!NeedsChunks(buffer.Length, out var first, out var chunks))
            return CopyFromWindow(buffer);
        var wanted = SeekTo(first, chunks);
        OpenChunks(first, wanted, source.ReadAtLeast(sealedWindow.AsSpan(0, wanted), wanted, throwOnEndOfStream: false));
        return CopyFromWindow(buffer);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => position + offset,
        _ => plainBytes + offset,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        await source.DisposeAsync();
        await base.DisposeAsync();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !disposed)
        {
            disposed = true;
            windowBytes = 0;
            cipher.Dispose();
            CryptographicOperations.ZeroMemory(window);
            source.Dispose();
        }

        base.Dispose(disposing);
    }

    private bool NeedsChunks(int wantedBytes, out long first, out int chunks)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        // Also when the window has it: whoever may no longer read gets nothing more.
        if (key.IsRetired)
            throw SealBrokenException.At(context, SealBreak.KeyRevoked);
        (first, chunks) = (position / Cobblestone.ChunkBytes, 0);
        if (wantedBytes == 0 || position >= plainBytes || (position >= windowStart && position < windowStart + windowBytes))
            return false;
        var end = Math.Min(position + wantedBytes, plainBytes);
        chunks = (int)Math.Min(WindowChunks, (end - 1) / Cobblestone.ChunkBytes - first + 1);
        return true;
    }

    private async ValueTask FillAsync(long first, int chunks, CancellationToken ct)
    {
        var wanted = SeekTo(first, chunks);
        OpenChunks(first, wanted, await source.ReadAtLeastAsync(sealedWindow.AsMemory(0, wanted), wanted, throwOnEndOfStream: false, ct));
    }

    /// <summary>Goes to a chunk in the source; gives how many sealed bytes so many chunks have.</summary>
    private int SeekTo(long first, int chunks)
    {
        windowBytes = 0;
        source.Position = chunksStart + first * Cobblestone.SealedChunkBytes;
        var plain = Math.Min((long)chunks * Cobblestone.ChunkBytes, plainBytes - first * Cobblestone.ChunkBytes);
        return (int)plain + chunks * Cobblestone.TagBytes;
    }

    private void OpenChunks(long first, int wanted, int read)
    {
        if (read < wanted)
            throw SealBrokenException.At(context, SealBreak.Malformed);
        var opened = 0;
        for (int chunk = 0, at = 0; at < wanted; chunk++)
        {
            var bytes = Math.Min(Cobblestone.SealedChunkBytes, wanted - at);
            var plain = window.AsSpan(opened, bytes - Cobblestone.TagBytes);
            if (!cipher.TryOpen(first + chunk, sealedWindow.AsSpan(at, bytes), plain))
                throw SealBrokenException.At(context, SealBreak.Altered);
            opened += plain.Length;
            at += bytes;
        }

        (windowStart, windowBytes) = (first * Cobblestone.ChunkBytes, opened);
    }

    private int CopyFromWindow(Span<byte> buffer)
    {
        if (position < windowStart || position >= windowStart + windowBytes)
            return 0;
        var from = (int)(position - windowStart);
        var count = Math.Min(buffer.Length, windowBytes - from);
        window.AsSpan(from, count).CopyTo(buffer);
        position += count;
        return count;
    }
}
