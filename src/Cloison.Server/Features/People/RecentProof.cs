using Cloison.Domain;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.Http;

namespace Cloison.Server.Features.People;

/// <summary>
/// Asks for a password or passkey of the last minutes before what outlives a session is made: a browser left open, or a stolen cookie, must not
/// become a key or a passkey of its finder's. Programs have none and are held by their scopes.
/// </summary>
internal static class RecentProof
{
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    public static readonly Problem Needed = new(
        "session.proof_needed", 403, "Please confirm that it is you.", "This needs your password or passkey of the last ten minutes: confirm it, or sign in again.");

    public static RouteHandlerBuilder RequireRecentProof(this RouteHandlerBuilder builder) => builder.AddEndpointFilter(async (context, next) =>
    {
        var services = context.HttpContext.RequestServices;
        if (context.HttpContext.Features.Get<Caller>() is not { Session: { } session })
            return await next(context);
        var since = (services.GetRequiredService<TimeProvider>().GetUtcNow() - Life).ToUnixTimeMilliseconds();
        var isProved = await services.GetRequiredService<ControlDatabase>().ReadAsync(
            db => db.Scalar<long>("SELECT COALESCE(proved_at, created_at) FROM sessions WHERE id = @id", ("@id", session.Text)) >= since, context.HttpContext.RequestAborted);
        return isProved ? await next(context) : Needed.ToHttp();
    });
}
