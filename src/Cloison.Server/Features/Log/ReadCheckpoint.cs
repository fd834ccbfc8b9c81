using Cloison.Server.Platform.AccessLogs;
using Cloison.Server.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Log;

/// <summary>The newest signed checkpoint, with the witnesses' signatures. Source: c2sp.org/tlog-tiles v0.1.0.</summary>
internal static class ReadCheckpoint
{
    public static async Task<Results<ContentHttpResult, ProblemHttpResult>> HandleAsync(AccessLog log, CancellationToken ct) =>
        await log.CheckpointAsync(ct) is { } note ? TypedResults.Text(note.ToString(), "text/plain; charset=utf-8") : CommonProblems.NotFound.ToHttp();
}
