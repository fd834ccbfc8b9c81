using System.Text.Json.Nodes;
using Cloison.Formats.Dataset;
using Cloison.Server.Features.Assets;
using Cloison.Server.Features.Blind;

namespace Cloison.Server.Features.Imports;

/// <summary>Looks through rows, file names and what images say about their making for names of the customer's list. Used by one thread.</summary>
internal sealed class NameScan(ActiveImport import)
{
    private NameMatcher? names;

    /// <summary>Why the row is refused; null when it names nobody, or when the import may.</summary>
    public async ValueTask<string?> CheckAsync(string? name, DatasetItem item, CancellationToken ct)
    {
        if (import.Options.AllowNames)
            return null;
        names ??= await DenyList.MatcherAsync(import.Compartment, ct);
        if (names.IsEmpty)
            return null;
        foreach (var text in Texts(item.Data.Json).Append(name).Append(item.Batch))
            if (text is not null && names.FindIn(text) is { Count: > 0 } found)
                return BlindProblems.Reason(found);
        foreach (var (_, asset) in item.Data.Assets())
            if (await InMetadataAsync(asset.Asset, ct) is { Count: > 0 } found)
                return $"{BlindProblems.Reason(found)} It is in the image's metadata, which workers do not get.";
        return null;
    }

    private async Task<IReadOnlyList<string>> InMetadataAsync(AssetId id, CancellationToken ct)
    {
        if (await import.Compartment.Database.ReadAsync(db => StoredAsset.Read(db, import.Project, id), ct) is not { } asset
            || await import.Compartment.Blobs.OpenAsync(import.Project, asset.Blob, ct) is not { } image)
            return [];
        await using (image)
            return await MetadataNames.FindAsync(image, asset.MediaType, names!, ct);
    }

    private static IEnumerable<string> Texts(JsonNode? node) => node switch
    {
        JsonObject json => json.SelectMany(m => Texts(m.Value).Prepend(m.Key)),
        JsonArray array => array.SelectMany(Texts),
        JsonValue value when value.TryGetValue<string>(out var text) => [text],
        _ => [],
    };
}
