using Cloison.Contracts;
using Cloison.Domain;
using Cloison.Server.Features.Projects;
using Cloison.Server.Features.Tasks;
using Cloison.Server.Platform;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.Http;
using Cloison.Storage.Compartments;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Acceptances;

/// <summary>A drawn task with its result, for whoever audits it.</summary>
internal static class ReadDrawnTask
{
    public static async Task<Results<Ok<AuditedTask>, ProblemHttpResult>> HandleAsync(
        ProjectId project, int number, TaskId drawn, Caller caller, Compartment compartment, Ontologies ontologies, CancellationToken ct) =>
        (await FindAsync(project, number, drawn, caller, compartment, ontologies, ct)).Then(found => found.Shown).ToHttp();

    /// <summary>What he may audit, as it is now.</summary>
    public static async Task<Outcome<(AuditedTask Shown, AcceptanceRow Acceptance, DrawnRow Drawn)>> FindAsync(
        ProjectId project, int number, TaskId task, Caller caller, Compartment compartment, Ontologies ontologies, CancellationToken ct)
    {
        var (acceptance, drawn, result, own, row) = await compartment.Database.ReadAsync(
            db => (
                AcceptanceRow.Read(db, project, number), DrawnRow.Read(db, project, number, task), FinishedResult.Read(db, project, task), OwnWork.Of(db, task, caller.Person),
                ProjectRow.Read(db, project)),
            ct);
        if (acceptance is null || drawn is null || result is null || row is null)
            return CommonProblems.NotFound;
        if (own is not null)
            return AcceptanceProblems.OwnWork(own);
        var sealer = compartment.Sealer(project);
        if (result.Open(sealer) is not { } now)
            return AcceptanceProblems.InWork;
        var version = result.OntologyVersion ?? row.OntologyVersion;
        var (ontology, only) = ((await ontologies.FindAsync(compartment, project, version, ct))!, acceptance.OpenDemand(sealer).Kinds);
        var content = sealer.OpenJson<TaskContent>(Seals.TaskContent(task), result.TaskContent);
        var kinds = AnnotationKinds.In(now.Content, only);
        var isChanged = drawn.OpenDigest(sealer) != now.Digest;
        return (
            new AuditedTask(
                task, content.Shown(task), content.Data, now.Content, version, now.Digest, kinds, [.. (only ?? AnnotationKinds.In(ontology)).Except(kinds, StringComparer.Ordinal)],
                isChanged, isChanged ? null : drawn.OpenFinding(sealer)?.Errors),
            acceptance, drawn);
    }
}
