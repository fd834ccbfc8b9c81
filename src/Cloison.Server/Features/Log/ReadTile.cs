using Cloison.Server.Platform.AccessLogs;
using Cloison.Server.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Log;

/// <summary>A tile of hashes or a bundle of entries, of what the newest checkpoint has. Source: c2sp.org/tlog-tiles v0.1.0.</summary>
internal static class ReadTile
{
    public static async Task<Results<FileContentHttpResult, ProblemHttpResult>> HandleAsync(string path, AccessLog log, CancellationToken ct)
    {
        // Not cached by anybody, though it never changes: it is the customer's alone, and only while the reader may.
        return await new LogFiles(log).ReadAsync($"tile/{path}", ct) is { } bytes ? TypedResults.Bytes(bytes, "application/octet-stream") : CommonProblems.NotFound.ToHttp();
    }
}
