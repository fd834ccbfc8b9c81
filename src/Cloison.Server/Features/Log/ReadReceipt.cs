using Cloison.Server.Platform.AccessLogs;
using Cloison.Server.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Log;

/// <summary>A receipt that can be checked without the log. Source: c2sp.org/tlog-proof, draft of July 2026; its extra data are the entry.</summary>
internal static class ReadReceipt
{
    public static async Task<Results<ContentHttpResult, ProblemHttpResult>> HandleAsync(long index, AccessLog log, HttpResponse response, CancellationToken ct)
    {
        if (await log.ReceiptAsync(index, ct) is not { } proof)
            return CommonProblems.NotFound.ToHttp();
        response.Headers.ContentDisposition = $"attachment; filename=\"{index}.tlog-proof\"";
        return TypedResults.Text(proof, "text/plain; charset=utf-8");
    }
}
