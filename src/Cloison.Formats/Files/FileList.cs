using Cloison.Formats.Dataset;

namespace Cloison.Formats.Files;

/// <summary>Collects names for a source: safe ones once each, the others as refusals.</summary>
internal sealed class FileList
{
    private readonly HashSet<string> seen = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<(string Name, long? Length, string Raw)> files = [];
    private readonly List<Refusal> refusals = [];

    public void Add(string raw, long? lengthBytes)
    {
        if (!FileName.TryNormalise(raw, out var name, out var reason))
            Refuse(raw, reason);
        else if (!seen.Add(name))
            Refuse(raw, "Another file has this name (capitals do not count).");
        else
            files.Add((name, lengthBytes, raw));
    }

    public void Refuse(string raw, string reason) => refusals.Add(new(raw.Length > 200 ? raw[..200] + "…" : raw, reason));

    public IReadOnlyList<Refusal> Refusals => refusals;

    /// <summary>The files in ordinal order, and for each safe name the name as its source spells it.</summary>
    public (IReadOnlyList<SourceFile> Files, Dictionary<string, string> RawNames) Close()
    {
        files.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        return ([.. files.Select(f => new SourceFile(f.Name, f.Length))], files.ToDictionary(f => f.Name, f => f.Raw, StringComparer.Ordinal));
    }
}
