using Cloison.Server.Features.Transfers;
using Cloison.Server.Platform.Http;
using Cloison.Storage.Compartments;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Exports;

/// <summary>Stops an export that is being made, and removes its file.</summary>
internal static class DeleteExport
{
    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        ProjectId project, ExportId export, Compartment compartment, TransferJobs jobs, CancellationToken ct)
    {
        var deleted = await compartment.Database.WriteAsync(
            db => db.Execute("DELETE FROM exports WHERE id = @id AND project = @project", ("@id", export.Text), ("@project", project.Text)), ct);
        if (deleted == 0)
            return CommonProblems.NotFound.ToHttp();
        await jobs.AbortAsync(export.Text);
        ExportJob.DeleteFiles(compartment, project, export);
        return TypedResults.NoContent();
    }
}
