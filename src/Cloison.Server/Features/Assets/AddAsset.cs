using Cloison.Contracts;
using Cloison.Server.Features.Projects;
using Cloison.Server.Platform.Http;
using Cloison.Storage.Compartments;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Assets;

/// <summary>Stores an image for the instructions, where everybody who works on the project sees it.</summary>
internal static class AddAsset
{
    public static async Task<Results<Ok<AddedAsset>, ProblemHttpResult>> HandleAsync(
        ProjectId project, HttpRequest request, Compartment compartment, AssetStore assets, CancellationToken ct)
    {
        if (await compartment.Database.ReadAsync(db => ProjectRow.Read(db, project), ct) is null)
            return CommonProblems.NotFound.ToHttp();
        var stored = await assets.IngestAsync(compartment, project, request.Body, ct);
        if (!stored.Succeeded)
            return stored.Problem.ToHttp();
        await compartment.Database.WriteAsync(
            db => db.Execute("UPDATE assets SET is_instruction = 1 WHERE id = @id AND project = @project", ("@id", stored.Value.Id.Text), ("@project", project.Text)), ct);
        return TypedResults.Ok(new AddedAsset(stored.Value.Id));
    }
}
