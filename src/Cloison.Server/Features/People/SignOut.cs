using Cloison.Server.Platform.Access;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.People;

/// <summary>Ends the session that asks; without one it only clears the cookie.</summary>
internal static class SignOut
{
    public static async Task<NoContent> HandleAsync(Visit visit, ControlDatabase control, KnownCallers known, HttpResponse response, CancellationToken ct)
    {
        if (visit.Present is { } session)
        {
            await control.WriteAsync(db => SessionRows.End(db, session), ct);
            known.Forget();
        }

        visit.Dismiss();
        // The browser's memory of pages too, so that "back" shows nothing. Not "storage": the web UI erases its own when all answers are sent,
        // and not "cookies": other sites of the same domain have theirs.
        response.Headers["Clear-Site-Data"] = "\"cache\"";
        return TypedResults.NoContent();
    }
}
