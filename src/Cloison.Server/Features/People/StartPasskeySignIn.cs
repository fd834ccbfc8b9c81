using Cloison.Contracts;
using Cloison.Server.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.People;

/// <summary>Gives the browser a challenge for its passkey.</summary>
internal static class StartPasskeySignIn
{
    public static async Task<Results<Ok<PasskeyChallenge>, ProblemHttpResult>> HandleAsync(PasskeyCeremony ceremony, HttpContext http) =>
        (await ceremony.StartSignInAsync(http)).ToHttp();
}
