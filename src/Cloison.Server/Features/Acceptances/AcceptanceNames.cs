using Cloison.Contracts;
using Cloison.Server.Features.Projects;
using Cloison.Server.Platform;
using Cloison.Storage.Compartments;

namespace Cloison.Server.Features.Acceptances;

/// <summary>What an acceptance is called: by its batch, or by its project.</summary>
internal static class AcceptanceNames
{
    public static async Task<string> OfAsync(Compartment compartment, ProjectId project, BatchId? batch, CancellationToken ct)
    {
        var sealer = compartment.Sealer(project);
        if (batch is not { } id)
            return sealer.OpenText(Seals.ProjectName(project), (await compartment.Database.ReadAsync(db => ProjectRow.Read(db, project), ct))!.Name);
        var name = await compartment.Database.ReadAsync(db => db.Scalar<byte[]>("SELECT name FROM batches WHERE id = @id", ("@id", id.Text)), ct);
        return name is null ? id.Text : sealer.OpenText(Seals.BatchName(id), name);
    }

    public static async Task<AcceptanceSummary> SummariseAsync(Compartment compartment, AuditState audit, CancellationToken ct) => new(
        audit.Row.Number, audit.Row.Demand.Batch, await OfAsync(compartment, audit.Row.Project, audit.Row.Demand.Batch, ct), audit.Row.Tasks, audit.Progress, audit.Row.DrawnAt,
        audit.Row.CertifiedAt);
}
