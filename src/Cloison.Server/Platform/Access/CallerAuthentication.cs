using System.Security.Claims;
using System.Text.Encodings.Web;
using Cloison.Server.Platform.Http;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Cloison.Server.Platform.Access;

/// <summary>Turns a session cookie or an API key into the <see cref="Caller"/> of the request.</summary>
internal sealed class CallerAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, KnownCallers known, AccessSettings settings,
    ContentOrigin content, ContentPasses passes)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string Name = "Cloison";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (content.IsFor(Request))
            return await ByPassAsync();
        // A key in the header is decisive: a wrong one is not made good by a cookie.
        var key = ApiKeySecret.From(Request.Headers.Authorization);
        var caller = key is not null
            ? await known.ByKeyAsync(key, Context.RequestAborted)
            : SessionCookie.Read(Request, settings) is { } token ? await known.BySessionAsync(token, Context.RequestAborted) : null;
        return Known(caller);
    }

    // Cookies and keys count for nothing at the other origin.
    private async Task<AuthenticateResult> ByPassAsync()
    {
        if (passes.Read(Request.RouteValues["pass"] as string) is not { } pass)
            return AuthenticateResult.NoResult();
        Context.Features.Set(pass);
        return Known(await known.BySessionIdAsync(pass.Session, Context.RequestAborted));
    }

    private AuthenticateResult Known(Caller? caller)
    {
        if (caller is null)
            return AuthenticateResult.NoResult();
        Context.Features.Set(caller);
        var identity = new ClaimsIdentity([new(ClaimTypes.NameIdentifier, caller.Person.Text)], Name);
        return AuthenticateResult.Success(new(new(identity), Name));
    }
}
