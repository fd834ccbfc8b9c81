using Cloison.Contracts;
using Cloison.Server.Platform.Http;
using Cloison.Storage.Compartments;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Imports;

internal static class ReadImport
{
    public static async Task<Results<Ok<ImportSummary>, ProblemHttpResult>> HandleAsync(
        ProjectId project, ImportId import, Compartment compartment, CancellationToken ct) =>
        await FindAsync(compartment, project, import, ct) is { } summary ? TypedResults.Ok(summary) : CommonProblems.NotFound.ToHttp();

    public static async Task<ImportSummary?> FindAsync(Compartment compartment, ProjectId project, ImportId import, CancellationToken ct) =>
        (await compartment.Database.ReadAsync(db => ImportRow.Read(db, project, import), ct))?.Open(compartment);
}
