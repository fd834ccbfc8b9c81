using System.Security.Cryptography;
using Cloison.Server.Platform.Access;

namespace Cloison.Server.Platform.Http;

/// <summary>The headers of every reply, errors included (ASVS 5.0 §3.4).</summary>
internal static class SecurityHeaders
{
    public const string NonceKey = "csp-nonce";

    /// <summary>For files that are not ours: opened by itself, one is a document of an origin of its own that may load and run nothing, in nobody's frame.</summary>
    public const string Sandbox = "sandbox; default-src 'none'; frame-ancestors 'none'";

    public static void UseSecurityHeaders(this WebApplication app) => app.Use((context, next) =>
    {
        // For Mantine's style elements; see index.html.
        context.Items[NonceKey] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(18));
        Write(context);
        return next(context);
    });

    /// <summary>Writes them again after a reply was begun anew.</summary>
    public static void Write(HttpContext context)
    {
        var headers = context.Response.Headers;
        var content = context.RequestServices.GetService<ContentOrigin>()?.Source is { } source ? " " + source : "";
        headers.ContentSecurityPolicy =
            $"default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{context.Items[NonceKey]}'; style-src-attr 'unsafe-inline'; img-src 'self' blob: data:{content}; "
            // The canvas draws what was fetched: the content's origin is in connect-src too.
            + $"media-src 'self' blob:{content}; font-src 'self'; connect-src 'self'{content}; worker-src 'self'; manifest-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()";
        // Behind a proxy that ends TLS the request looks plain; the operator's own word on the address counts.
        if (context.Request.IsHttps || context.RequestServices.GetService<AccessSettings>()?.PublicUrl?.Scheme == Uri.UriSchemeHttps)
            headers.StrictTransportSecurity = "max-age=31536000; includeSubDomains";
        if (context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal))
            headers.CacheControl = "no-store";
    }
}
