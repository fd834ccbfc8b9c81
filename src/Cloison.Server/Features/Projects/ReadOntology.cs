using Cloison.Contracts;
using Cloison.Server.Platform.Http;
using Cloison.Storage.Compartments;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Projects;

internal static class ReadOntology
{
    public static async Task<Results<Ok<OntologyVersion>, ProblemHttpResult>> HandleAsync(
        ProjectId project, int version, Compartment compartment, CancellationToken ct)
    {
        var row = await compartment.Database.ReadAsync(
            db => db.First(
                $"SELECT {OntologyRow.Columns} FROM ontologies WHERE project = @project AND version = @version", OntologyRow.Map,
                ("@project", project.Text), ("@version", (long)version)),
            ct);
        return row is null ? CommonProblems.NotFound.ToHttp() : TypedResults.Ok(row.Open(compartment, project));
    }
}
