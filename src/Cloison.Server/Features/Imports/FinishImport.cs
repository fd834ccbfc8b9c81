using Cloison.Contracts;
using Cloison.Domain;
using Cloison.Server.Features.Transfers;
using Cloison.Server.Platform.Http;
using Cloison.Storage.Compartments;
using Cloison.Storage.Databases;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Imports;

/// <summary>Says that all files are there: what waits is read in the background. A failed import may be finished again.</summary>
internal static class FinishImport
{
    public static async Task<Results<Ok<ImportSummary>, ProblemHttpResult>> HandleAsync(
        ProjectId project, ImportId import, Compartment compartment, TransferJobs jobs, CancellationToken ct)
    {
        var row = await compartment.Database.WriteAsync(db => Start(db, project, import), ct);
        if (row.Succeeded)
            jobs.Wake();
        return row.Then(r => r.Open(compartment)).ToHttp();
    }

    internal static Outcome<ImportRow> Start(Session db, ProjectId project, ImportId import)
    {
        if (ImportRow.Read(db, project, import) is not { } row)
            return CommonProblems.NotFound;
        if (row.State == TransferState.Cancelled)
            return ImportProblems.Cancelled;
        // Again while it runs or is done: the same answer.
        if (row.State is TransferState.Running or TransferState.Done)
            return row;
        db.Execute("UPDATE imports SET state = @running, problem = NULL, finished_at = NULL WHERE id = @id", ("@running", (long)TransferState.Running), ("@id", import.Text));
        return row with { State = TransferState.Running, Problem = null, FinishedAt = null };
    }
}
