using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Cloison.Domain.Json;
using Cloison.Formats.Package;
using Cloison.Storage.Blobs;
using Cloison.Storage.Compartments;

namespace Cloison.Server.Features.Leaving.Packaging;

/// <summary>
/// Puts files into a package, in constant memory. An archive says a file's length before its bytes, so what is made on the way is first written, sealed, beside it.
/// </summary>
internal sealed class PackageWriter : IAsyncDisposable
{
    private readonly BlobStore blobs;
    private readonly string spoolPrefix;
    private readonly DateTimeOffset at;
    private readonly TarWriter tar;
    private readonly ArtifactStream manifest;

    private PackageWriter(BlobStore blobs, string spoolPrefix, DateTimeOffset at, Stream output, ArtifactStream manifest)
    {
        (this.blobs, this.spoolPrefix, this.at, this.manifest) = (blobs, spoolPrefix, at, manifest);
        tar = new(output, TarEntryFormat.Pax, leaveOpen: true);
    }

    /// <summary>Files so far.</summary>
    public long Members { get; private set; }

    /// <param name="spoolPrefix">Begins the names of the artefacts that lie beside it meanwhile: who runs again after a crash removes them.</param>
    /// <param name="at">The time of all files.</param>
    public static async Task<PackageWriter> StartAsync(Compartment compartment, string spoolPrefix, DateTimeOffset at, Stream output, CancellationToken ct) =>
        new(compartment.Blobs, spoolPrefix, at, output, await compartment.Blobs.CreateArtifactAsync(null, NewSpool(spoolPrefix), ct));

    public Task AddAsync(string name, string text, CancellationToken ct) => AddAsync(name, new MemoryStream(Encoding.UTF8.GetBytes(text)), ct);

    public Task AddJsonAsync<T>(string name, T value, CancellationToken ct) => AddAsync(name, JsonSerializer.Serialize(value, DomainJson.Options) + "\n", ct);

    /// <summary>A list that fits into memory, an object a line.</summary>
    public Task AddLinesAsync<T>(string name, IEnumerable<T> values, CancellationToken ct) =>
        AddAsync(name, string.Concat(values.Select(v => JsonSerializer.Serialize(v, DomainJson.Options) + "\n")), ct);

    /// <param name="content">Seekable.</param>
    public async Task AddAsync(string name, Stream content, CancellationToken ct)
    {
        using var hashed = new HashedStream(content);
        await WriteEntryAsync(name, hashed, ct);
        await manifest.WriteAsync(Encoding.UTF8.GetBytes(PackageManifest.Line(hashed.Sha256(), name)), ct);
        Members++;
    }

    /// <summary>A file of any length that is made on the way.</summary>
    public async Task AddAsync(string name, Func<Stream, Task> write, CancellationToken ct)
    {
        var spool = NewSpool(spoolPrefix);
        await using (var artifact = await blobs.CreateArtifactAsync(null, spool, ct))
        {
            await write(artifact);
            await artifact.CommitAsync(ct);
        }

        await AddSpoolAsync(name, spool, content => AddAsync(name, content, ct), ct);
    }

    /// <summary>Adds the manifest and the note over it, and ends the archive.</summary>
    /// <param name="sign">Makes the note of the manifest's hash.</param>
    public async Task CompleteAsync(Func<byte[], Task<string>> sign, CancellationToken ct)
    {
        var stored = await manifest.CommitAsync(ct);
        await AddSpoolAsync(PackageManifest.Name, stored.Name, content => WriteEntryAsync(PackageManifest.Name, content, ct), ct);
        var note = await sign(stored.Sha256.ToArray());
        await WriteEntryAsync(PackageManifest.NoteName, new MemoryStream(Encoding.UTF8.GetBytes(note)), ct);
        await tar.DisposeAsync();
    }

    public async ValueTask DisposeAsync() => await manifest.DisposeAsync();

    private static string NewSpool(string prefix) => $"{prefix}-spool-{RandomNumberGenerator.GetHexString(16, lowercase: true)}";

    private async Task AddSpoolAsync(string name, string spool, Func<Stream, Task> add, CancellationToken ct)
    {
        await using (var content = await blobs.OpenArtifactAsync(null, spool, ct) ?? throw new IOException($"What was written of {name} is gone."))
            await add(content);
        blobs.DeleteArtifact(null, spool);
    }

    private Task WriteEntryAsync(string name, Stream content, CancellationToken ct)
    {
        var entry = new PaxTarEntry(TarEntryType.RegularFile, name)
        {
            DataStream = content,
            ModificationTime = at,
            Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        return tar.WriteEntryAsync(entry, ct);
    }

    /// <summary>Hashes a stream as it is read from its start to its end.</summary>
    private sealed class HashedStream(Stream inner) : Stream
    {
        private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => false;

        public override long Length => inner.Length;

        public override long Position
        {
            get => inner.Position;
            set => throw new NotSupportedException();
        }

        public byte[] Sha256() => inner.Position == inner.Length ? hash.GetHashAndReset() : throw new InvalidOperationException("It was not read to its end.");

        public override int Read(Span<byte> buffer)
        {
            var read = inner.Read(buffer);
            hash.AppendData(buffer[..read]);
            return read;
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await inner.ReadAsync(buffer, cancellationToken);
            hash.AppendData(buffer.Span[..read]);
            return read;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                hash.Dispose();
            base.Dispose(disposing);
        }
    }
}
