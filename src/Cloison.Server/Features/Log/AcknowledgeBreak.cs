using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.AccessLogs;
using Cloison.Server.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Log;

/// <summary>The customer has read that a log of his was closed and what is missing of it. Until then the Trust page does not let go of it.</summary>
internal static class AcknowledgeBreak
{
    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(int number, Caller caller, AccessLog log, TimeProvider clock, CancellationToken ct)
    {
        if ((await log.Database.ReadAsync(LogBreaks.List, ct)).Find(b => b.Number == number) is not { } broken)
            return CommonProblems.NotFound.ToHttp();
        var entry = log.Prepare(LogEntry.By(caller, LogTypes.Policy, @object: broken.Break.Closed.Name, purpose: "recovery", decision: "acknowledged"));
        await log.Database.WriteAsync(
            db =>
            {
                // Said twice is said once.
                if (LogBreaks.Acknowledge(db, number, caller.Person, clock.GetUtcNow()))
                    AccessLog.Append(db, entry);
            },
            ct);
        return TypedResults.NoContent();
    }
}
