using Cloison.Formats.Files;
using Cloison.Formats.Input;

namespace Cloison.Formats.Yolo;

/// <summary>
/// The class names of a YOLO set: one a line in <c>obj.names</c> or <c>classes.txt</c>, or the <c>names</c> of an Ultralytics
/// <c>data.yaml</c> as a list or a map. Only these forms of YAML are understood.
/// </summary>
internal static class YoloClasses
{
    private const int MaxNames = 100_000;

    public static SourceFile? Find(IReadOnlyList<SourceFile> files) =>
        files.FirstOrDefault(f => f.Extension == ".names")
        ?? files.FirstOrDefault(f => f.Extension is ".yaml" or ".yml")
        ?? files.FirstOrDefault(f => f.BaseName is "classes.txt" or "labels.txt");

    /// <returns>Names by class index; indices that a map leaves out are null.</returns>
    /// <exception cref="InputException">The names cannot be read, or the set is for pose estimation.</exception>
    public static async Task<IReadOnlyList<string?>> ReadAsync(IFileSource files, SourceFile file, InputLimits limits, CancellationToken ct)
    {
        await using var raw = await files.OpenAsync(file, ct);
        await using var utf8 = await Utf8Input.OpenAsync(raw, ct);
        var lines = new List<string>();
        await foreach (var line in LineReader.ReadAsync(utf8, limits.MaxRowBytes, ct))
            if (line.TooLong || lines.Count == MaxNames)
                throw new InputException("The list of classes is too long.", $"{file.Name}:{line.Number}");
            else
                lines.Add(line.Decode().TrimEnd());
        if (file.Extension is ".yaml" or ".yml")
            return Yaml(lines);
        while (lines is [.., ""])
            lines.RemoveAt(lines.Count - 1);
        return [.. lines.Select(l => l.Trim())];
    }

    private static List<string?> Yaml(List<string> lines)
    {
        if (lines.Any(l => l.StartsWith("kpt_shape:", StringComparison.Ordinal)))
            throw new InputException("The set is for pose estimation (kpt_shape); keypoints are not read.");
        var at = lines.FindIndex(l => l.StartsWith("names:", StringComparison.Ordinal));
        if (at < 0)
            throw new InputException("The file has no \"names\".");
        var names = new List<string?>();
        var inline = Uncomment(lines[at]["names:".Length..]).Trim();
        if (inline.Length > 0)
        {
            // A list or map in brackets may go on over several lines.
            var text = inline;
            for (var next = at + 1; !text.EndsWith(']') && !text.EndsWith('}') && next < lines.Count; next++)
                text += " " + Uncomment(lines[next]).Trim();
            if (text.Length < 2 || (text[0], text[^1]) is not (('[', ']') or ('{', '}')))
                throw new InputException("The names are neither a list nor a map.");
            foreach (var (i, part) in SplitFlow(text[1..^1]).Index())
                Put(names, text[0] == '[' ? i.ToString() : Key(part), text[0] == '[' ? part : part[(part.IndexOf(':') + 1)..]);
            return names;
        }

        foreach (var line in lines.Skip(at + 1).Select(Uncomment).Where(l => l.Trim().Length > 0))
        {
            var item = line.TrimStart();
            if (item.StartsWith('-'))
                Put(names, names.Count.ToString(), item[1..]);
            else if (line.Length == item.Length)
                break;
            else
                Put(names, Key(item), item[(item.IndexOf(':') + 1)..]);
        }

        return names;
    }

    private static string Key(string item) => item.IndexOf(':') is > 0 and var colon ? item[..colon] : throw new InputException("A name has no index.");

    private static void Put(List<string?> names, string index, string name)
    {
        if (!int.TryParse(index.Trim().Trim('\'', '"'), out var i) || i is < 0 or >= MaxNames)
            throw new InputException("The index of a name is not a small number.");
        while (names.Count <= i)
            names.Add(null);
        var text = name.Trim();
        names[i] = text is ['\'', .., '\''] ? text[1..^1].Replace("''", "'", StringComparison.Ordinal)
            : text is ['"', .., '"'] ? text[1..^1].Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal) : text;
    }

    private static string Uncomment(string line) =>
        line.Contains('\'') || line.Contains('"') ? line : line.IndexOf(" #", StringComparison.Ordinal) is >= 0 and var hash ? line[..hash] : line;

    private static IEnumerable<string> SplitFlow(string text)
    {
        var (start, quote) = (0, '\0');
        for (var i = 0; i < text.Length; i++)
            if (quote != '\0')
                quote = text[i] == quote ? '\0' : quote;
            else if (text[i] is '\'' or '"')
                quote = text[i];
            else if (text[i] == ',')
            {
                yield return text[start..i];
                start = i + 1;
            }

        if (text[start..].Trim().Length > 0)
            yield return text[start..];
    }
}
