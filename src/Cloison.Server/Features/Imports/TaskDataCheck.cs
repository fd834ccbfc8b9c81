using System.Text.Json;
using System.Text.Json.Nodes;
using Cloison.Domain.Json;
using Cloison.Domain.Ontologies;
using Cloison.Domain.Tasks;
using Cloison.Formats.Dataset;
using Cloison.Server.Features.Assets;

namespace Cloison.Server.Features.Imports;

/// <summary>
/// Makes sure that a row shows all inputs of the ontology, and turns what it says about files into references to assets of this project,
/// with the facts that were measured here.
/// </summary>
internal sealed class TaskDataCheck(ActiveImport import)
{
    /// <summary>Sealed data are read back with a depth of 32, and stand two levels deep.</summary>
    private const int MaxDepth = 24;

    private const int MostRemembered = 10_000;

    private readonly TaskFinder finder = new(import.Compartment, import.Project);
    private readonly Dictionary<string, AssetReference> byName = new(StringComparer.Ordinal);

    /// <summary>Makes a file known that came with the rows.</summary>
    public void Know(string name, StoredAsset asset) => byName[name] = asset.As(name);

    /// <summary>What is wrong with the data, or null; files are replaced by assets in place. <see cref="CheckJson"/> comes first.</summary>
    public async ValueTask<string?> CheckAsync(TaskData data, CancellationToken ct)
    {
        foreach (var input in import.Ontology.Inputs)
            if (input.Kind != InputKind.Image && string.IsNullOrEmpty(data.GetText(input.Name)))
                return data.Json[input.Name] is null ? $"The input '{input.Name}' is missing." : $"The input '{input.Name}' is not a text, or is empty.";
            else if (input.Kind == InputKind.Image && data.GetText(input.Name) is { Length: > 0 } file)
                data.Json[input.Name] = MediaFile.Entry(file);
            else if (input.Kind == InputKind.Image && MediaFile.Read(input.Name, data.Json[input.Name]) is null && !IsReference(data.Json[input.Name]))
                return $"The input '{input.Name}' is missing: it is the name of an image, or an asset.";
        foreach (var (name, entry) in data.Json.ToList())
            if (IsReference(entry))
            {
                if (await FindAsync(name, entry!.AsObject(), ct) is not { } asset)
                    return $"The image of '{name}' is not in this project: import it first.";
                data.Json[name] = JsonSerializer.SerializeToNode(asset, DomainJson.Options);
            }

        return null;
    }

    /// <summary>Walks the whole tree: its nodes are made lazily, and would fail only when somebody opens the task.</summary>
    public static string? CheckJson(JsonNode json)
    {
        try
        {
            return Depth(json, 0) > MaxDepth ? "The data are nested too deeply." : null;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return e is ArgumentException ? "An object has the same name twice." : "A text is not valid Unicode.";
        }
    }

    private static bool IsReference(JsonNode? entry) => entry is JsonObject json && (json.ContainsKey("asset") || json.ContainsKey("file"));

    private async Task<AssetReference?> FindAsync(string input, JsonObject entry, CancellationToken ct)
    {
        var named = MediaFile.Read(input, entry)?.Name;
        if (entry["asset"] is JsonValue value && value.TryGetValue<string>(out var text) && AssetId.TryParse(text, out var id)
            && await import.Compartment.Database.ReadAsync(db => StoredAsset.Read(db, import.Project, id), ct) is { } stored)
            return stored.As(named ?? id.Text);
        if (named is null)
            return null;
        if (byName.TryGetValue(named, out var known))
            return known;
        if (await finder.FindAsync(named, stemIsEnough: false, ct) is not { Image: { } image })
            return null;
        if (byName.Count >= MostRemembered)
            byName.Clear();
        return byName[named] = image;
    }

    private static int Depth(JsonNode? node, int depth)
    {
        if (depth > MaxDepth)
            return depth;
        var deepest = depth;
        if (node is JsonObject json)
            foreach (var (_, member) in json)
                deepest = Math.Max(deepest, Depth(member, depth + 1));
        else if (node is JsonArray array)
            foreach (var element in array)
                deepest = Math.Max(deepest, Depth(element, depth + 1));
        else if (node is JsonValue value && value.GetValueKind() == JsonValueKind.String)
            _ = value.GetValue<string>();
        return deepest;
    }
}
