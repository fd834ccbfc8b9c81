using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.People;

/// <summary>Removes one of a person's own passkeys; nobody signs in with it any more.</summary>
internal static class RemovePasskey
{
    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(PasskeyId passkey, Caller caller, ControlDatabase control, CancellationToken ct)
    {
        var removed = await control.WriteAsync(
            db => db.Execute("DELETE FROM passkeys WHERE id = @id AND person = @person", ("@id", passkey.Text), ("@person", caller.Person.Text)), ct);
        return removed == 0 ? CommonProblems.NotFound.ToHttp() : TypedResults.NoContent();
    }
}
