using System.Net.Http.Headers;
using System.Text.Json;

namespace Cloison.Client;

/// <summary>Sends calls, again where that is safe, and turns refusals into <see cref="CloisonException"/>.</summary>
internal sealed class Connection(HttpClient http, TimeProvider clock) : IDisposable
{
    /// <summary>How long one attempt of an ordinary call may take.</summary>
    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(100);

    public Task<T> GetAsync<T>(string path, CancellationToken ct) => CallAsync<T>(HttpMethod.Get, path, body: null, canRepeat: true, ct);

    public Task<T> PostAsync<T>(string path, object? body, CancellationToken ct) => CallAsync<T>(HttpMethod.Post, path, body, canRepeat: false, ct);

    /// <summary>A POST that says the same when it is sent twice.</summary>
    public Task<T> PostAgainAsync<T>(string path, object? body, CancellationToken ct) => CallAsync<T>(HttpMethod.Post, path, body, canRepeat: true, ct);

    public Task<T> PutAsync<T>(string path, object? body, CancellationToken ct) => CallAsync<T>(HttpMethod.Put, path, body, canRepeat: true, ct);

    public Task<T> PatchAsync<T>(string path, object body, CancellationToken ct) => CallAsync<T>(HttpMethod.Patch, path, body, canRepeat: true, ct);

    public Task ChangeAsync(HttpMethod method, string path, object? body, CancellationToken ct) =>
        RunAsync(() => Request(method, path, body), static (_, _) => Task.FromResult(true), canRepeat: method != HttpMethod.Post, CallLimit, ct);

    /// <summary>Sends a stream. <paramref name="content"/> is made anew for each attempt.</summary>
    public Task<T> SendStreamAsync<T>(HttpMethod method, string path, Func<HttpContent> content, bool canRepeat, CancellationToken ct) => RunAsync(
        () => new HttpRequestMessage(method, path) { Content = content() }, ReadAsync<T>, canRepeat, limit: null, ct);

    /// <summary>Opens a reply for reading as it comes; the caller disposes it.</summary>
    /// <param name="from">The first byte that is wanted.</param>
    public Task<HttpResponseMessage> OpenAsync(string path, long from, CancellationToken ct) => RunAsync(
        () =>
        {
            var request = new HttpRequestMessage(HttpMethod.Get, path);
            if (from > 0)
                request.Headers.Range = new RangeHeaderValue(from, null);
            return request;
        },
        static (response, _) => Task.FromResult(response), canRepeat: true, limit: null, ct, keepsResponse: true);

    public void Dispose() => http.Dispose();

    private Task<T> CallAsync<T>(HttpMethod method, string path, object? body, bool canRepeat, CancellationToken ct) =>
        RunAsync(() => Request(method, path, body), ReadAsync<T>, canRepeat, CallLimit, ct);

    private async Task<T> RunAsync<T>(
        Func<HttpRequestMessage> make, Func<HttpResponseMessage, CancellationToken, Task<T>> read, bool canRepeat, TimeSpan? limit, CancellationToken ct,
        bool keepsResponse = false)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var attemptEnds = CancellationTokenSource.CreateLinkedTokenSource(ct);
            if (limit is { } most)
                attemptEnds.CancelAfter(most);
            using var request = make();
            HttpResponseMessage? response = null;
            var isKept = false;
            try
            {
                response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, attemptEnds.Token);
                if (response.IsSuccessStatusCode)
                {
                    var result = await read(response, attemptEnds.Token);
                    isKept = keepsResponse;
                    return result;
                }

                if (!canRepeat || attempt == Retry.MaxAttempts || !Retry.IsWorthwhile(response.StatusCode))
                    throw new CloisonException(await ProblemReader.ReadAsync(response, attemptEnds.Token));
            }
            catch (Exception e) when (IsLost(e, ct))
            {
                if (!canRepeat || attempt == Retry.MaxAttempts)
                    throw CloisonException.Lost(http.BaseAddress, e);
            }
            finally
            {
                if (!isKept)
                    response?.Dispose();
            }

            await Task.Delay(Retry.PauseAfter(attempt, response, clock), clock, ct);
        }
    }

    // An attempt that took too long is a lost connection; the caller's own cancellation is not.
    private static bool IsLost(Exception e, CancellationToken ct) => e is HttpRequestException or HttpIOException || (e is OperationCanceledException && !ct.IsCancellationRequested);

    private static HttpRequestMessage Request(HttpMethod method, string path, object? body)
    {
        var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, body.GetType(), ClientJson.Options));
            request.Content.Headers.ContentType = new("application/json");
        }

        return request;
    }

    private static async Task<T> ReadAsync<T>(HttpResponseMessage response, CancellationToken ct)
    {
        var body = await response.Content.ReadAsByteArrayAsync(ct);
        try
        {
            return JsonSerializer.Deserialize<T>(body, ClientJson.Options) ?? throw new JsonException("null");
        }
        catch (JsonException e)
        {
            throw new CloisonException(
                new("reply.unreadable", (int)response.StatusCode, "The reply is not what this client understands.", "Is the address a Cloison server, of a release close to this client's?"), e);
        }
    }
}
