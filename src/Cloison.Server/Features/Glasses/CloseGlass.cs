using Cloison.Contracts;
using Cloison.Server.Features.People;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.AccessLogs;
using Cloison.Server.Platform.Http;
using Cloison.Server.Platform.Walls;
using Cloison.Storage.Databases;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Glasses;

/// <summary>Who asked is done, or withdraws. Asked from behind the glass, it gives him back a session of his own, which ends when that would have.</summary>
internal static class CloseGlass
{
    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        GlassId glass, Caller caller, Visit visit, ControlDatabase control, CustomerLog log, OngoingRequests requests, TimeProvider clock, CancellationToken ct)
    {
        if (await control.ReadAsync(db => Glass.Read(db, glass), ct) is not { } asked || asked.Person != caller.Person)
            return CommonProblems.NotFound.ToHttp();
        var now = clock.GetUtcNow();
        var isBehind = caller.Glass?.Id == glass;
        var (resumesUntil, provedAt) = !isBehind ? default : await control.ReadAsync(
            db => db.First(
                "SELECT g.resumes_until, COALESCE(s.proved_at, s.created_at) FROM sessions s JOIN glasses g ON g.id = s.glass WHERE s.id = @id", row => (row.Time(0), row.Time(1)),
                ("@id", caller.OwnSession.Text)),
            ct);
        var session = visit.NewSession(now, resumesUntil) with { ProvedAt = provedAt };
        var (isClosed, home) = await control.WriteAsync<(bool, CustomerId?)>(
            db =>
            {
                if (Glass.Read(db, glass) is not { State: GlassState.Asked or GlassState.Open } current)
                    return (false, null);
                current.End(db, current.State == GlassState.Open ? GlassState.Closed : GlassState.Withdrawn, caller.Person, now);
                return (true, isBehind ? SessionRows.OpenAtHome(db, session, caller.Person) : null);
            },
            ct);
        if (!isClosed)
            return GlassProblems.OverAlready.ToHttp();
        requests.Shut(glass);
        if (isBehind)
        {
            await log(home, new(LogTypes.Login, caller.Person, session.Id));
            visit.Admit(session);
        }

        return TypedResults.NoContent();
    }
}
