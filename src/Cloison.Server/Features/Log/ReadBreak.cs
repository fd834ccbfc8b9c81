using Cloison.Server.Platform.AccessLogs;
using Cloison.Server.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Log;

/// <summary>What is said and left of the logs that this one took the place of: the signed statement, the last checkpoint, the entries that were left.</summary>
internal static class ReadBreak
{
    public static async Task<Results<FileContentHttpResult, ProblemHttpResult>> HandleAsync(string path, AccessLog log, CancellationToken ct) =>
        await new LogFiles(log).ReadAsync($"{LogBreaks.Folder}{path}", ct) is { } bytes ? TypedResults.Bytes(bytes, "application/octet-stream") : CommonProblems.NotFound.ToHttp();
}
