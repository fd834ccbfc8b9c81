using Cloison.Contracts;
using Cloison.Domain;
using Cloison.Domain.Ontologies;
using Cloison.Domain.Tasks;
using Cloison.Server.Features.Blind;
using Cloison.Server.Features.Projects;
using Cloison.Server.Features.Tasks;
using Cloison.Server.Platform;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.Http;
using Cloison.Storage.Compartments;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Imports;

/// <summary>Opens an import; files are sent to it one by one.</summary>
internal static class CreateImport
{
    public static async Task<Results<Ok<ImportSummary>, ProblemHttpResult>> HandleAsync(
        ProjectId project, NewImport request, Caller caller, Compartment compartment, Ontologies ontologies, TimeProvider clock, CancellationToken ct) =>
        (await StoreAsync(compartment, project, request, TransferState.Receiving, caller.Person, ontologies, clock, ct)).Then(row => row.Open(compartment)).ToHttp();

    public static async Task<Outcome<ImportRow>> StoreAsync(
        Compartment compartment, ProjectId project, NewImport request, TransferState state, PersonId by, Ontologies ontologies, TimeProvider clock, CancellationToken ct)
    {
        if (await compartment.Database.ReadAsync(db => ProjectRow.Read(db, project), ct) is not { } row)
            return CommonProblems.NotFound;
        if (row.State == ProjectState.Archived)
            return TaskProblems.Archived;
        var options = request with { BatchName = Trimmed(request.BatchName), Model = Trimmed(request.Model) };
        if (Check(options, (await ontologies.FindAsync(compartment, project, row.OntologyVersion, ct))!) is { Count: > 0 } errors)
            return CommonProblems.Invalid(errors);
        BatchId? batch = options.BatchName is null ? null : await new Batches(compartment, project, clock).FindOrMakeAsync(options.BatchName, ct);
        var now = clock.GetUtcNow();
        var id = ImportId.New(now);
        var import = new ImportRow(
            id, project, state, compartment.Sealer(project).SealJson(Seals.ImportOptions(id), options), batch, 0, 0, 0, 0, 0, null, now, null);
        await compartment.Database.WriteAsync(db => import.Insert(db, by), ct);
        if (options.AllowNames && await DenyList.ReadAsync(compartment, ct) is { Count: > 0 } names)
            await DenyList.RecordAsync(compartment, project, by, $"import {id}", names, now, ct);
        return import;
    }

    private static List<InputError> Check(NewImport options, Ontology ontology)
    {
        var errors = new List<InputError>();
        if (options.BatchName is { Length: > Batches.MaxNameLength })
            errors.Add(new("batchName", $"A batch's name has at most {Batches.MaxNameLength} characters."));
        if (options.Model is { Length: > 200 })
            errors.Add(new("model", "A model's name has at most 200 characters."));
        if (options.Mapping is not null)
            errors.AddRange(RowMappings.Check(options.Mapping, ontology));
        return errors;
    }

    private static string? Trimmed(string? text) => text?.Trim() is { Length: > 0 } trimmed ? trimmed : null;
}
