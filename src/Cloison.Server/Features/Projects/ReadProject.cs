using Cloison.Contracts;
using Cloison.Server.Platform.Http;
using Cloison.Storage.Compartments;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Projects;

internal static class ReadProject
{
    public static async Task<Results<Ok<ProjectDetail>, ProblemHttpResult>> HandleAsync(
        ProjectId project, Compartment compartment, Ontologies ontologies, CancellationToken ct) =>
        await ProjectStore.ReadAsync(compartment, project, ontologies, ct) is { } detail ? TypedResults.Ok(detail) : CommonProblems.NotFound.ToHttp();
}
