using System.Net.Http.Json;
using Cloison.Client;
using Cloison.Contracts;
using Cloison.Domain;
using Cloison.Domain.Json;

namespace Cloison.Cli.Demonstration;

/// <summary>What a person's browser would send: a session instead of a key.</summary>
internal sealed class DemoBrowser : IDisposable
{
    private readonly HttpClient http;

    public DemoBrowser(Uri address)
    {
        // The cookie is marked for https only, which browsers take on this machine and CookieContainer does not: it is carried by hand.
        http = new(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = address };
        http.DefaultRequestHeaders.Add("X-Cloison", "1");
    }

    /// <exception cref="CloisonException">The server refused.</exception>
    public async Task<T> PostAsync<T>(string path, object body, CancellationToken ct)
    {
        using var response = await http.PostAsync(path, JsonContent.Create(body, body.GetType(), options: DomainJson.Options), ct);
        if (!response.IsSuccessStatusCode)
            throw new CloisonException(new Problem("demo", (int)response.StatusCode, $"{path}: {await response.Content.ReadAsStringAsync(ct)}"));
        if (response.Headers.TryGetValues("Set-Cookie", out var cookies))
        {
            http.DefaultRequestHeaders.Remove("Cookie");
            http.DefaultRequestHeaders.Add("Cookie", cookies.First().Split(';')[0]);
        }

        return (await response.Content.ReadFromJsonAsync<T>(DomainJson.Options, ct))!;
    }

    /// <summary>A key for the customer of the session.</summary>
    public async Task<string> MakeKeyAsync(string name, CancellationToken ct) => (await PostAsync<CreatedApiKey>(
        "api/keys", new NewApiKey(name, KeyEnvironment.Test, [KeyScope.Read, KeyScope.Write, KeyScope.Export, KeyScope.Audit]), ct)).Secret;

    public void Dispose() => http.Dispose();
}
