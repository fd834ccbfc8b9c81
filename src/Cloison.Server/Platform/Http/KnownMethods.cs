using Cloison.Domain;

namespace Cloison.Server.Platform.Http;

/// <summary>The methods that the product has; TRACE, which would echo a cookie back, CONNECT and made-up ones end here.</summary>
internal static class KnownMethods
{
    private const string Allowed = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";
    private static readonly HashSet<string> Known = new(Allowed.Split(", "), StringComparer.Ordinal);
    private static readonly Problem NotAllowed = new("request.method", 405, "There is no such method here.");

    public static void UseKnownMethods(this WebApplication app) => app.Use((context, next) =>
    {
        if (Known.Contains(context.Request.Method))
            return next(context);
        context.Response.Headers.Allow = Allowed;
        return NotAllowed.ToHttp().ExecuteAsync(context);
    });
}
