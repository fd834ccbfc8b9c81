using Cloison.Contracts;
using Cloison.Server.Platform.Http;
using Cloison.Storage.Compartments;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Projects;

/// <summary>Every version, newest first.</summary>
internal static class ListOntologies
{
    public static async Task<Results<Ok<IReadOnlyList<OntologyVersion>>, ProblemHttpResult>> HandleAsync(
        ProjectId project, Compartment compartment, CancellationToken ct)
    {
        var rows = await compartment.Database.ReadAsync(
            db => db.List(
                $"SELECT {OntologyRow.Columns} FROM ontologies WHERE project = @project ORDER BY version DESC LIMIT 1000", OntologyRow.Map, ("@project", project.Text)),
            ct);
        return rows.Count == 0
            ? CommonProblems.NotFound.ToHttp()
            : TypedResults.Ok<IReadOnlyList<OntologyVersion>>([.. rows.Select(row => row.Open(compartment, project))]);
    }
}
