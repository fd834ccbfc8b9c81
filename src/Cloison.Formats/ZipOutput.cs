using System.Buffers;
using System.IO.Compression;

namespace Cloison.Formats;

/// <summary>An archive made on the fly on a forward-only stream. Entries carry a fixed date, so that equal data give equal bytes.</summary>
internal sealed class ZipOutput : IAsyncDisposable
{
    private static readonly DateTimeOffset Date = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly ZipArchive archive;
    private readonly AsyncStream output;

    private ZipOutput(ZipArchive archive, AsyncStream output) => (this.archive, this.output) = (archive, output);

    public static async Task<ZipOutput> CreateAsync(Stream output, CancellationToken ct)
    {
        var stream = new AsyncStream(output);
        return new(await ZipArchive.CreateAsync(stream, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, ct), stream);
    }

    /// <summary>Opens the next entry; the one before must be closed.</summary>
    public async Task<Stream> OpenEntryAsync(string name, CancellationToken ct)
    {
        var entry = archive.CreateEntry(name, CompressionLevel.Fastest);
        entry.LastWriteTime = Date;
        return await entry.OpenAsync(ct);
    }

    public async Task WriteEntryAsync(string name, ReadOnlyMemory<byte> content, CancellationToken ct)
    {
        await using var stream = await OpenEntryAsync(name, ct);
        await stream.WriteAsync(content, ct);
    }

    public async ValueTask DisposeAsync()
    {
        await archive.DisposeAsync();
        await output.FlushAsync();
    }

    /// <summary>
    /// Holds back what is written synchronously (ZipArchive writes the headers of entries so, even from its asynchronous methods) until the
    /// next asynchronous call: a web server's response takes no synchronous writes.
    /// </summary>
    private sealed class AsyncStream(Stream inner) : Stream
    {
        private readonly ArrayBufferWriter<byte> held = new();

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Write(byte[] buffer, int offset, int count) => held.Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer) => held.Write(buffer);

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await DrainAsync(cancellationToken);
            await inner.WriteAsync(buffer, cancellationToken);
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override void Flush()
        {
        }

        public override async Task FlushAsync(CancellationToken cancellationToken)
        {
            await DrainAsync(cancellationToken);
            await inner.FlushAsync(cancellationToken);
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        private async ValueTask DrainAsync(CancellationToken ct)
        {
            if (held.WrittenCount == 0)
                return;
            await inner.WriteAsync(held.WrittenMemory, ct);
            held.ResetWrittenCount();
        }
    }
}
