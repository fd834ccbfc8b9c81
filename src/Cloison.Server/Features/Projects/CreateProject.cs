using Cloison.Contracts;
using Cloison.Server.Features.Blind;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.Http;
using Cloison.Storage.Compartments;
using Cloison.Storage.Databases;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Projects;

/// <summary>Makes a project with its own data key and the first version of its ontology.</summary>
internal static class CreateProject
{
    public static async Task<Results<Ok<ProjectDetail>, ProblemHttpResult>> HandleAsync(
        NewProject request, Caller caller, Compartment compartment, Ontologies ontologies, TimeProvider clock, CancellationToken ct, bool allowNames = false)
    {
        if (ProjectRules.Check(request.Name, request.Instructions, request.Overlap, request.ReviewLevels, request.LeaseSeconds, request.Ontology) is { Count: > 0 } errors)
            return CommonProblems.Invalid(errors).ToHttp();
        if (!allowNames && await DenyList.CheckAsync(compartment, default, caller.Person, allow: false, Published.Texts(request.Name, request.Instructions, request.Ontology), clock, ct) is { } named)
            return named.ToHttp();
        var id = await StoreAsync(compartment, request, caller.Person, clock.GetUtcNow(), ct);
        if (allowNames)
            await DenyList.CheckAsync(compartment, id, caller.Person, allow: true, Published.Texts(request.Name, request.Instructions, request.Ontology), clock, ct);
        return TypedResults.Ok((await ProjectStore.ReadAsync(compartment, id, ontologies, ct))!);
    }

    /// <summary>Key first: a project row without its key could not be read, a key without a project harms nobody.</summary>
    /// <param name="also">What else is stored with it.</param>
    public static async Task<ProjectId> StoreAsync(
        Compartment compartment, NewProject request, PersonId by, DateTimeOffset now, CancellationToken ct, Action<Session, ProjectId>? also = null)
    {
        var id = ProjectId.New(now);
        await compartment.AddProjectKeyAsync(id, ct);
        await compartment.Database.WriteAsync(
            db =>
            {
                ProjectStore.Insert(db, compartment, id, request, by, now);
                also?.Invoke(db, id);
            },
            ct);
        return id;
    }
}
