using Cloison.Contracts;
using Cloison.Server.Features.Blind;
using Cloison.Server.Features.Projects;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.Http;
using Cloison.Storage.Compartments;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Assets;

/// <summary>Stores an image for the instructions, where everybody who works on the project sees it.</summary>
internal static class AddAsset
{
    public static async Task<Results<Ok<AddedAsset>, ProblemHttpResult>> HandleAsync(
        ProjectId project, HttpRequest request, Caller caller, Compartment compartment, AssetStore assets, TimeProvider clock, CancellationToken ct,
        bool allowNames = false)
    {
        if (await compartment.Database.ReadAsync(db => ProjectRow.Read(db, project), ct) is null)
            return CommonProblems.NotFound.ToHttp();
        var stored = await assets.IngestAsync(compartment, project, request.Body, ct);
        if (!stored.Succeeded)
            return stored.Problem.ToHttp();
        // The file's name goes into the instructions, and is looked through there; what the image says of itself, here.
        if (await NamesInAsync(compartment, project, stored.Value, ct) is { Count: > 0 } names)
        {
            if (!allowNames)
                return BlindProblems.NameFound([("metadata", names)]).ToHttp();
            await DenyList.RecordAsync(compartment, project, caller.Person, $"metadata of {stored.Value.Id}", names, clock.GetUtcNow(), ct);
        }

        await compartment.Database.WriteAsync(
            db => db.Execute("UPDATE assets SET is_instruction = 1 WHERE id = @id AND project = @project", ("@id", stored.Value.Id.Text), ("@project", project.Text)), ct);
        return TypedResults.Ok(new AddedAsset(stored.Value.Id));
    }

    private static async Task<IReadOnlyList<string>> NamesInAsync(Compartment compartment, ProjectId project, StoredAsset asset, CancellationToken ct)
    {
        var names = await DenyList.MatcherAsync(compartment, ct);
        if (names.IsEmpty || await compartment.Blobs.OpenAsync(project, asset.Blob, ct) is not { } image)
            return [];
        await using (image)
            return await MetadataNames.FindAsync(image, asset.MediaType, names, ct);
    }
}
