using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.AccessLogs;
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
        project.MapPost("/tasks", AddTasks.HandleAsync).WithMetadata(anySize, new StreamedBody("One row a task: JSON Lines, a JSON array, or a multipart form with the rows and their files.", "application/x-ndjson", "application/json", "multipart/form-data"))
            .Logs(LogTypes.Read);
        project.MapGet("/imports", ListImports.HandleAsync).Logs(LogTypes.List);
        project.MapPost("/imports", CreateImport.HandleAsync).LogsNothing("The reply repeats what was asked for.");
        project.MapPost("/imports/preview", PreviewRows.HandleAsync).WithMetadata(anySize, new StreamedBody("The first 256 KiB of a file of rows.", "application/octet-stream"))
            .LogsNothing("Shows the caller the bytes that he sent.");
        project.MapGet("/imports/{import}", ReadImport.HandleAsync).Logs(LogTypes.Read);
        project.MapDelete("/imports/{import}", CancelImport.HandleAsync).LogsNothing("The reply is empty.");
        project.MapPost("/imports/{import}/finish", FinishImport.HandleAsync).Logs(LogTypes.Read);
        project.MapPut("/imports/{import}/files", UploadFile.HandleAsync).WithMetadata(anySize, new StreamedBody("The bytes of one file.", "application/octet-stream"))
            .LogsNothing("Takes a file in; the reply says what became of it.");
        project.MapGet("/imports/{import}/files", ListFiles.HandleAsync).Logs(LogTypes.List);
        project.MapGet("/imports/{import}/refusals", ListRefusals.HandleAsync).Logs(LogTypes.List);
    }
}
