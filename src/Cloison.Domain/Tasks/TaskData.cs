using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Cloison.Domain.Tasks;

/// <summary>
/// What a task shows: a JSON object whose entries are texts, other JSON values, or references to assets
/// (<c>{"asset":"ast_…","name":"street.jpg","mediaType":"image/jpeg","width":640,"height":480}</c>).
/// </summary>
[JsonConverter(typeof(TaskDataJsonConverter))]
public sealed class TaskData(JsonObject json)
{
    public JsonObject Json { get; } = json;

    public string? GetText(string input) => Json[input] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    /// <summary>The asset that an entry refers to, or null when the entry is absent or something else.</summary>
    public AssetReference? GetAsset(string input) =>
        Json[input] is JsonObject entry && entry.ContainsKey("asset") ? entry.Deserialize<AssetReference>(Cloison.Domain.Json.DomainJson.Options) : null;

    public IEnumerable<(string Input, AssetReference Asset)> Assets()
    {
        foreach (var (name, _) in Json)
            if (GetAsset(name) is { } asset)
                yield return (name, asset);
    }
}

/// <param name="Name">The file's name as imported, with its folder, '/' between.</param>
/// <param name="Width">Pixels of the upright image.</param>
/// <param name="Height">Pixels of the upright image.</param>
public sealed record AssetReference(AssetId Asset, string Name, string MediaType, int? Width = null, int? Height = null);

internal sealed class TaskDataJsonConverter : JsonConverter<TaskData>
{
    public override TaskData Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        JsonNode.Parse(ref reader) is JsonObject json ? new(json) : throw new JsonException("A task's data is a JSON object.");

    public override void Write(Utf8JsonWriter writer, TaskData value, JsonSerializerOptions options) => value.Json.WriteTo(writer, options);
}
