using Cloison.Contracts;
using Cloison.Domain;
using Cloison.Formats;
using Cloison.Server.Features.Projects;
using Cloison.Server.Features.Transfers;
using Cloison.Server.Platform;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.Http;
using Cloison.Storage.Compartments;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Exports;

/// <summary>Orders an export; it is made in the background.</summary>
internal static class CreateExport
{
    public static async Task<Results<Ok<ExportSummary>, ProblemHttpResult>> HandleAsync(
        ProjectId project, NewExport request, Caller caller, Compartment compartment, TransferJobs jobs, TimeProvider clock, CancellationToken ct)
    {
        var stored = await StoreAsync(compartment, project, request, caller.Person, clock, ct);
        jobs.Wake();
        return stored.Then(row => row.Open(compartment)).ToHttp();
    }

    public static async Task<Outcome<ExportRow>> StoreAsync(
        Compartment compartment, ProjectId project, NewExport request, PersonId by, TimeProvider clock, CancellationToken ct)
    {
        if (await compartment.Database.ReadAsync(db => ProjectRow.Read(db, project), ct) is not { } row)
            return CommonProblems.NotFound;
        if (FormatCatalog.Find(request.Format) is not { CanExport: true } format)
            return CommonProblems.Invalid("format", "There is no such format to export to.");
        if (request.Answers == ExportedAnswers.Everything && format != FormatCatalog.Native)
            return CommonProblems.Invalid("answers", "Only the native format holds everything.");
        if (request.IncludeMedia && ExportFormats.MediaFolder(format) is null)
            return CommonProblems.Invalid("includeMedia", "This format has no place for the files themselves.");
        var now = clock.GetUtcNow();
        var id = ExportId.New(now);
        var sealer = compartment.Sealer(project);
        var order = ExportOrder.Of(request with { Format = format.Id }, format, sealer.OpenText(Seals.ProjectName(project), row.Name), now);
        var export = new ExportRow(id, project, TransferState.Running, sealer.SealJson(Seals.ExportOptions(id), order), null, 0, 0, 0, null, null, now, null);
        await compartment.Database.WriteAsync(db => export.Insert(db, by), ct);
        return export;
    }
}
