using Cloison.Server.Platform.Http;

namespace Cloison.Server.Platform.Access;

/// <summary>
/// Refuses what another site made a browser send. Whatever changes something and comes with a session needs the header <c>X-Cloison: 1</c>,
/// which no form and no other origin can set; and no request that a browser marks as another site's gets through, signed in or not
/// (signing somebody in as somebody else is an attack too).
/// </summary>
internal sealed class OriginCheck(RequestDelegate next, AccessSettings settings)
{
    public Task InvokeAsync(HttpContext context) =>
        IsOurs(context.Request, context.Features.Get<Caller>()) ? next(context) : CommonProblems.WrongOrigin.ToHttp().ExecuteAsync(context);

    private bool IsOurs(HttpRequest request, Caller? caller)
    {
        // Safe methods change nothing here; a key in a header is sent by a program, never by a browser on its own.
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || caller?.Key is not null)
            return true;
        if (!IsFromOurPages(request))
            return false;
        return caller is null || request.Headers["X-Cloison"] == "1";
    }

    // Browsers send Sec-Fetch-Site to addresses that they trust (https, localhost), and Origin everywhere. A program sends neither.
    private bool IsFromOurPages(HttpRequest request) =>
        request.Headers.TryGetValue("Sec-Fetch-Site", out var site) ? site == "same-origin" || site == "none"
        : !request.Headers.TryGetValue("Origin", out var origin) || IsOurHost(origin.ToString(), request);

    // The host alone: behind a proxy that ends TLS we do not know the scheme.
    private bool IsOurHost(string origin, HttpRequest request) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var from) && Uri.TryCreate(settings.OriginFor(request), UriKind.Absolute, out var ours)
        && string.Equals(from.Host, ours.Host, StringComparison.OrdinalIgnoreCase)
        && (from.Port == ours.Port || (from.IsDefaultPort && ours.IsDefaultPort));
}
