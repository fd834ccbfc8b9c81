using Cloison.Domain;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;

namespace Cloison.Server.Features.People;

/// <summary>Replaces the password of who proves the current one, and ends all his other sessions.</summary>
internal static class ChangePassword
{
    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        Contracts.ChangePassword request, Caller caller, ControlDatabase control, KnownCallers known, Passwords passwords, TimeProvider clock, CancellationToken ct)
    {
        if (await control.ReadAsync(db => PersonRows.Find(db, caller.Person), ct) is not { } account)
            return CommonProblems.NotFound.ToHttp();
        if (PasswordRules.Check(request.New, account.Email, account.DisplayName) is { } reason)
            return CommonProblems.Invalid("new", reason).ToHttp();

        var isRight = await passwords.CheckAsync(account.PasswordHash, request.Current, ct) != PasswordVerificationResult.Failed;
        var newHash = await passwords.HashAsync(request.New, ct);
        var problem = await control.WriteAsync<Problem?>(
            db =>
            {
                if (!PasswordAttempt.Count(db, account, isRight, clock.GetUtcNow()))
                    return PeopleProblems.PasswordWrong;
                db.Execute("UPDATE persons SET password_hash = @hash WHERE id = @id", ("@hash", newHash), ("@id", caller.Person.Text));
                EndSessions.EndOthers(db, caller);
                return null;
            },
            ct);
        if (problem is not null)
            return problem.ToHttp();
        known.Forget();
        return TypedResults.NoContent();
    }
}
