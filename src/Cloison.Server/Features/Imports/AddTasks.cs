using Cloison.Contracts;
using Cloison.Domain;
using Cloison.Formats.Files;
using Cloison.Server.Features.Assets;
using Cloison.Server.Features.Projects;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.Http;
using Cloison.Storage.Compartments;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Cloison.Server.Features.Imports;

/// <summary>
/// The programs' road: an import in one request. The body is JSON Lines or a JSON array of <see cref="NewTask"/>, taken in as it comes, or a multipart
/// form with files, and then the rows that name them.
/// </summary>
internal static class AddTasks
{
    public static async Task<Results<Ok<ImportSummary>, ProblemHttpResult>> HandleAsync(
        ProjectId project, HttpRequest request, Caller caller, Compartment compartment, Ontologies ontologies, AssetStore assets, TimeProvider clock, CancellationToken ct,
        bool allowNames = false)
    {
        var boundary = BoundaryOf(request);
        var row = await CreateImport.StoreAsync(compartment, project, new NewImport(AllowNames: allowNames), TransferState.Receiving, caller.Person, ontologies, clock, ct);
        if (!row.Succeeded)
            return row.Problem.ToHttp();
        var import = await ActiveImport.FindAsync(compartment, project, row.Value.Id, TransferState.Receiving, ontologies, ct);
        if (!import.Succeeded)
            return import.Problem.ToHttp();
        return (await RunAsync(import.Value, request.Body, boundary, assets, clock, ct)).ToHttp();
    }

    /// <param name="boundary">Of a multipart body; null: the body is the rows.</param>
    internal static async Task<Outcome<ImportSummary>> RunAsync(
        ActiveImport import, Stream body, string? boundary, AssetStore assets, TimeProvider clock, CancellationToken ct)
    {
        var ended = TransferState.Cancelled;
        try
        {
            await using var intake = new TaskIntake(import, "body", clock, ct);
            if (boundary is null)
                await TakeRowsAsync(intake, body, "body", ct);
            else
                await TakePartsAsync(import, intake, new MultipartReader(boundary, body), assets, ct);
            await intake.CompleteAsync("body");
            ended = TransferState.Done;
        }
        catch (ImportCancelledException)
        {
            return ImportProblems.Cancelled;
        }
        catch (Exception e) when (e is BadHttpRequestException or IOException and not FileNotFoundException)
        {
            return ImportProblems.CutOff;
        }
        finally
        {
            await EndAsync(import, ended, clock);
        }

        return (await ReadImport.FindAsync(import.Compartment, import.Project, import.Id, ct))!;
    }

    private static async Task TakeRowsAsync(TaskIntake intake, Stream rows, string name, CancellationToken ct)
    {
        await foreach (var entry in TaskRows.ReadAsync(rows, name, ct))
            await intake.TakeAsync(entry);
    }

    private static async Task TakePartsAsync(ActiveImport import, TaskIntake intake, MultipartReader parts, AssetStore assets, CancellationToken ct)
    {
        var pictures = new List<(string Path, StoredAsset Asset)>();
        var hasRows = false;
        while (await parts.ReadNextSectionAsync(ct) is { } part)
        {
            var file = FileNameOf(part);
            var body = await Lookahead.ReadAsync(part.Body, ImageType.SniffBytes, ct);
            if (ImageType.Sniff(body.Head.Span) is null)
            {
                hasRows = true;
                await TakeRowsAsync(intake, body, file ?? "body", ct);
            }
            else if (file is null || !FileName.TryNormalise(file, out var path, out _))
                await intake.RefuseAsync(file ?? "body", "A file needs a name without '..'.");
            else if (await assets.IngestAsync(import.Compartment, import.Project, body, ct) is { Succeeded: true } stored)
            {
                intake.Know(path, stored.Value);
                pictures.Add((path, stored.Value));
            }
            else
                await intake.RefuseAsync(path, "This is not a readable image.");
        }

        // Nobody spoke of them: each is a task.
        if (!hasRows && import.ImageInput is not null)
            foreach (var (path, asset) in pictures)
                await intake.AddImageAsync(path, asset);
    }

    private static string? BoundaryOf(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.MediaType.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase)
            ? HeaderUtilities.RemoveQuotes(type.Boundary).Value
            : null;

    private static string? FileNameOf(MultipartSection part) =>
        ContentDispositionHeaderValue.TryParse(part.ContentDisposition, out var disposition)
            ? HeaderUtilities.RemoveQuotes(disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName).Value is { Length: > 0 } name ? name : null
            : null;

    private static Task EndAsync(ActiveImport import, TransferState state, TimeProvider clock) => import.Compartment.Database.WriteAsync(
        // Not cancelled with the request: what is in must not look as if it were still coming.
        db => db.Execute(
            "UPDATE imports SET state = @state, finished_at = @now WHERE id = @id AND state = @receiving",
            ("@state", (long)state), ("@now", clock.GetUtcNow().ToUnixTimeMilliseconds()), ("@id", import.Id.Text), ("@receiving", (long)TransferState.Receiving)),
        CancellationToken.None);
}
