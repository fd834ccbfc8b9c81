namespace Cloison.Server.Platform.Access;

/// <summary>The cookie of a session. <c>__Host-</c> makes browsers refuse it from subdomains, other paths and plain http.</summary>
internal static class SessionCookie
{
    private const string Secure = "__Host-cloison";
    private const string Plain = "cloison";

    /// <summary>The name to set here; null where the token would travel in the clear and the operator has not allowed that.</summary>
    public static string? NameFor(HttpRequest request, AccessSettings settings)
    {
        // Behind a proxy that ends TLS the request looks plain; the operator's own word on the address counts.
        if (request.IsHttps || settings.PublicUrl?.Scheme == Uri.UriSchemeHttps || AccessSettings.IsThisMachine(request.Host.Host))
            return Secure;
        return settings.AllowPlainHttp ? Plain : null;
    }

    public static string? Read(HttpRequest request, AccessSettings settings) =>
        request.Cookies[Secure] ?? (settings.AllowPlainHttp ? request.Cookies[Plain] : null);

    public static void Write(HttpResponse response, string name, SecretToken token, DateTimeOffset expiresAt) =>
        response.Cookies.Append(name, token.Text, Options(name, expiresAt));

    public static void Delete(HttpRequest request, HttpResponse response)
    {
        foreach (var name in new[] { Secure, Plain })
            if (request.Cookies.ContainsKey(name))
                response.Cookies.Delete(name, Options(name, expiresAt: null));
    }

    private static CookieOptions Options(string name, DateTimeOffset? expiresAt) => new()
    {
        Secure = name == Secure,
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        Path = "/",
        Expires = expiresAt,
    };
}
