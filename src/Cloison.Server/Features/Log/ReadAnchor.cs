using Cloison.Contracts;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.AccessLogs;
using Cloison.Server.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Log;

/// <summary>Where the customer's checkpoint is in the log of logs: with it he sees that he is shown what the world's witnesses have cosigned.</summary>
internal static class ReadAnchor
{
    public static async Task<Results<Ok<LogAnchor>, ProblemHttpResult>> HandleAsync(Caller caller, LogOfLogs logs, CancellationToken ct)
    {
        // Before the first minute is over: one round for everybody, so that it says nothing of who asked.
        if (await logs.FindAsync(caller.OwnCustomer, ct) is not { } found)
        {
            await logs.AnchorAsync(ct);
            if (await logs.FindAsync(caller.OwnCustomer, ct) is not { } made)
                return CommonProblems.NotFound.ToHttp();
            found = made;
        }

        var (anchor, proof, tree) = found;
        return TypedResults.Ok(new LogAnchor(anchor.Checkpoint.ToString(), Convert.ToBase64String(anchor.Salt), anchor.Index, proof.ToString(), tree.Key.ToString(), anchor.At, tree.SecondKey?.ToString()));
    }
}
