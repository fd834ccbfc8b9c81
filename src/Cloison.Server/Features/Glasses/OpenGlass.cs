using Cloison.Contracts;
using Cloison.Domain;
using Cloison.Server.Features.People;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.AccessLogs;
using Cloison.Server.Platform.Custody;
using Cloison.Server.Platform.Http;
using Cloison.Server.Platform.Walls;
using Cloison.Storage.Compartments;
using Cloison.Storage.Databases;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Glasses;

/// <summary>
/// Ends the requester's session and opens one for that customer and that project alone. In this order: the wall, the key, the entry in the
/// customer's log, and only then the session, together with the exposure. A key that is withheld or a log that is down leaves everything shut.
/// </summary>
internal static class OpenGlass
{
    public static async Task<Results<Ok<Me>, ProblemHttpResult>> HandleAsync(
        GlassId glass, Caller caller, Visit visit, ControlDatabase control, ControlSealer sealer, Installation installation, OpenLogs logs, WallGate wall, WallLog news,
        KnownCallers known, TimeProvider clock, CancellationToken ct)
    {
        if (visit.Refusal is { } unsafeHere)
            return unsafeHere.ToHttp();
        if (await control.ReadAsync(db => Glass.Read(db, glass), ct) is not { } asked || asked.Person != caller.Person)
            return CommonProblems.NotFound.ToHttp();
        var now = clock.GetUtcNow();
        var (resumesUntil, provedAt) = await control.ReadAsync(
            db => db.First<(DateTimeOffset?, DateTimeOffset?)>(
                "SELECT expires_at, COALESCE(proved_at, created_at) FROM sessions WHERE id = @id", row => (row.Time(0), row.Time(1)), ("@id", caller.OwnSession.Text)),
            ct);
        var session = visit.NewSession(now, now.AddMinutes(asked.Minutes)) with { ProvedAt = provedAt, Glass = glass };
        if (await wall.MayOpenGlassAsync(asked, session.Id, ct) is { } refusal)
            return refusal.ToHttp();
        if (await installation.FindAsync(asked.Customer, ct) is not { } compartment)
            return WallProblems.NotEligible.ToHttp();
        var (pass, withheld) = await CustodyGate.EnterAsync(compartment, new(CustodyGate.BreakGlass, caller.Person, session.Id, asked.Project), ct);
        using var _ = pass;
        if (withheld is not null)
            return withheld.ToHttp();
        if (await LogAsync(asked, session.Id, compartment, logs, news, ct) is { } unlogged)
            return unlogged.ToHttp();
        var isOpen = await control.WriteAsync(db => Open(db, wall, asked, session, resumesUntil ?? now, now), CancellationToken.None);
        if (!isOpen)
            return WallProblems.NotEligible.ToHttp();
        known.Forget();
        visit.Admit(session);
        return TypedResults.Ok(await control.ReadAsync(db => ShowMe.Read(db, sealer, caller.Person, asked.Customer, glass), CancellationToken.None));
    }

    // What led to it stands before it.
    private static async Task<Problem?> LogAsync(Glass glass, SessionId session, Compartment compartment, OpenLogs logs, WallLog news, CancellationToken ct)
    {
        try
        {
            await news.PassOnToAsync(glass.Customer, ct);
            await (await logs.OfAsync(compartment)).AppendAsync(
                new(LogTypes.BreakGlassOpen, glass.Person, session, $"glass:{glass.Id}", glass.Project, glass.Id.Text, Rule: "R12", Decision: "allow"), ct);
            return null;
        }
        catch (Exception e) when (e is LogUnavailableException or StorageUnavailableException)
        {
            return LogProblems.Unavailable;
        }
    }

    private static bool Open(Session db, WallGate wall, Glass asked, NewSession session, DateTimeOffset resumesUntil, DateTimeOffset now)
    {
        // Read again: what was approved a moment ago may have been stopped meanwhile.
        if (Glass.Read(db, asked.Id) is not { } glass || wall.OpensGlass(db, glass, session.Id) is not { } opened)
            return false;
        SessionRows.Open(db, session, glass.Person, glass.Customer);
        db.Execute(
            "UPDATE glasses SET state = @state, session = @session, opened_at = @now, expires_at = @expires, resumes_until = @resumes WHERE id = @id",
            ("@state", (long)opened.State), ("@session", session.Id.Text), ("@now", now.ToUnixTimeMilliseconds()), ("@expires", opened.ExpiresAt?.ToUnixTimeMilliseconds()),
            ("@resumes", resumesUntil.ToUnixTimeMilliseconds()), ("@id", glass.Id.Text));
        glass.Log(db, LogTypes.BreakGlassOpen, glass.Person, session.Id, "allow", now, isPassedOn: true);
        return true;
    }
}
