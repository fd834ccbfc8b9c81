using Cloison.Contracts;
using Cloison.Formats;
using Cloison.Server.Platform.Http;
using Cloison.Storage.Compartments;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Exports;

/// <summary>How far an export is, and its file.</summary>
internal static class ReadExport
{
    public static async Task<Results<Ok<ExportSummary>, ProblemHttpResult>> HandleAsync(
        ProjectId project, ExportId export, Compartment compartment, CancellationToken ct) =>
        await compartment.Database.ReadAsync(db => ExportRow.Read(db, project, export), ct) is { } row
            ? TypedResults.Ok(row.Open(compartment))
            : CommonProblems.NotFound.ToHttp();

    /// <summary>Sends the file, or the range of it that an interrupted download still lacks.</summary>
    public static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> HandleContentAsync(
        ProjectId project, ExportId export, Compartment compartment, HttpResponse response, CancellationToken ct)
    {
        if (await compartment.Database.ReadAsync(db => ExportRow.Read(db, project, export), ct) is not { } row)
            return CommonProblems.NotFound.ToHttp();
        if (row is not { State: TransferState.Done, Artifact: { } artifact })
            return ExportProblems.NotReady.ToHttp();
        if (await compartment.Blobs.OpenArtifactAsync(project, artifact, ct) is not { } content)
            return CommonProblems.NotFound.ToHttp();
        var order = row.OpenOrder(compartment);
        response.Headers.ContentSecurityPolicy = SecurityHeaders.Sandbox;
        response.Headers.CacheControl = "no-store";
        return TypedResults.Stream(
            content, ExportFormats.MediaTypeOf(FormatCatalog.Find(order.Export.Format)!, order.Export.IncludeMedia), order.FileName, enableRangeProcessing: true);
    }
}
