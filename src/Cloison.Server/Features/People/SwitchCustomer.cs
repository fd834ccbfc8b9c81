using Cloison.Contracts;
using Cloison.Domain;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.AccessLogs;
using Cloison.Server.Platform.Http;
using Cloison.Server.Platform.Walls;
using Cloison.Storage.Databases;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.People;

/// <summary>
/// Ends the session and opens one for another customer of the same person. A session never changes sides: whatever still runs under the
/// old one keeps its old compartment and stops with it.
/// </summary>
internal static class SwitchCustomer
{
    public static async Task<Results<Ok<Me>, ProblemHttpResult>> HandleAsync(
        Contracts.SwitchCustomer request, Caller caller, Visit visit, ControlDatabase control, ControlSealer sealer, KnownCallers known, CustomerLog log, WallGate wall, TimeProvider clock, CancellationToken ct)
    {
        if (visit.Refusal is { } refusal)
            return refusal.ToHttp();
        // The new session ends when the old one would have: switching is not signing in.
        var (expiresAt, provedAt) = await control.ReadAsync(
            db => db.First<(DateTimeOffset?, DateTimeOffset?)>(
                "SELECT expires_at, COALESCE(proved_at, created_at) FROM sessions WHERE id = @id", row => (row.Time(0), row.Time(1)), ("@id", caller.OwnSession.Text)),
            ct);
        var session = visit.NewSession(clock.GetUtcNow(), expiresAt) with { ProvedAt = provedAt };
        var problem = await control.WriteAsync<Problem?>(
            db =>
            {
                if (PersonRows.RolesOf(db, caller.Person, request.Customer) is null)
                    return CommonProblems.NotFound;
                if (!wall.LetsJoin(db, caller.Person, request.Customer))
                    return WallProblems.NotEligible;
                SessionRows.Open(db, session, caller.Person, request.Customer);
                return null;
            },
            ct);
        if (problem == WallProblems.NotEligible)
            await wall.TellRefusalAsync(caller.Person, request.Customer, CancellationToken.None);
        if (problem is not null)
            return problem.ToHttp();
        known.Forget();
        await log(request.Customer, new(LogTypes.Login, caller.Person, session.Id));
        visit.Admit(session);
        return TypedResults.Ok(await control.ReadAsync(db => ShowMe.Read(db, sealer, caller.Person, request.Customer), CancellationToken.None));
    }
}
