using Cloison.Contracts;
using Cloison.Domain;
using Cloison.Domain.Ontologies;
using Cloison.Server.Features.Blind;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.Http;
using Cloison.Storage.Compartments;
using Cloison.Storage.Databases;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Projects;

/// <summary>Makes the next version. Annotations in progress go on with the version that they were begun with.</summary>
internal static class ChangeOntology
{
    public static async Task<Results<Ok<OntologyVersion>, ProblemHttpResult>> HandleAsync(
        ProjectId project, Ontology request, Caller caller, Compartment compartment, TimeProvider clock, CancellationToken ct, bool allowNames = false)
    {
        if (OntologyRules.Check(request) is { Count: > 0 } errors)
            return CommonProblems.Invalid(errors).ToHttp();
        if (await DenyList.CheckAsync(compartment, project, caller.Person, allowNames, Published.Texts(null, null, request), clock, ct) is { } named)
            return named.ToHttp();
        var now = clock.GetUtcNow();
        return (await compartment.Database.WriteAsync(db => Store(db, compartment, project, request, caller.Person, now), ct)).ToHttp();
    }

    private static Outcome<OntologyVersion> Store(Session db, Compartment compartment, ProjectId project, Ontology ontology, PersonId by, DateTimeOffset now)
    {
        if (ProjectRow.Read(db, project) is not { } row)
            return CommonProblems.NotFound;
        if (row.Editor != ontology.Editor)
            return CommonProblems.Invalid("editor", "A project keeps its editor: make a new project for another kind of work.");
        var version = row.OntologyVersion + 1;
        ProjectStore.InsertOntology(db, compartment, project, version, ontology, by, now);
        db.Execute("UPDATE projects SET ontology_version = @version WHERE id = @id", ("@version", (long)version), ("@id", project.Text));
        return new OntologyVersion(version, ontology, by, now);
    }
}
