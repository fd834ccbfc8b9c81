using Cloison.Formats.Files;

namespace Cloison.Formats;

/// <summary>Names for the entries of an archive that is being written: safe, and each only once.</summary>
internal sealed class EntryNames
{
    private readonly HashSet<string> taken = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The image's name without its extension, with <c>_2</c>, <c>_3</c>, … when it is taken. An unsafe name becomes <c>item_N</c>.</summary>
    public string Take(string imageName)
    {
        var stem = FileName.TryNormalise(imageName, out var name, out _) ? FileName.WithoutExtension(name) : $"item_{taken.Count + 1}";
        var free = stem;
        for (var n = 2; !taken.Add(free); n++)
            free = $"{stem}_{n}";
        return free;
    }
}
