using Cloison.Contracts;
using Cloison.Domain.Tasks;
using Cloison.Server.Features.Tasks;
using Cloison.Server.Platform.Http;
using Cloison.Storage.Compartments;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Projects;

/// <summary>The customer's projects, newest first, 200 a page.</summary>
internal static class ListProjects
{
    public static async Task<Results<Ok<Page<ProjectSummary>>, ProblemHttpResult>> HandleAsync(
        Compartment compartment, Word<ProjectState>? state, string? cursor, CancellationToken ct)
    {
        const int pageSize = 200;
        if (cursor is not null && !ProjectId.TryParse(cursor, out _))
            return CommonProblems.Invalid("cursor", "This is not a cursor of this listing.").ToHttp();
        var rows = await compartment.Database.ReadAsync(
            db => db.List(
                    $"SELECT {ProjectRow.Columns} FROM projects WHERE id < @cursor AND (@state < 0 OR state = @state) ORDER BY id DESC LIMIT {pageSize + 1}",
                    ProjectRow.Map, ("@cursor", cursor ?? "~"), ("@state", state is { } wanted ? (long)wanted.Value : -1L))
                .ConvertAll(row => (Row: row, Counts: TaskCounting.Read(db, row.Id))),
            ct);
        var items = rows.Take(pageSize).Select(r => new ProjectSummary(
            r.Row.Id, ProjectNames.Shown(compartment, r.Row.Id, r.Row.Name), r.Row.State, r.Row.Editor, r.Row.Overlap, r.Row.ReviewLevels,
            r.Counts, r.Row.CreatedAt, compartment.Keys.IsWithheld(r.Row.Id))).ToList();
        return TypedResults.Ok(new Page<ProjectSummary>(items, rows.Count > pageSize ? items[^1].Id.Text : null));
    }
}
