using Cloison.Contracts;
using Cloison.Server.Features.Transfers;
using Cloison.Server.Platform.Http;
using Cloison.Storage.Compartments;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Imports;

/// <summary>Stops an import. What is in stays in; files that waited are deleted.</summary>
internal static class CancelImport
{
    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        ProjectId project, ImportId import, Compartment compartment, TransferJobs jobs, TimeProvider clock, CancellationToken ct)
    {
        if (await compartment.Database.ReadAsync(db => ImportRow.Read(db, project, import), ct) is null)
            return CommonProblems.NotFound.ToHttp();
        await ApplyAsync(compartment, project, import, jobs, clock, ct);
        return TypedResults.NoContent();
    }

    internal static async Task ApplyAsync(Compartment compartment, ProjectId project, ImportId import, TransferJobs jobs, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        // The state alone stops every writer of this import, on any node; see ImportLedger.MakeSureOf.
        var cancelled = await compartment.Database.WriteAsync(
            db => db.Execute(
                "UPDATE imports SET state = @cancelled, finished_at = @now WHERE id = @id AND state IN (@receiving, @running, @failed)",
                ("@cancelled", (long)TransferState.Cancelled), ("@now", now), ("@id", import.Text), ("@receiving", (long)TransferState.Receiving),
                ("@running", (long)TransferState.Running), ("@failed", (long)TransferState.Failed)),
            ct);
        if (cancelled == 0)
            return;
        await jobs.AbortAsync(import.Text);
        SpoolFile.DeleteAll(compartment.Blobs, project, import);
    }
}
