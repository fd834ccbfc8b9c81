using Cloison.Contracts;
using Cloison.Domain;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.AccessLogs;
using Cloison.Server.Platform.Http;
using Cloison.Server.Platform.Walls;
using Cloison.Storage.Databases;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.People;

/// <summary>Makes a member of who holds the token: with the account he is signed in with, or with a new one. The invitation is then spent.</summary>
internal static class AcceptInvitation
{
    public static async Task<Results<Ok<Me>, ProblemHttpResult>> HandleAsync(
        Contracts.AcceptInvitation request, Caller? caller, Visit visit, ControlDatabase control, ControlSealer sealer, KnownCallers known, Passwords passwords,
        CustomerLog log, WallGate wall, EmailHashes hashes, TimeProvider clock, CancellationToken ct)
    {
        if (visit.Refusal is { } refusal)
            return refusal.ToHttp();
        var now = clock.GetUtcNow();
        var session = visit.NewSession(now);
        Outcome<Joined> joined;
        PersonId? former = caller?.Person;
        if (caller?.Session is not null)
        {
            joined = await control.WriteAsync(db => WithPresentAccount(db, wall, request.Token, caller.Person, session), ct);
        }
        else
        {
            // The hash is expensive: only for who holds a valid token and an acceptable form.
            if (await control.ReadAsync(db => OpenInvitation.Find(db, request.Token, now), ct) is null)
                return PeopleProblems.InvitationGone.ToHttp();
            var (name, email, password) = (request.DisplayName ?? "", request.Email ?? "", request.Password ?? "");
            if (PersonRules.CheckNewPerson(name, email, password) is { Count: > 0 } errors)
                return CommonProblems.Invalid(errors).ToHttp();
            var hash = await passwords.HashAsync(password, ct);
            // Who had an account that was erased is known again, and what he has seen still counts.
            var emailHash = hashes.Of(email);
            former = await control.ReadAsync(db => ErasedPeople.Find(db, emailHash), ct);
            joined = await control.WriteAsync(db => WithNewAccount(db, wall, ErasedPeople.Find(db, emailHash), request.Token, name, email, hash, session), ct);
        }

        if (joined.Problem == WallProblems.NotEligible && await control.ReadAsync(db => OpenInvitation.Find(db, request.Token, now), ct) is { } refused)
            await wall.TellRefusalAsync(former!.Value, refused.Customer, CancellationToken.None);
        if (!joined.Succeeded)
            return joined.Problem.ToHttp();
        known.Forget();
        await log(
            joined.Value.Customer, new(LogTypes.Grant, joined.Value.Person, session.Id, Object: joined.Value.Person.Text, Purpose: "invitation", Decision: LogEntry.Words(joined.Value.Roles.ToList())));
        await log(joined.Value.Customer, new(LogTypes.Login, joined.Value.Person, session.Id));
        visit.Admit(session);
        return TypedResults.Ok(await control.ReadAsync(db => ShowMe.Read(db, sealer, joined.Value.Person, joined.Value.Customer), CancellationToken.None));
    }

    private static Outcome<Joined> WithPresentAccount(Session db, WallGate wall, string token, PersonId person, NewSession session)
    {
        if (OpenInvitation.Find(db, token, session.CreatedAt) is not { } invitation)
            return PeopleProblems.InvitationGone;
        if (PersonRows.Find(db, person) is not { IsDisabled: false } account)
            return CommonProblems.NotSignedIn;
        if (!invitation.IsFor(account.Email))
            return PeopleProblems.InvitationForOther;
        return wall.LetsJoin(db, person, invitation.Customer) ? Join(db, invitation, person, session) : WallProblems.NotEligible;
    }

    private static Outcome<Joined> WithNewAccount(Session db, WallGate wall, PersonId? former, string token, string displayName, string email, string hash, NewSession session)
    {
        if (OpenInvitation.Find(db, token, session.CreatedAt) is not { } invitation)
            return PeopleProblems.InvitationGone;
        if (!invitation.IsFor(email))
            return PeopleProblems.InvitationForOther;
        if (PersonRows.FindByEmail(db, Email.Normalize(email)) is not null)
            return PeopleProblems.HasAccount;
        if (former is { } before && !wall.LetsJoin(db, before, invitation.Customer))
            return WallProblems.NotEligible;
        var person = PersonId.New(session.CreatedAt);
        PersonRows.Insert(db, person, displayName, email, hash, isOperator: false, session.CreatedAt);
        if (former is { } account)
            WallRegistry.Link(db, account, person, session.CreatedAt);
        return Join(db, invitation, person, session);
    }

    private static Joined Join(Session db, OpenInvitation invitation, PersonId person, NewSession session)
    {
        db.Execute(
            "UPDATE invitations SET accepted_at = @now, accepted_by = @person WHERE id = @id",
            ("@now", session.CreatedAt.ToUnixTimeMilliseconds()), ("@person", person.Text), ("@id", invitation.Id.Text));
        PersonRows.Join(db, person, invitation.Customer, invitation.Roles, session.CreatedAt);
        SessionRows.Open(db, session, person, invitation.Customer);
        return new(person, invitation.Customer, invitation.Roles);
    }

    private sealed record Joined(PersonId Person, CustomerId Customer, RoleSet Roles);
}
