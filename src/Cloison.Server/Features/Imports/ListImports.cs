using Cloison.Contracts;
using Cloison.Server.Features.Projects;
using Cloison.Server.Platform.Http;
using Cloison.Storage.Compartments;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Imports;

/// <summary>A page of a project's imports, newest first.</summary>
internal static class ListImports
{
    private const int PageSize = 50;

    public static async Task<Results<Ok<Page<ImportSummary>>, ProblemHttpResult>> HandleAsync(
        ProjectId project, string? cursor, Compartment compartment, CancellationToken ct)
    {
        if (cursor is not null && !ImportId.TryParse(cursor, out _))
            return CommonProblems.Invalid("cursor", "This is not a cursor of this listing.").ToHttp();
        var found = await compartment.Database.ReadAsync(
            db => ProjectRow.Read(db, project) is null ? null : db.List(
                $"SELECT {ImportRow.Columns} FROM imports WHERE project = @project AND id < @before ORDER BY id DESC LIMIT @limit", ImportRow.Map,
                ("@project", project.Text), ("@before", cursor ?? "~"), ("@limit", PageSize + 1L)),
            ct);
        if (found is null)
            return CommonProblems.NotFound.ToHttp();
        var items = found.Take(PageSize).Select(row => row.Open(compartment)).ToList();
        return TypedResults.Ok(new Page<ImportSummary>(items, found.Count > PageSize ? items[^1].Id.Text : null));
    }
}
