using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Cloison.Server.Platform.Access;

/// <summary>Turns a session cookie or an API key into the <see cref="Caller"/> of the request.</summary>
internal sealed class CallerAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, KnownCallers known, AccessSettings settings)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string Name = "Cloison";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        // A key in the header is decisive: a wrong one is not made good by a cookie.
        var key = ApiKeySecret.From(Request.Headers.Authorization);
        var caller = key is not null
            ? await known.ByKeyAsync(key, Context.RequestAborted)
            : SessionCookie.Read(Request, settings) is { } token ? await known.BySessionAsync(token, Context.RequestAborted) : null;
        if (caller is null)
            return AuthenticateResult.NoResult();
        Context.Features.Set(caller);
        var identity = new ClaimsIdentity([new(ClaimTypes.NameIdentifier, caller.Person.Text)], Name);
        return AuthenticateResult.Success(new(new(identity), Name));
    }
}
