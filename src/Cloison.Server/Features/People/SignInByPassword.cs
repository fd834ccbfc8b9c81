using Cloison.Contracts;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.AccessLogs;
using Cloison.Server.Platform.Http;
using Cloison.Storage.Databases;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;

namespace Cloison.Server.Features.People;

/// <summary>Opens a session for who knows the password.</summary>
internal static class SignInByPassword
{
    public static async Task<Results<Ok<Me>, ProblemHttpResult>> HandleAsync(
        SignIn request, Visit visit, ControlDatabase control, ControlSealer sealer, KnownCallers known, Passwords passwords, CustomerLog log, TimeProvider clock, CancellationToken ct)
    {
        if (visit.Refusal is { } refusal)
            return refusal.ToHttp();
        var account = await control.ReadAsync(db => PersonRows.FindByEmail(db, Email.Normalize(request.Email)), ct);
        var check = await passwords.CheckAsync(account?.PasswordHash, request.Password, ct);
        if (account is null || account.IsDisabled)
            return PeopleProblems.SignInFailed.ToHttp();

        var newHash = check == PasswordVerificationResult.SuccessRehashNeeded ? await passwords.HashAsync(request.Password, ct) : null;
        var session = visit.NewSession(clock.GetUtcNow());
        var (admitted, customer) = await control.WriteAsync(db => Admit(db, account, check, newHash, session), ct);
        if (!admitted)
            return PeopleProblems.SignInFailed.ToHttp();
        known.Forget();
        await log(customer, new(LogTypes.Login, account.Id, session.Id));
        visit.Admit(session);
        return TypedResults.Ok(await control.ReadAsync(db => ShowMe.Read(db, sealer, account.Id, customer), CancellationToken.None));
    }

    private static (bool Admitted, CustomerId? Customer) Admit(Session db, PersonAccount account, PasswordVerificationResult check, string? newHash, NewSession session)
    {
        if (!PasswordAttempt.Count(db, account, check != PasswordVerificationResult.Failed, session.CreatedAt))
            return (false, null);
        if (newHash is not null)
            db.Execute("UPDATE persons SET password_hash = @hash WHERE id = @id", ("@hash", newHash), ("@id", account.Id.Text));
        return (true, SessionRows.OpenAtHome(db, session, account.Id));
    }
}
