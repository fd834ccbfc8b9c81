using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Cloison.Domain.Json;

namespace Cloison.Storage.Sealing;

/// <summary>
/// Seals and opens the content of one project, or of what belongs to none. Thread-safe, holds no key itself: it asks the ring every time,
/// so that a revocation works at once.
/// </summary>
/// <remarks>Every opening fails with <see cref="SealBrokenException"/> only, and gives nothing of a value that is not whole.</remarks>
public sealed class Sealer
{
    private const int StackBytes = 1024;
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private readonly KeyRing ring;

    internal Sealer(KeyRing ring, ProjectId? project) => (this.ring, Project) = (ring, project);

    /// <summary>Null: what belongs to no project.</summary>
    public ProjectId? Project { get; }

    /// <summary>Seals a value for its place; see <see cref="Envelope"/> for the layout.</summary>
    public byte[] Seal(in SealContext context, ReadOnlySpan<byte> plain)
    {
        var (number, key) = ring.Active(Project);
        return Envelope.Seal(key, number, ring.Compartment, context, plain);
    }

    /// <summary>Opens a value of this place.</summary>
    public byte[] Open(in SealContext context, ReadOnlySpan<byte> envelope)
    {
        var key = KeyFor(context, envelope, out var plainBytes);
        var plain = new byte[plainBytes];
        Envelope.Open(key, ring.Compartment, context, envelope, plain);
        return plain;
    }

    /// <exception cref="ArgumentException">The text is not well-formed UTF-16: it would come back altered.</exception>
    public byte[] SealText(in SealContext context, string text)
    {
        var bytes = Utf8.GetByteCount(text);
        var rented = bytes > StackBytes ? ArrayPool<byte>.Shared.Rent(bytes) : null;
        var plain = (rented ?? stackalloc byte[StackBytes])[..bytes];
        Utf8.GetBytes(text, plain);
        try
        {
            return Seal(context, plain);
        }
        finally
        {
            GiveBack(plain, rented);
        }
    }

    public string OpenText(in SealContext context, ReadOnlySpan<byte> envelope) => OpenAs(context, envelope, static plain => Encoding.UTF8.GetString(plain));

    /// <summary>Seals a value as JSON, by the product's one set of rules.</summary>
    public byte[] SealJson<T>(in SealContext context, T value) => Seal(context, JsonSerializer.SerializeToUtf8Bytes(value, DomainJson.Options));

    /// <exception cref="JsonException">Whole, but not JSON of that type: a bug, or written by a newer version.</exception>
    public T OpenJson<T>(in SealContext context, ReadOnlySpan<byte> envelope) =>
        OpenAs(context, envelope, static plain => JsonSerializer.Deserialize<T>(plain, DomainJson.Options))
        ?? throw new JsonException("The sealed JSON is null.");

    /// <summary>The number of the key that seals now.</summary>
    public uint CurrentKey => ring.Active(Project).Number;

    /// <summary>Whether the key that seals now sealed this; otherwise a rotation's job opens it and seals it anew.</summary>
    public bool IsCurrent(ReadOnlySpan<byte> envelope) => Envelope.TryKeyNumber(envelope, out var number) && ring.Active(Project).Number == number;

    /// <summary>
    /// A write-only stream that seals into <paramref name="destination"/> in constant memory. Call <see cref="SealingStream.CompleteAsync"/>
    /// at the end: without it the message does not open.
    /// </summary>
    public SealingStream SealTo(in SealContext context, Stream destination)
    {
        var (number, key) = ring.Active(Project);
        return new SealingStream(key, number, ring.Compartment, context, destination);
    }

    /// <summary>
    /// Opens a long value as a seekable stream that reads and opens only the chunks it needs. Its length is already authenticated.
    /// </summary>
    /// <param name="source">Seekable, from its current position to its end; the stream takes it over, also when this fails.</param>
    public Task<Stream> OpenSeekableAsync(SealContext context, Stream source, CancellationToken ct) =>
        OpenSeekableAsync(context, source, source.Length - source.Position, ct);

    /// <param name="sealedBytes">The envelope's length, from the source's current position.</param>
    internal async Task<Stream> OpenSeekableAsync(SealContext context, Stream source, long sealedBytes, CancellationToken ct)
    {
        try
        {
            var start = source.Position;
            var header = new byte[Envelope.HeaderBytes];
            var read = await source.ReadAtLeastAsync(header, header.Length, throwOnEndOfStream: false, ct);
            var number = Envelope.ReadHeader(context, header.AsSpan(0, read), sealedBytes, out var plainBytes);
            var key = ring.ForOpening(Project, number, context);
            var stream = new OpeningStream(key, Envelope.Resume(key, ring.Compartment, context, header), context, source, start + header.Length, plainBytes);
            await stream.CheckLengthAsync(ct);
            return stream;
        }
        catch
        {
            await source.DisposeAsync();
            throw;
        }
    }

    private delegate T Reader<out T>(ReadOnlySpan<byte> plain);

    private T OpenAs<T>(in SealContext context, ReadOnlySpan<byte> envelope, Reader<T> read)
    {
        var key = KeyFor(context, envelope, out var plainBytes);
        var rented = plainBytes > StackBytes ? ArrayPool<byte>.Shared.Rent(plainBytes) : null;
        var plain = (rented ?? stackalloc byte[StackBytes])[..plainBytes];
        try
        {
            Envelope.Open(key, ring.Compartment, context, envelope, plain);
            return read(plain);
        }
        finally
        {
            GiveBack(plain, rented);
        }
    }

    private PinnedKey KeyFor(in SealContext context, ReadOnlySpan<byte> envelope, out int plainBytes)
    {
        var number = Envelope.ReadHeader(context, envelope, envelope.Length, out var bytes);
        plainBytes = (int)bytes;
        return ring.ForOpening(Project, number, context);
    }

    // Content does not stay behind in the pool, where a later bug could show it to somebody else.
    private static void GiveBack(Span<byte> plain, byte[]? rented)
    {
        CryptographicOperations.ZeroMemory(plain);
        if (rented is not null)
            ArrayPool<byte>.Shared.Return(rented);
    }
}
