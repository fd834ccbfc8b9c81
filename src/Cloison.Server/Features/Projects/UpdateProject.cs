using Cloison.Contracts;
using Cloison.Server.Features.Blind;
using Cloison.Server.Platform;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.Http;
using Cloison.Storage.Compartments;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Projects;

/// <summary>Changes settings. A new overlap reaches every task: full ones open again, or open ones are full.</summary>
internal static class UpdateProject
{
    public static async Task<Results<Ok<ProjectDetail>, ProblemHttpResult>> HandleAsync(
        ProjectId project, Contracts.UpdateProject request, Compartment compartment, Ontologies ontologies, TimeProvider clock, CancellationToken ct,
        Caller? caller = null, bool allowNames = false)
    {
        if (ProjectRules.Check(request.Name, request.Instructions, request.Overlap, request.ReviewLevels, request.LeaseSeconds) is { Count: > 0 } errors)
            return CommonProblems.Invalid(errors).ToHttp();
        var sealer = compartment.Sealer(project);
        var exists = await compartment.Database.ReadAsync(db => ProjectRow.Read(db, project) is not null, ct);
        if (!exists)
            return CommonProblems.NotFound.ToHttp();
        if (await DenyList.CheckAsync(compartment, project, caller?.Person ?? default, allowNames, Published.Texts(request.Name, request.Instructions, null), clock, ct) is { } named)
            return named.ToHttp();
        await compartment.Database.WriteAsync(
            db => db.Execute(
                """
                UPDATE projects SET name = COALESCE(@name, name), instructions = COALESCE(@instructions, instructions), overlap = COALESCE(@overlap, overlap),
                  review_levels = COALESCE(@levels, review_levels), lease_seconds = COALESCE(@lease, lease_seconds), state = COALESCE(@state, state),
                  watermark = COALESCE(@watermark, watermark)
                WHERE id = @id
                """,
                ("@name", request.Name is null ? null : sealer.SealText(Seals.ProjectName(project), request.Name.Trim())),
                ("@instructions", request.Instructions is null ? null : sealer.SealText(Seals.Instructions(project), request.Instructions)),
                ("@overlap", (long?)request.Overlap), ("@levels", (long?)request.ReviewLevels), ("@lease", (long?)request.LeaseSeconds), ("@state", (long?)request.State),
                ("@watermark", request.Watermark is { } marks ? marks ? 1L : 0L : null),
                ("@id", project.Text)),
            ct);
        if (request.Overlap is not null)
            await ChangeOverlap.ApplyAsync(compartment, project, clock);
        return TypedResults.Ok((await ProjectStore.ReadAsync(compartment, project, ontologies, ct))!);
    }
}
