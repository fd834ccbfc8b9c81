using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Cloison.Domain.Tasks;
using Cloison.Formats.Dataset;
using Cloison.Formats.Files;

namespace Cloison.Server.Features.Leaving.Packaging;

/// <summary>
/// Gives each file that a task shows a name in the package: its own, where that is safe and no other file has it; no id of ours, so that none goes along into
/// another customer's project. Some hundred bytes of memory for each file of one project.
/// </summary>
internal sealed class FileNames
{
    /// <summary>The native file, beside the files that it names.</summary>
    public const string Tasks = "tasks.jsonl";

    // Names that differ only in case are one file on many machines.
    private readonly HashSet<string> taken = new(StringComparer.OrdinalIgnoreCase) { Tasks };
    private readonly Dictionary<Guid, string> names = [];
    private long unnamed;

    public static string ExtensionOf(string mediaType) => mediaType switch { "image/jpeg" => ".jpg", "image/png" => ".png", "image/webp" => ".webp", _ => "" };

    public bool IsNamed(AssetId asset) => names.ContainsKey(asset.ToGuid());

    /// <summary>The name of a file that has none yet; false when it has one.</summary>
    public bool TryName(AssetReference shown, [NotNullWhen(true)] out string? name)
    {
        (name, var asset) = (null, shown.Asset.ToGuid());
        if (names.ContainsKey(asset))
            return false;
        name = Own(shown) is { } own && taken.Add(own) ? own : $"unnamed/{++unnamed}{ExtensionOf(shown.MediaType)}";
        names[asset] = name;
        return true;
    }

    /// <summary>The item with the names of files in place of our assets.</summary>
    public DatasetItem Rewrite(DatasetItem item)
    {
        if (!item.Data.Assets().Any())
            return item;
        var json = (JsonObject)item.Data.Json.DeepClone();
        foreach (var (input, shown) in item.Data.Assets())
            json[input] = MediaFile.Entry(names[shown.Asset.ToGuid()], shown.Width, shown.Height);
        return item with { Data = new(json) };
    }

    private static string? Own(AssetReference shown) =>
        FileName.TryNormalise(shown.Name, out var name, out _) && !name.StartsWith("unnamed/", StringComparison.Ordinal) && name.Split('/').All(p => p[0] != '.') ? name : null;
}
