using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Cloison.Client;

/// <summary>A body of JSON Lines that is written as the rows come.</summary>
internal sealed class RowsContent<T> : HttpContent
{
    private static readonly byte[] LineEnd = "\n"u8.ToArray();
    private readonly IAsyncEnumerable<T> rows;

    public RowsContent(IAsyncEnumerable<T> rows)
    {
        this.rows = rows;
        Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            await JsonSerializer.SerializeAsync(stream, row, ClientJson.Options, cancellationToken);
            await stream.WriteAsync(LineEnd, cancellationToken);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
