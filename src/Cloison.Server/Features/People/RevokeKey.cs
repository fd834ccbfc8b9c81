using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.AccessLogs;
using Cloison.Server.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.People;

/// <summary>Ends an API key, at once.</summary>
internal static class RevokeKey
{
    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(ApiKeyId key, Caller caller, ControlDatabase control, CustomerLog log, KnownCallers known, CancellationToken ct)
    {
        var revoked = await control.WriteAsync(
            db => db.Execute("DELETE FROM api_keys WHERE id = @id AND customer = @customer", ("@id", key.Text), ("@customer", caller.OwnCustomer.Text)), ct);
        if (revoked == 0)
            return CommonProblems.NotFound.ToHttp();
        known.Forget();
        await log(caller.OwnCustomer, LogEntry.By(caller, LogTypes.Revoke, purpose: "key"));
        return TypedResults.NoContent();
    }
}
