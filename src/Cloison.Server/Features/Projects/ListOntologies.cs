using Cloison.Contracts;
using Cloison.Domain.Ids;
using Cloison.Domain.Ontologies;
using Cloison.Server.Platform;
using Cloison.Server.Platform.Http;
using Cloison.Storage.Compartments;
using Cloison.Storage.Databases;
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
                "SELECT version, content, created_by, created_at FROM ontologies WHERE project = @project ORDER BY version DESC LIMIT 1000",
                row => (Version: row.Int(0), Content: row.Bytes(1), By: row.IdOrNull<PersonKind>(2), At: row.Time(3)), ("@project", project.Text)),
            ct);
        return rows.Count == 0
            ? CommonProblems.NotFound.ToHttp()
            : TypedResults.Ok<IReadOnlyList<OntologyVersion>>([.. rows.Select(r => new OntologyVersion(
                r.Version, compartment.Sealer(project).OpenJson<Ontology>(Seals.Ontology(project, r.Version), r.Content), r.By, r.At))]);
    }
}
