using System.Security.Cryptography;

namespace Cloison.Storage.Sealing;

/// <summary>
/// Seals what is written to it, chunk by chunk, forward only, in 80 KiB of memory whatever the length.
/// </summary>
/// <remarks>
/// The last chunk is written by <see cref="CompleteAsync"/> and never by disposing: a writer that stops half-way leaves a message that
/// does not open, instead of a shorter one that does. The destination stays open. The buffers are not pooled, for the reason that <see cref="OpeningStream"/> gives.
/// </remarks>
public sealed class SealingStream : Stream
{
    private const int BatchChunks = 4;
    private const int RoomBytes = Envelope.HeaderBytes + BatchChunks * Cobblestone.SealedChunkBytes;

    private readonly PinnedKey key;
    private readonly ChunkCipher cipher;
    private readonly SealContext context;
    private readonly Stream destination;
    private readonly byte[] room = new byte[RoomBytes];
    private readonly byte[] plain = new byte[Cobblestone.ChunkBytes];
    private int sealedCount = Envelope.HeaderBytes;
    private int plainCount;
    private long chunk;
    private bool unusable;
    private bool disposed;

    internal SealingStream(PinnedKey key, uint keyNumber, CompartmentName compartment, in SealContext context, Stream destination)
    {
        (this.key, this.context, this.destination) = (key, context, destination);
        cipher = Envelope.Start(key, keyNumber, compartment, context, room);
    }

    /// <summary>The plain bytes written so far.</summary>
    public long PlainBytes { get; private set; }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => !disposed;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => PlainBytes;
        set => throw new NotSupportedException();
    }

    /// <summary>Writes the last chunk. Nothing can be written afterwards.</summary>
    public async Task CompleteAsync(CancellationToken ct)
    {
        ThrowIfUnusable();
        SealChunk(plain.AsSpan(0, plainCount));
        await SendAsync(ct);
        unusable = true;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ThrowIfUnusable();
        while (!buffer.IsEmpty)
        {
            buffer = buffer[Take(buffer.Span)..];
            if (RoomIsFull)
                await SendAsync(cancellationToken);
        }
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        ThrowIfUnusable();
        while (!buffer.IsEmpty)
        {
            buffer = buffer[Take(buffer)..];
            if (RoomIsFull)
                Send();
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <summary>Does nothing: chunks have a fixed size, so an early one cannot be sent.</summary>
    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && !disposed)
        {
            disposed = unusable = true;
            cipher.Dispose();
            CryptographicOperations.ZeroMemory(plain);
        }

        base.Dispose(disposing);
    }

    private bool RoomIsFull => sealedCount > RoomBytes - Cobblestone.SealedChunkBytes;

    /// <summary>Takes up to one chunk; seals it when it is full. Whole chunks are not copied first.</summary>
    private int Take(ReadOnlySpan<byte> buffer)
    {
        var taken = Math.Min(buffer.Length, Cobblestone.ChunkBytes - plainCount);
        if (taken == Cobblestone.ChunkBytes)
        {
            SealChunk(buffer[..taken]);
        }
        else
        {
            buffer[..taken].CopyTo(plain.AsSpan(plainCount));
            plainCount += taken;
            if (plainCount == Cobblestone.ChunkBytes)
            {
                SealChunk(plain.AsSpan(0, plainCount));
                plainCount = 0;
            }
        }

        PlainBytes += taken;
        return taken;
    }

    private void SealChunk(ReadOnlySpan<byte> content)
    {
        // The message's cipher lives on its own; a revoked key stops it here.
        if (key.IsRetired)
            throw SealBrokenException.At(context, SealBreak.KeyRevoked);
        cipher.Seal(chunk++, content, room.AsSpan(sealedCount, content.Length + Cobblestone.TagBytes));
        sealedCount += content.Length + Cobblestone.TagBytes;
    }

    // A write that failed may have written a part: what follows would not fit, so the stream is done for.
    private async ValueTask SendAsync(CancellationToken ct)
    {
        unusable = true;
        await destination.WriteAsync(room.AsMemory(0, sealedCount), ct);
        (sealedCount, unusable) = (0, false);
    }

    private void Send()
    {
        unusable = true;
        destination.Write(room, 0, sealedCount);
        (sealedCount, unusable) = (0, false);
    }

    private void ThrowIfUnusable()
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        if (unusable)
            throw new InvalidOperationException("The sealed message is complete, or an earlier write failed.");
    }
}
