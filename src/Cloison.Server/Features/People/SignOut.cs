using Cloison.Server.Platform.Access;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.People;

/// <summary>Ends the session that asks; without one it only clears the cookie.</summary>
internal static class SignOut
{
    public static async Task<NoContent> HandleAsync(Visit visit, ControlDatabase control, KnownCallers known, CancellationToken ct)
    {
        if (visit.Present is { } session)
        {
            await control.WriteAsync(db => SessionRows.End(db, session), ct);
            known.Forget();
        }

        visit.Dismiss();
        return TypedResults.NoContent();
    }
}
