using System.Net;
using System.Net.Http.Headers;

namespace Cloison.Client;

/// <summary>A body that is read from a stream as it is sent, and tells how far it is. Owns the stream.</summary>
internal sealed class UploadContent : HttpContent
{
    private const int ChunkBytes = 64 * 1024;
    private readonly Stream source;
    private readonly long? lengthBytes;
    private readonly Action<long>? sent;

    /// <param name="lengthBytes">When known, so that the server can refuse too large a file before it is sent.</param>
    public UploadContent(Stream source, string mediaType, long? lengthBytes, Action<long>? sent)
    {
        (this.source, this.lengthBytes, this.sent) = (source, lengthBytes, sent);
        Headers.ContentType = new MediaTypeHeaderValue(mediaType);
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var buffer = new byte[ChunkBytes];
        long total = 0;
        for (int read; (read = await source.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            await stream.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            sent?.Invoke(total += read);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = lengthBytes ?? 0;
        return lengthBytes is not null;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            source.Dispose();
        base.Dispose(disposing);
    }
}
