using System.Security.Cryptography;

namespace Cloison.Storage.Sealing.Age;

/// <summary>
/// Reads an age file as a forward-only stream, in constant memory. Every chunk is checked before a byte of it comes out; a file that was cut off, continued
/// or altered fails at that place.
/// </summary>
public sealed class AgeReadStream : Stream
{
    /// <summary>Far more than any header has that we or <c>age</c> write.</summary>
    private const int MaxHeaderBytes = 1 << 20;

    private readonly Stream source;
    private readonly ChaCha20Poly1305 cipher;
    private readonly byte[] plain = new byte[AgeFormat.ChunkBytes];
    // One byte more than a chunk: whether there is one tells whether this chunk is the last.
    private readonly byte[] message = new byte[AgeFormat.ChunkBytes + AgeFormat.TagBytes + 1];
    private int messageCount;
    private int plainCount;
    private int plainStart;
    private long chunk;
    private bool isOver;

    private AgeReadStream(Stream source, ChaCha20Poly1305 cipher) => (this.source, this.cipher) = (source, cipher);

    /// <summary>Whether a file that begins so is an age file.</summary>
    public static bool IsAge(ReadOnlySpan<byte> head) => head.StartsWith("age-encryption.org/v1\n"u8);

    /// <summary>Reads the header. The source stays open.</summary>
    /// <exception cref="AgeException">It is no age file, it was altered, or it is for somebody else.</exception>
    public static async Task<AgeReadStream> OpenAsync(Stream source, AgeIdentity identity, CancellationToken ct)
    {
        var header = await AgeHeader.ReadAsync(source, MaxHeaderBytes, ct);
        var fileKey = header.FileKeyFor(identity) ?? throw new AgeException("This file is not for this identity.");
        try
        {
            if (!CryptographicOperations.FixedTimeEquals(AgeFormat.HeaderMac(fileKey, header.MacText), header.Mac))
                throw new AgeException("The header was altered.");
            var nonce = new byte[AgeFormat.PayloadNonceBytes];
            if (await source.ReadAtLeastAsync(nonce, nonce.Length, throwOnEndOfStream: false, ct) < nonce.Length)
                throw new AgeException("The file is cut off.");
            return new(source, AgeFormat.PayloadCipher(fileKey, nonce));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(fileKey);
        }
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (plainStart == plainCount && !isOver && !buffer.IsEmpty)
        {
            messageCount += await source.ReadAtLeastAsync(message.AsMemory(messageCount), message.Length - messageCount, throwOnEndOfStream: false, cancellationToken);
            OpenChunk();
        }

        return Give(buffer.Span);
    }

    public override int Read(Span<byte> buffer)
    {
        if (plainStart == plainCount && !isOver && !buffer.IsEmpty)
        {
            messageCount += source.ReadAtLeast(message.AsSpan(messageCount), message.Length - messageCount, throwOnEndOfStream: false);
            OpenChunk();
        }

        return Give(buffer);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            isOver = true;
            cipher.Dispose();
            CryptographicOperations.ZeroMemory(plain);
        }

        base.Dispose(disposing);
    }

    private void OpenChunk()
    {
        var isLast = messageCount < message.Length;
        var sealedBytes = isLast ? messageCount : message.Length - 1;
        if (sealedBytes < AgeFormat.TagBytes)
            throw new AgeException("The file is cut off.");
        plainCount = sealedBytes - AgeFormat.TagBytes;
        // An empty last chunk after others would be a second spelling of the same file.
        if (plainCount == 0 && chunk > 0)
            throw new AgeException("The file ends with an empty chunk.");
        Span<byte> nonce = stackalloc byte[12];
        AgeFormat.WriteNonce(chunk++, isLast, nonce);
        plainStart = 0;
        try
        {
            cipher.Decrypt(nonce, message.AsSpan(0, plainCount), message.AsSpan(plainCount, AgeFormat.TagBytes), plain.AsSpan(0, plainCount));
        }
        catch (AuthenticationTagMismatchException)
        {
            plainCount = 0;
            throw new AgeException("The file was altered or cut off.");
        }

        isOver = isLast;
        if (!isLast)
            message[0] = message[^1];
        messageCount = isLast ? 0 : 1;
    }

    private int Give(Span<byte> buffer)
    {
        var count = Math.Min(buffer.Length, plainCount - plainStart);
        plain.AsSpan(plainStart, count).CopyTo(buffer);
        plainStart += count;
        return count;
    }
}
