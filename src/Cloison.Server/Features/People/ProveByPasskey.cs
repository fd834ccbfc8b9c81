using Cloison.Contracts;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.People;

/// <summary>Confirms by a passkey that the session is still its person's. The challenge is that of signing in, and counts once.</summary>
internal static class ProveByPasskey
{
    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        PasskeyAnswer request, Caller caller, PasskeyCeremony ceremony, ControlDatabase control, TimeProvider clock, HttpContext http, CancellationToken ct)
    {
        if (await ceremony.FinishSignInAsync(request, http) is not var (account, passkey, challenge) || account.Id != caller.Person)
            return PeopleProblems.PasskeyRefused.ToHttp();
        var now = clock.GetUtcNow();
        var isProved = await control.WriteAsync(
            db => SignInByPasskey.Spend(db, account.Id, passkey, challenge, now)
                && db.Execute("UPDATE sessions SET proved_at = @now WHERE id = @id", ("@now", now.ToUnixTimeMilliseconds()), ("@id", caller.OwnSession.Text)) == 1,
            ct);
        return isProved ? TypedResults.NoContent() : PeopleProblems.PasskeyRefused.ToHttp();
    }
}
