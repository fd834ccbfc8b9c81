using Cloison.Domain;
using Cloison.Server.Platform.Access;

namespace Cloison.Server.Features.People;

/// <summary>The browser at the door: everything that opening a session takes from the request and gives back to it.</summary>
internal sealed class Visit
{
    private readonly HttpContext http;
    private readonly string? cookieName;

    private Visit(HttpContext http, AccessSettings settings)
    {
        this.http = http;
        cookieName = SessionCookie.NameFor(http.Request, settings);
        Present = http.Features.Get<Caller>()?.Session;
        Origin = settings.OriginFor(http.Request);
    }

    /// <summary>Why no session may be opened here; null when one may.</summary>
    public Problem? Refusal => cookieName is null ? PeopleProblems.InsecureTransport : null;

    /// <summary>The session that the browser has now: a new one ends it.</summary>
    public SessionId? Present { get; }

    /// <summary>What links to our pages begin with.</summary>
    public string Origin { get; }

    public HttpContext Http => http;

    public static ValueTask<Visit?> BindAsync(HttpContext context) =>
        ValueTask.FromResult<Visit?>(new(context, context.RequestServices.GetRequiredService<AccessSettings>()));

    /// <param name="expiresAt">When the session that this one goes on from would end; null: a fresh sign-in.</param>
    public NewSession NewSession(DateTimeOffset now, DateTimeOffset? expiresAt = null) => new(
        SessionId.New(now), SecretToken.New(), Present, Device.Describe(http.Request.Headers.UserAgent), http.Connection.RemoteIpAddress?.ToString() ?? "",
        now, expiresAt ?? now + SessionLimits.Absolute);

    /// <summary>Gives the browser its token; after the commit.</summary>
    public void Admit(NewSession session) =>
        SessionCookie.Write(http.Response, cookieName ?? throw new InvalidOperationException("Ask Refusal first."), session.Token, session.ExpiresAt);

    public void Dismiss() => SessionCookie.Delete(http.Request, http.Response);
}
