using Cloison.Contracts;
using Cloison.Server.Features.Exports;
using Cloison.Server.Platform.Http;
using Cloison.Storage.Compartments;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Leaving;

/// <summary>Sends the file, or the range of it that an interrupted download still lacks.</summary>
internal static class ReadCustomerExport
{
    public static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> HandleContentAsync(
        ExportId export, Compartment compartment, HttpResponse response, CancellationToken ct)
    {
        if (await compartment.Database.ReadAsync(db => CustomerExportRow.Read(db, export), ct) is not { } row)
            return CommonProblems.NotFound.ToHttp();
        if (row is not { State: TransferState.Done, Artifact: { } artifact })
            return ExportProblems.NotReady.ToHttp();
        if (await compartment.Blobs.OpenArtifactAsync(null, artifact, ct) is not { } content)
            return CommonProblems.NotFound.ToHttp();
        var order = row.OpenOrder(compartment);
        response.Headers.ContentSecurityPolicy = "sandbox; default-src 'none'";
        response.Headers.CacheControl = "no-store";
        return TypedResults.Stream(content, order.Recipient is null ? "application/x-tar" : "application/age", order.FileName, enableRangeProcessing: true);
    }
}
