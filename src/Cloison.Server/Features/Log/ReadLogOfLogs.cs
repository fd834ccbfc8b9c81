using Cloison.Server.Platform.AccessLogs;
using Cloison.Server.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Log;

/// <summary>The log of logs as files.</summary>
internal static class ReadLogOfLogs
{
    public static async Task<Results<FileContentHttpResult, ProblemHttpResult>> HandleCheckpointAsync(LogOfLogs logs, CancellationToken ct) =>
        await (await logs.FilesAsync(ct)).ReadAsync("checkpoint", ct) is { } note ? TypedResults.Bytes(note, "text/plain; charset=utf-8") : CommonProblems.NotFound.ToHttp();

    public static async Task<Results<FileContentHttpResult, ProblemHttpResult>> HandleTileAsync(string path, LogOfLogs logs, CancellationToken ct) =>
        await (await logs.FilesAsync(ct)).ReadAsync($"tile/{path}", ct) is { } bytes ? TypedResults.Bytes(bytes, "application/octet-stream") : CommonProblems.NotFound.ToHttp();

    public static async Task<Results<FileContentHttpResult, ProblemHttpResult>> HandleBreakAsync(string path, LogOfLogs logs, CancellationToken ct) =>
        await (await logs.FilesAsync(ct)).ReadAsync($"{LogBreaks.Folder}{path}", ct) is { } bytes ? TypedResults.Bytes(bytes, "application/octet-stream") : CommonProblems.NotFound.ToHttp();

    /// <summary>A line each: the public key that the checkpoints are checked with. Over the same wire as the log it proves nothing: compare it with the one that you were given.</summary>
    public static async Task<ContentHttpResult> HandleKeyAsync(LogOfLogs logs, CancellationToken ct)
    {
        var tree = await logs.TreeAsync(ct);
        return TypedResults.Text(tree.SecondKey is { } second ? $"{tree.Key}\n{second}\n" : $"{tree.Key}\n", "text/plain; charset=utf-8");
    }
}
