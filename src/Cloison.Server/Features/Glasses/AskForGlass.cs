using System.Buffers;
using Cloison.Contracts;
using Cloison.Domain;
using Cloison.Domain.Ids;
using Cloison.Domain.Walls;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.Http;
using Cloison.Server.Platform.Walls;
using Cloison.Storage.Databases;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Glasses;

/// <summary>
/// Asks a customer for emergency access. Whom the wall would not let in is refused at once: a code name that nobody has, a customer that has
/// said "never", a rival seen within the cooling-off, an owner, all alike.
/// </summary>
internal static class AskForGlass
{
    private const int MostTicketLength = 64;
    private const int MostWaiting = 20;

    private static readonly SearchValues<char> TicketChars = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._:/#-");

    public static async Task<Results<Ok<AskedGlass>, ProblemHttpResult>> HandleAsync(
        NewGlass request, Caller caller, ControlDatabase control, WallGate wall, TimeProvider clock, CancellationToken ct)
    {
        if (Check(request) is { Count: > 0 } errors)
            return CommonProblems.Invalid(errors).ToHttp();
        var (insider, customer) = await control.ReadAsync(
            db => (
                WallRegistry.InsiderOf(db, caller.Person),
                db.First<CustomerId?>("SELECT id FROM customers WHERE code_name = @name", row => row.Id<CustomerKind>(0), ("@name", request.CodeName))),
            ct);
        if (insider == Insider.None)
            return CommonProblems.NotAllowed.ToHttp();
        if (customer is not { } asked)
            return WallProblems.NotEligible.ToHttp();
        if (await wall.MayAskForGlassAsync(caller.Person, asked, request.Minutes, ct) is { } refusal)
            return refusal.ToHttp();
        var now = clock.GetUtcNow();
        var glass = new Glass(GlassId.New(now), asked, request.Project, caller.Person, request.Minutes, GlassState.Asked, now, Session: null, ExpiresAt: null);
        var stored = await control.WriteAsync(db => Store(db, glass, request, caller.OwnSession, now), ct);
        return stored
            ? TypedResults.Ok(new AskedGlass(glass.Id, request.CodeName, request.Project, request.Reason, request.Ticket, request.Minutes, GlassState.Asked, now, 0, null))
            : GlassProblems.TooMany.ToHttp();
    }

    private static List<InputError> Check(NewGlass request)
    {
        var errors = new List<InputError>();
        if (request.Ticket.Length is 0 or > MostTicketLength || request.Ticket.AsSpan().ContainsAnyExcept(TicketChars))
            errors.Add(new("ticket", $"A reference of 1 to {MostTicketLength} letters, digits and . _ : / # - is needed."));
        if (request.Minutes < Glass.LeastMinutes || request.Minutes > Glass.MostMinutes)
            errors.Add(new("minutes", $"From {Glass.LeastMinutes} to {Glass.MostMinutes} minutes."));
        return errors;
    }

    private static bool Store(Session db, Glass glass, NewGlass request, SessionId session, DateTimeOffset now)
    {
        var waiting = db.Scalar<long>("SELECT COUNT(*) FROM glasses WHERE person = @person AND state = 0", ("@person", glass.Person.Text));
        if (waiting >= MostWaiting)
            return false;
        db.Execute(
            """
            INSERT INTO glasses (id, customer, project, person, reason, ticket, minutes, state, asked_at)
            VALUES (@id, @customer, @project, @person, @reason, @ticket, @minutes, 0, @now)
            """,
            ("@id", glass.Id.Text), ("@customer", glass.Customer.Text), ("@project", glass.Project.Text), ("@person", glass.Person.Text), ("@reason", (long)request.Reason),
            ("@ticket", request.Ticket), ("@minutes", (long)glass.Minutes), ("@now", now.ToUnixTimeMilliseconds()));
        glass.Log(db, "breakglass.request", glass.Person, session, request.Reason.ToString().ToLowerInvariant(), now);
        return true;
    }
}
