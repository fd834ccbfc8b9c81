using Cloison.Contracts;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.People;

/// <summary>Gives the browser what it needs to make a passkey for the person who is signed in.</summary>
internal static class StartPasskey
{
    public static async Task<Results<Ok<PasskeyChallenge>, ProblemHttpResult>> HandleAsync(
        Caller caller, PasskeyCeremony ceremony, ControlDatabase control, HttpContext http, CancellationToken ct) =>
        await control.ReadAsync(db => PersonRows.Find(db, caller.Person), ct) is { } account
            ? (await ceremony.StartRegistrationAsync(account, http)).ToHttp()
            : CommonProblems.NotFound.ToHttp();
}
