using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.Http;
using Cloison.Storage.Databases;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.People;

/// <summary>Signs a person out elsewhere: of one session, or of all but the one that asks.</summary>
internal static class EndSessions
{
    public static async Task<NoContent> HandleOthersAsync(Caller caller, ControlDatabase control, KnownCallers known, CancellationToken ct)
    {
        await control.WriteAsync(db => EndOthers(db, caller), ct);
        known.Forget();
        return TypedResults.NoContent();
    }

    public static async Task<Results<NoContent, ProblemHttpResult>> HandleOneAsync(
        SessionId session, Caller caller, Visit visit, ControlDatabase control, KnownCallers known, CancellationToken ct)
    {
        var ended = await control.WriteAsync(
            db => db.Execute("DELETE FROM sessions WHERE id = @id AND person = @person", ("@id", session.Text), ("@person", caller.Person.Text)), ct);
        if (ended == 0)
            return CommonProblems.NotFound.ToHttp();
        known.Forget();
        if (session == caller.Session)
            visit.Dismiss();
        return TypedResults.NoContent();
    }

    public static void EndOthers(Session db, Caller caller) => db.Execute(
        "DELETE FROM sessions WHERE person = @person AND id <> @own", ("@person", caller.Person.Text), ("@own", caller.OwnSession.Text));
}
