using System.Text.Json.Nodes;
using Cloison.Domain.Tasks;

namespace Cloison.Formats.Dataset;

/// <summary>A media file that an item shows: an asset, or a file that is only named.</summary>
/// <param name="Input">The entry of the item's data.</param>
/// <param name="Name">The file's name with its folder, '/' between.</param>
/// <param name="Width">Pixels of the upright image; null when not known.</param>
/// <param name="Height">Pixels of the upright image; null when not known.</param>
/// <param name="Asset">The asset, when it is one already.</param>
public sealed record MediaFile(string Input, string Name, int? Width, int? Height, AssetId? Asset = null)
{
    /// <summary>The first entry of the data that is an asset or a file.</summary>
    public static MediaFile? First(TaskData data)
    {
        foreach (var (input, node) in data.Json)
            if (Read(input, node) is { } media)
                return media;
        return null;
    }

    /// <summary>The file or asset that an entry refers to, or null when the entry is something else.</summary>
    public static MediaFile? Read(string input, JsonNode? entry)
    {
        if (entry is not JsonObject json)
            return null;
        var asset = Text(json, "asset") is { } id && AssetId.TryParse(id, out var parsed) ? parsed : (AssetId?)null;
        var name = Text(json, "file") ?? (asset is null ? null : Text(json, "name"));
        return name is null ? null : new(input, name, Number(json, "width"), Number(json, "height"), asset);
    }

    /// <summary>Data that show one file that is not an asset yet.</summary>
    public static TaskData Unstored(string input, string name, int? width, int? height) =>
        new(new JsonObject { [input] = Entry(name, width, height) });

    /// <summary>The entry for a file that is not an asset yet.</summary>
    public static JsonObject Entry(string name, int? width = null, int? height = null)
    {
        var entry = new JsonObject { ["file"] = name };
        if (width is not null)
            entry["width"] = width;
        if (height is not null)
            entry["height"] = height;
        return entry;
    }

    private static string? Text(JsonObject json, string name) => json[name] is JsonValue v && v.TryGetValue<string>(out var text) ? text : null;

    private static int? Number(JsonObject json, string name) => json[name] is JsonValue v && v.TryGetValue<int>(out var number) ? number : null;
}
