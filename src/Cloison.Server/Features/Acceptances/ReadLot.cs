using Cloison.Contracts;
using Cloison.Server.Platform.Http;
using Cloison.Storage.Compartments;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Acceptances;

/// <summary>The list that the sample was drawn from, as it is hashed in the certificate.</summary>
internal static class ReadLot
{
    public static async Task<Results<Ok<AcceptanceLot>, ProblemHttpResult>> HandleAsync(ProjectId project, int number, Compartment compartment, CancellationToken ct) =>
        await ReadAsync(project, number, compartment, ct) is { } lot ? TypedResults.Ok(new AcceptanceLot(lot, AcceptanceLists.HashOf(lot))) : CommonProblems.NotFound.ToHttp();

    public static Task<string?> ReadAsync(ProjectId project, int number, Compartment compartment, CancellationToken ct) => compartment.Database.ReadAsync(
        db => db.Scalar<string>("SELECT lot FROM acceptances WHERE project = @project AND n = @n", ("@project", project.Text), ("@n", (long)number)), ct);
}
