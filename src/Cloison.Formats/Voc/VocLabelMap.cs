using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Cloison.Domain.Ontologies;
using Cloison.Formats.Dataset;
using Cloison.Formats.Files;
using Cloison.Formats.Input;

namespace Cloison.Formats.Voc;

/// <summary>
/// <c>labelmap.txt</c>, by which CVAT and Datumaro carry the classes of a VOC set: lines <c>name:red,green,blue:parts:actions</c>.
/// </summary>
internal static class VocLabelMap
{
    public const string Name = "labelmap.txt";

    public static async IAsyncEnumerable<DatasetEntry> ReadAsync(
        IFileSource files, SourceFile file, ImportOptions options, OntologyBuilder ontology, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var raw = await files.OpenAsync(file, ct);
        await using var utf8 = await Utf8Input.OpenAsync(raw, ct);
        await foreach (var line in LineReader.ReadAsync(utf8, options.Limits.MaxRowBytes, ct))
        {
            if (line.IsBlank || (!line.TooLong && line.Utf8.Span[0] == '#'))
                continue;
            var parts = line.TooLong ? [] : line.Decode().Split(':');
            // "background" is the class of no object in this map.
            if (parts is [var name, ..] && ImageItems.CheckClass(name) is null)
            {
                if (name != "background")
                    ontology.AddClass(name, parts.Length > 1 ? Color(parts[1]) : null);
            }
            else
                yield return new Refusal($"{file.Name}:{line.Number}", "The line is not of the form name:red,green,blue:parts:actions.");
        }
    }

    public static byte[] Write(IReadOnlyList<LabelClass> classes)
    {
        var text = new StringBuilder("# label:color_rgb:parts:actions\n");
        foreach (var c in classes)
        {
            var rgb = int.Parse(c.Color.AsSpan(1), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            text.Append(c.Name).Append(':').Append(rgb >> 16).Append(',').Append((rgb >> 8) & 255).Append(',').Append(rgb & 255).Append("::\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static string? Color(string rgb) =>
        rgb.Split(',') is [var r, var g, var b] && byte.TryParse(r, out var red) && byte.TryParse(g, out var green) && byte.TryParse(b, out var blue)
            ? $"#{red:x2}{green:x2}{blue:x2}"
            : null;
}
