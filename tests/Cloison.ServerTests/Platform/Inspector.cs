namespace Cloison.ServerTests.Platform;

/// <summary>What holds for every reply of the server, whatever was asked.</summary>
internal sealed class Inspector : DelegatingHandler
{
    private static readonly string[] Always =
        ["Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy", "Permissions-Policy"];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        var what = $"{request.Method} {request.RequestUri!.AbsolutePath} -> {(int)response.StatusCode}";
        foreach (var name in Always)
            Assert.True(response.Headers.Contains(name), $"{what} has no {name}.");
        Assert.False(response.Headers.Contains("Server"), what);
        Assert.True((int)response.StatusCode < 500, $"{what}: {await response.Content.ReadAsStringAsync(cancellationToken)}");
        if (!request.RequestUri.AbsolutePath.StartsWith("/api/", StringComparison.Ordinal))
            return response;

        var media = response.Content.Headers.ContentType?.MediaType;
        var isDownload = request.Method == HttpMethod.Get && response.IsSuccessStatusCode
            && (request.RequestUri.AbsolutePath.Contains("/assets/", StringComparison.Ordinal) || request.RequestUri.AbsolutePath.EndsWith("/content", StringComparison.Ordinal));
        if (isDownload)
            return response;
        Assert.True(response.Headers.CacheControl is { NoStore: true }, $"{what} may be cached.");
        if ((int)response.StatusCode >= 400)
            Assert.True(media == "application/problem+json", $"{what} is {media}.");
        else if ((await response.Content.ReadAsByteArrayAsync(cancellationToken)).Length > 0)
            Assert.True(media == (IsNote(request.RequestUri.AbsolutePath) ? "text/plain" : "application/json"), $"{what} is {media}.");
        return response;
    }

    // Formats of others: c2sp.org/signed-note and tlog-proof.
    private static bool IsNote(string path) => path == "/api/log/checkpoint" || path.StartsWith("/api/log/receipts/", StringComparison.Ordinal);
}
