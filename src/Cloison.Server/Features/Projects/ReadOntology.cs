using Cloison.Domain.Ontologies;
using Cloison.Server.Platform.Http;
using Cloison.Storage.Compartments;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Projects;

internal static class ReadOntology
{
    public static async Task<Results<Ok<Ontology>, ProblemHttpResult>> HandleAsync(
        ProjectId project, int version, Compartment compartment, Ontologies ontologies, CancellationToken ct) =>
        await ontologies.FindAsync(compartment, project, version, ct) is { } ontology ? TypedResults.Ok(ontology) : CommonProblems.NotFound.ToHttp();
}
