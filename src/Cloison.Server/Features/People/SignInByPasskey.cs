using Cloison.Contracts;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.AccessLogs;
using Cloison.Server.Platform.Http;
using Cloison.Storage.Databases;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;

namespace Cloison.Server.Features.People;

/// <summary>Opens a session for whose passkey answers the challenge.</summary>
internal static class SignInByPasskey
{
    public static async Task<Results<Ok<Me>, ProblemHttpResult>> HandleAsync(
        PasskeyAnswer request, Visit visit, PasskeyCeremony ceremony, ControlDatabase control, ControlSealer sealer, KnownCallers known, CustomerLog log, TimeProvider clock, CancellationToken ct)
    {
        if (visit.Refusal is { } refusal)
            return refusal.ToHttp();
        if (await ceremony.FinishSignInAsync(request, visit.Http) is not var (account, passkey, challenge))
            return PeopleProblems.PasskeyRefused.ToHttp();
        var session = visit.NewSession(clock.GetUtcNow());
        var (admitted, customer) = await control.WriteAsync(db => Admit(db, account.Id, passkey, challenge, session), ct);
        if (!admitted)
            return PeopleProblems.PasskeyRefused.ToHttp();
        known.Forget();
        await log(customer, new(LogTypes.Login, account.Id, session.Id));
        visit.Admit(session);
        return TypedResults.Ok(await control.ReadAsync(db => ShowMe.Read(db, sealer, account.Id, customer), CancellationToken.None));
    }

    private static (bool Admitted, CustomerId? Customer) Admit(Session db, PersonId person, UserPasskeyInfo passkey, byte[] challenge, NewSession session) =>
        Spend(db, person, passkey, challenge, session.CreatedAt) ? (true, SessionRows.OpenAtHome(db, session, person)) : (false, null);

    /// <summary>Takes a passkey's answer for good: once, and while the passkey is the person's.</summary>
    internal static bool Spend(Session db, PersonId person, UserPasskeyInfo passkey, byte[] challenge, DateTimeOffset now)
    {
        if (PersonRows.Find(db, person) is not { IsDisabled: false })
            return false;
        // Passkeys that are synchronised do not count their uses: without this, an answer that was overheard would count for five minutes.
        if (db.Scalar<long>("SELECT COUNT(*) FROM spent_challenges WHERE hash = @hash", ("@hash", challenge)) > 0)
            return false;
        if (db.Scalar<long>("SELECT COUNT(*) FROM passkeys WHERE credential_id = @id AND person = @person", ("@id", passkey.CredentialId), ("@person", person.Text)) == 0)
            return false;
        db.Execute("DELETE FROM spent_challenges WHERE expires_at < @now", ("@now", now.ToUnixTimeMilliseconds()));
        db.Execute(
            "INSERT INTO spent_challenges (hash, expires_at) VALUES (@hash, @expires)",
            ("@hash", challenge), ("@expires", (now + PasskeyCeremony.Life).ToUnixTimeMilliseconds()));
        // The new count of uses and state of backup.
        db.Execute("UPDATE passkeys SET data = @data WHERE credential_id = @id", ("@data", StoredPasskey.Write(passkey)), ("@id", passkey.CredentialId));
        return true;
    }
}
