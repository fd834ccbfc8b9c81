namespace Cloison.Client;

/// <summary>A file that comes in as many attempts as it takes, each going on where the last one stopped.</summary>
internal static class Download
{
    public static async Task RunAsync(
        Connection connection, string path, long bytes, Stream destination, Action<long>? received, TimeProvider clock, CancellationToken ct)
    {
        if (destination.Length > bytes)
            destination.SetLength(0);
        for (var attempt = 1; destination.Length < bytes; attempt++)
        {
            var before = destination.Length;
            try
            {
                using var response = await connection.OpenAsync(path, before, ct);
                // A server or proxy that does not know ranges sends everything again.
                var from = response.Content.Headers.ContentRange?.From ?? 0;
                destination.SetLength(Math.Min(from, before));
                destination.Position = destination.Length;
                await CopyAsync(response, destination, received, ct);
                if (destination.Length < bytes)
                    throw new HttpIOException(HttpRequestError.ResponseEnded, "The download ended too early.");
            }
            catch (Exception e) when (e is HttpRequestException or HttpIOException)
            {
                // Whoever gets on is given all the attempts again.
                attempt = destination.Length > before ? 0 : attempt;
                if (attempt >= Retry.MaxAttempts)
                    throw CloisonException.Lost(null, e);
                await Task.Delay(Retry.PauseAfter(Math.Max(attempt, 1), null, clock), clock, ct);
            }
        }

        await destination.FlushAsync(ct);
    }

    private static async Task CopyAsync(HttpResponseMessage response, Stream destination, Action<long>? received, CancellationToken ct)
    {
        await using var source = await response.Content.ReadAsStreamAsync(ct);
        var buffer = new byte[128 * 1024];
        for (int read; (read = await source.ReadAsync(buffer, ct)) > 0;)
        {
            await destination.WriteAsync(buffer.AsMemory(0, read), ct);
            received?.Invoke(destination.Length);
        }
    }
}
