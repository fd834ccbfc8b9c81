using System.Security.Cryptography;
using System.Text;

namespace Cloison.Storage.Sealing.Age;

/// <summary>
/// A write-only stream that encrypts to age recipients, in constant memory: what it makes is opened by the stock <c>age</c> program.
/// </summary>
/// <remarks>The last chunk is written by <see cref="CompleteAsync"/> and never by disposing: a writer that stops half-way leaves a file that does not
/// open, instead of a shorter one that does. The destination stays open.</remarks>
public sealed class AgeWriteStream : Stream
{
    private readonly Stream destination;
    private readonly ChaCha20Poly1305 cipher;
    private readonly byte[] plain = new byte[AgeFormat.ChunkBytes];
    private readonly byte[] message = new byte[AgeFormat.ChunkBytes + AgeFormat.TagBytes];
    private int plainCount;
    private long chunk;
    private bool unusable;

    private AgeWriteStream(Stream destination, ChaCha20Poly1305 cipher) => (this.destination, this.cipher) = (destination, cipher);

    /// <summary>Writes the header.</summary>
    public static async Task<AgeWriteStream> StartAsync(Stream destination, IReadOnlyList<AgeRecipient> recipients, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfZero(recipients.Count);
        var fileKey = RandomNumberGenerator.GetBytes(AgeFormat.FileKeyBytes);
        var nonce = RandomNumberGenerator.GetBytes(AgeFormat.PayloadNonceBytes);
        try
        {
            var header = new StringBuilder($"{AgeFormat.Version}\n");
            foreach (var recipient in recipients)
                header.Append(Stanza(fileKey, recipient));
            header.Append("---");
            var mac = AgeFormat.Encode(AgeFormat.HeaderMac(fileKey, header.ToString()));
            await destination.WriteAsync((byte[])[.. Encoding.ASCII.GetBytes($"{header} {mac}\n"), .. nonce], ct);
            return new(destination, AgeFormat.PayloadCipher(fileKey, nonce));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(fileKey);
        }
    }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => !unusable;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Writes the last chunk. Nothing can be written afterwards.</summary>
    public async Task CompleteAsync(CancellationToken ct)
    {
        ObjectDisposedException.ThrowIf(unusable, this);
        unusable = true;
        await destination.WriteAsync(Seal(isLast: true), ct);
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(unusable, this);
        while (!buffer.IsEmpty)
        {
            // Only when more follows: the last chunk may be full, and it is marked.
            if (plainCount == plain.Length)
            {
                unusable = true;
                await destination.WriteAsync(Seal(isLast: false), cancellationToken);
                unusable = false;
            }

            buffer = buffer[Take(buffer.Span)..];
        }
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        ObjectDisposedException.ThrowIf(unusable, this);
        while (!buffer.IsEmpty)
        {
            if (plainCount == plain.Length)
            {
                unusable = true;
                destination.Write(Seal(isLast: false).Span);
                unusable = false;
            }

            buffer = buffer[Take(buffer)..];
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <summary>Does nothing: chunks have a fixed size.</summary>
    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            unusable = true;
            cipher.Dispose();
            CryptographicOperations.ZeroMemory(plain);
        }

        base.Dispose(disposing);
    }

    private static string Stanza(ReadOnlySpan<byte> fileKey, AgeRecipient recipient)
    {
        Span<byte> secret = stackalloc byte[X25519.Bytes];
        Span<byte> shared = stackalloc byte[X25519.Bytes];
        RandomNumberGenerator.Fill(secret);
        var share = X25519.PublicKey(secret);
        if (!X25519.TryAgree(secret, recipient.Key, shared))
            throw new AgeException("This recipient is no usable public key.");
        var wrapKey = AgeFormat.WrapKey(shared, share, recipient);
        var wrapped = new byte[AgeFormat.WrappedBytes];
        using (var wrapping = new ChaCha20Poly1305(wrapKey))
            // The key is used once, so the nonce may be constant.
            wrapping.Encrypt(stackalloc byte[12], fileKey, wrapped.AsSpan(0, AgeFormat.FileKeyBytes), wrapped.AsSpan(AgeFormat.FileKeyBytes));
        CryptographicOperations.ZeroMemory(secret);
        CryptographicOperations.ZeroMemory(shared);
        CryptographicOperations.ZeroMemory(wrapKey);
        return $"-> {AgeFormat.X25519Stanza} {AgeFormat.Encode(share)}\n{AgeFormat.Encode(wrapped)}\n";
    }

    private int Take(ReadOnlySpan<byte> buffer)
    {
        var taken = Math.Min(buffer.Length, plain.Length - plainCount);
        buffer[..taken].CopyTo(plain.AsSpan(plainCount));
        plainCount += taken;
        return taken;
    }

    private ReadOnlyMemory<byte> Seal(bool isLast)
    {
        Span<byte> nonce = stackalloc byte[12];
        AgeFormat.WriteNonce(chunk++, isLast, nonce);
        cipher.Encrypt(nonce, plain.AsSpan(0, plainCount), message.AsSpan(0, plainCount), message.AsSpan(plainCount, AgeFormat.TagBytes));
        var sealedBytes = plainCount + AgeFormat.TagBytes;
        plainCount = 0;
        return message.AsMemory(0, sealedBytes);
    }
}
