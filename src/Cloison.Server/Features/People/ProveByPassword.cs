using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;

namespace Cloison.Server.Features.People;

/// <summary>Confirms by the password that the session is still its person's.</summary>
internal static class ProveByPassword
{
    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        Contracts.ProvePassword request, Caller caller, ControlDatabase control, Passwords passwords, TimeProvider clock, CancellationToken ct)
    {
        if (await control.ReadAsync(db => PersonRows.Find(db, caller.Person), ct) is not { } account)
            return CommonProblems.NotFound.ToHttp();
        var isRight = await passwords.CheckAsync(account.PasswordHash, request.Password, ct) != PasswordVerificationResult.Failed;
        var now = clock.GetUtcNow();
        var isProved = await control.WriteAsync(
            db => PasswordAttempt.Count(db, account, isRight, now)
                && db.Execute("UPDATE sessions SET proved_at = @now WHERE id = @id", ("@now", now.ToUnixTimeMilliseconds()), ("@id", caller.OwnSession.Text)) == 1,
            ct);
        return isProved ? TypedResults.NoContent() : PeopleProblems.PasswordWrong.ToHttp();
    }
}
