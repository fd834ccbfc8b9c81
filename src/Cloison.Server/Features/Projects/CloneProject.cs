using Cloison.Contracts;
using Cloison.Server.Features.Blind;
using Cloison.Server.Features.Quality;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.Http;
using Cloison.Storage.Compartments;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Projects;

/// <summary>A new project with the same ontology, instructions and settings, those of quality among them, without tasks.</summary>
internal static class CloneProject
{
    public static async Task<Results<Ok<ProjectDetail>, ProblemHttpResult>> HandleAsync(
        ProjectId project, Contracts.CloneProject request, Caller caller, Compartment compartment, Ontologies ontologies, TimeProvider clock, CancellationToken ct,
        bool allowNames = false)
    {
        if (await ProjectStore.ReadAsync(compartment, project, ontologies, ct) is not { } original)
            return CommonProblems.NotFound.ToHttp();
        if (ProjectRules.Check(request.Name, null, null, null, null) is { Count: > 0 } errors)
            return CommonProblems.Invalid(errors).ToHttp();
        if (await DenyList.CheckAsync(compartment, project, caller.Person, allowNames, Published.Texts(request.Name, original.Instructions, original.Ontology), clock, ct) is { } named)
            return named.ToHttp();
        var copy = new NewProject(request.Name, original.Ontology, original.Instructions, original.Overlap, original.ReviewLevels, original.LeaseSeconds);
        var quality = await compartment.Database.ReadAsync(db => QualityRow.Read(db, project)?.Settings, ct);
        var id = await CreateProject.StoreAsync(
            compartment, copy, caller.Person, clock.GetUtcNow(), ct,
            (db, made) =>
            {
                if (quality is not null)
                    QualityRow.Store(db, made, WithoutExam(quality));
            });
        return TypedResults.Ok((await ProjectStore.ReadAsync(compartment, id, ontologies, ct))!);
    }

    /// <summary>Without tasks there are no exam questions: with an exam nobody could work.</summary>
    private static QualitySettings WithoutExam(QualitySettings settings) =>
        settings with { Exam = null, Rules = [.. settings.Rules.Where(r => r.Action != RuleAction.Requalify)] };
}
