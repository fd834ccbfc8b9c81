using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Cloison.Contracts;
using Cloison.Domain.Json;

namespace Cloison.ServerTests.People;

/// <summary>Sends what our pages send: the cookie, the header, JSON. Cookies are kept by hand, as browsers keep them for localhost.</summary>
internal sealed class Browser : IDisposable
{
    private readonly HttpClient http;

    public Browser(int port, string host)
    {
        http = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = new($"http://127.0.0.1:{port}") };
        http.DefaultRequestHeaders.Host = $"{host}:{port}";
        http.DefaultRequestHeaders.Add("X-Cloison", "1");
    }

    public Me? Me { get; set; }

    public string? Cookie { get; set; }

    /// <summary>The last Set-Cookie header, whole.</summary>
    public string? SetCookie { get; private set; }

    public System.Net.Http.Headers.HttpRequestHeaders Headers => http.DefaultRequestHeaders;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async Task<T> GetAsync<T>(string path) => await ReadAsync<T>(await SendAsync(HttpMethod.Get, path));

    public async Task<T> PostAsync<T>(string path, object? body = null) => await ReadAsync<T>(await SendAsync(HttpMethod.Post, path, body));

    public async Task DoAsync(HttpMethod method, string path, object? body = null)
    {
        using var response = await SendAsync(method, path, body);
        Assert.True(response.IsSuccessStatusCode, $"{method} {path}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync(Ct)}");
    }

    /// <summary>Expects a refusal; returns its status and code.</summary>
    public async Task<(int Status, string? Code)> RefusalAsync(HttpMethod method, string path, object? body = null)
    {
        using var response = await SendAsync(method, path, body);
        var text = await response.Content.ReadAsStringAsync(Ct);
        Assert.False(response.IsSuccessStatusCode, $"{method} {path} should be refused, but: {text}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        using var problem = JsonDocument.Parse(text);
        return ((int)response.StatusCode, problem.RootElement.GetProperty("code").GetString());
    }

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = JsonContent.Create(body, body.GetType(), options: DomainJson.Options);
        if (Cookie is not null)
            request.Headers.Add("Cookie", Cookie);
        var response = await http.SendAsync(request, Ct);
        if (response.Headers.TryGetValues("Set-Cookie", out var cookies))
        {
            SetCookie = cookies.Last();
            var pair = SetCookie.Split(';')[0];
            Cookie = pair.EndsWith('=') ? null : pair;
        }

        return response;
    }

    /// <summary>A body as it stands.</summary>
    public async Task<HttpResponseMessage> SendJsonAsync(HttpMethod method, string path, string json)
    {
        using var request = new HttpRequestMessage(method, path) { Content = new StringContent(json, System.Text.Encoding.UTF8, "application/json") };
        request.Headers.Add("Cookie", Cookie);
        return await http.SendAsync(request, Ct);
    }

    /// <summary>Returns when the answer has begun; the rest comes as it is read.</summary>
    public async Task<HttpResponseMessage> StartAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Cookie", Cookie);
        return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Ct);
    }

    public void Dispose() => http.Dispose();

    private static async Task<T> ReadAsync<T>(HttpResponseMessage response)
    {
        using (response)
        {
            var text = await response.Content.ReadAsStringAsync(Ct);
            Assert.True(response.StatusCode == HttpStatusCode.OK, $"{(int)response.StatusCode} {text}");
            return JsonSerializer.Deserialize<T>(text, DomainJson.Options)!;
        }
    }
}
