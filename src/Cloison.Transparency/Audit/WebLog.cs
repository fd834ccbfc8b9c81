using System.Net;

namespace Cloison.Transparency.Audit;

/// <summary>A log that a server serves.</summary>
/// <param name="http">With automatic decompression: entries may be served with gzip.</param>
/// <param name="prefix">The log's address.</param>
public sealed class WebLog(HttpClient http, Uri prefix) : ILogFiles
{
    /// <summary>256 entries of the greatest length.</summary>
    private const int MaxBytes = 256 * (2 + Tiles.EntryBundle.MaxEntryBytes);

    private readonly Uri root = prefix.AbsoluteUri.EndsWith('/') ? prefix : new(prefix.AbsoluteUri + "/");

    public async Task<byte[]?> ReadAsync(string path, CancellationToken ct)
    {
        try
        {
            using var response = await http.GetAsync(new Uri(root, path), HttpCompletionOption.ResponseHeadersRead, ct);
            if (response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone)
                return null;
            if (!response.IsSuccessStatusCode)
                throw new IOException($"{path}: the server answered {(int)response.StatusCode}.");
            await using var body = await response.Content.ReadAsStreamAsync(ct);
            using var bytes = new MemoryStream();
            var buffer = new byte[65_536];
            while (await body.ReadAsync(buffer, ct) is > 0 and var read)
            {
                if (bytes.Length + read > MaxBytes)
                    throw new IOException($"{path}: the server sent more than any such file has.");
                await bytes.WriteAsync(buffer.AsMemory(0, read), ct);
            }

            return bytes.ToArray();
        }
        catch (HttpRequestException e)
        {
            throw new IOException($"{path}: {e.Message}", e);
        }
    }
}
