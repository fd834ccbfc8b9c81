using Cloison.Contracts;
using Cloison.Domain.Ids;
using Cloison.Server.Platform.Access;
using Cloison.Storage.Databases;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.People;

/// <summary>Where a person is signed in.</summary>
internal static class ListSessions
{
    public static async Task<Ok<List<SessionSummary>>> HandleAsync(Caller caller, ControlDatabase control, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return TypedResults.Ok(await control.ReadAsync(
            db => db.List(
                """
                SELECT id, created_at, last_seen_at, device, address FROM sessions
                WHERE person = @person AND expires_at > @now AND last_seen_at > @idle ORDER BY last_seen_at DESC, id LIMIT 200
                """,
                row => new SessionSummary(row.Id<SessionKind>(0), row.Time(1), row.Time(2), row.GetString(3), row.GetString(4), row.Id<SessionKind>(0) == caller.Session),
                ("@person", caller.Person.Text), ("@now", now.ToUnixTimeMilliseconds()), ("@idle", (now - SessionLimits.Idle).ToUnixTimeMilliseconds())),
            ct));
    }
}
