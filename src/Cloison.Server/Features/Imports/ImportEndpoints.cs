using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.Http;
using Microsoft.AspNetCore.Mvc;

namespace Cloison.Server.Features.Imports;

/// <summary>Brings data in: file by file by a person, or in one request by a program.</summary>
internal static class ImportEndpoints
{
    public static void MapImports(this RouteGroupBuilder api)
    {
        // Bodies are streams with limits of their own, which name themselves.
        var anySize = new DisableRequestSizeLimitAttribute();
        var project = api.MapGroup("/projects/{project}").RequireAuthorization(Policies.Engineer);
        project.MapPost("/tasks", AddTasks.HandleAsync).WithMetadata(anySize, new StreamedBody("One row a task: JSON Lines, a JSON array, or a multipart form with the rows and their files.", "application/x-ndjson", "application/json", "multipart/form-data"));
        project.MapGet("/imports", ListImports.HandleAsync);
        project.MapPost("/imports", CreateImport.HandleAsync);
        project.MapPost("/imports/preview", PreviewRows.HandleAsync).WithMetadata(anySize, new StreamedBody("The first 256 KiB of a file of rows.", "application/octet-stream"));
        project.MapGet("/imports/{import}", ReadImport.HandleAsync);
        project.MapDelete("/imports/{import}", CancelImport.HandleAsync);
        project.MapPost("/imports/{import}/finish", FinishImport.HandleAsync);
        project.MapPut("/imports/{import}/files", UploadFile.HandleAsync).WithMetadata(anySize, new StreamedBody("The bytes of one file.", "application/octet-stream"));
        project.MapGet("/imports/{import}/files", ListFiles.HandleAsync);
        project.MapGet("/imports/{import}/refusals", ListRefusals.HandleAsync);
    }
}
