using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.AccessLogs;
using Cloison.Server.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Log;

/// <summary>Sends a witness nothing any more. What he has cosigned stays with him.</summary>
internal static class RemoveWitness
{
    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(string witness, Caller caller, AccessLog log, CancellationToken ct)
    {
        if (witness.Length != 16 || !witness.All(char.IsAsciiHexDigitLower))
            return CommonProblems.NotFound.ToHttp();
        var entry = log.Prepare(LogEntry.By(caller, LogTypes.Policy, @object: witness, purpose: "witness", decision: "remove"));
        var removed = await log.Database.WriteAsync(
            db =>
            {
                if (!LogWitness.Remove(db, witness))
                    return false;
                AccessLog.Append(db, entry);
                return true;
            },
            ct);
        return removed ? TypedResults.NoContent() : CommonProblems.NotFound.ToHttp();
    }
}
