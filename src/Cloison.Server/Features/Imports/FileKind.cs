using System.Buffers;
using System.Text;
using System.Text.Json;
using Cloison.Domain.Ontologies;
using Cloison.Server.Features.Assets;

namespace Cloison.Server.Features.Imports;

/// <summary>What a file of an import is. The numbers are stored.</summary>
internal enum FileKind
{
    Unknown = 0,
    Image = 1,

    /// <summary>One text, one task.</summary>
    Text = 2,

    /// <summary>CSV, TSV, JSON or JSON Lines with columns of the customer's own.</summary>
    Table = 3,

    /// <summary>JSON Lines as this product exports them.</summary>
    Native = 4,

    /// <summary>JSON Lines or a JSON array of <see cref="Contracts.NewTask"/>.</summary>
    TaskRows = 5,
    Conll = 6,
    Coco = 7,
    Voc = 8,
    Cvat = 9,

    /// <summary>A label file, a list of classes or of images.</summary>
    Yolo = 10,
    Archive = 11,
}

/// <summary>Tells the kind of a file from its first bytes, and from its name where the bytes leave it open.</summary>
internal static class FileKinds
{
    /// <summary>How much of a file is looked at.</summary>
    public const int HeadBytes = 64 << 10;

    public static bool MakesTasks(this FileKind kind) => kind is FileKind.Table or FileKind.Native or FileKind.TaskRows or FileKind.Conll;

    public static bool IsLabels(this FileKind kind) => kind is FileKind.Coco or FileKind.Voc or FileKind.Cvat or FileKind.Yolo;

    public static FileKind Of(string path, ReadOnlySpan<byte> head, Ontology ontology)
    {
        if (ImageType.Sniff(head) is not null)
            return FileKind.Image;
        if (head.StartsWith("PK\x03\x04"u8) || head.StartsWith("PK\x05\x06"u8))
            return FileKind.Archive;
        var name = TaskKeys.BaseOf(path);
        var showsTexts = ontology.Inputs.Any(i => i.Kind != InputKind.Image);
        var showsImages = ontology.Inputs.Any(i => i.Kind == InputKind.Image);
        var text = head.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? head[3..] : head;
        return Path.GetExtension(name).ToLowerInvariant() switch
        {
            ".csv" or ".tsv" or ".tab" => FileKind.Table,
            ".jsonl" or ".ndjson" => OfJsonLine(text),
            ".json" => OfJson(text),
            ".xml" => RootOf(text) switch { "annotation" => FileKind.Voc, "annotations" => FileKind.Cvat, _ => FileKind.Unknown },
            ".conll" or ".bio" or ".iob" when showsTexts => FileKind.Conll,
            ".names" or ".yaml" or ".yml" or ".data" when showsImages => FileKind.Yolo,
            ".txt" when name == "labelmap.txt" && showsImages => FileKind.Voc,
            ".txt" when showsImages && (ontology.Editor == Editor.Image || !showsTexts) => FileKind.Yolo,
            ".txt" or ".md" when showsTexts => FileKind.Text,
            _ => FileKind.Unknown,
        };
    }

    private static FileKind OfJsonLine(ReadOnlySpan<byte> text)
    {
        var names = Members(text);
        return names is ["format", ..] ? FileKind.Native
            : !names.Contains("data") ? FileKind.Table
            : names.Contains("predictions") || names.Contains("gold") ? FileKind.TaskRows
            : FileKind.Native;
    }

    private static FileKind OfJson(ReadOnlySpan<byte> text)
    {
        var start = text.IndexOfAnyExcept(" \t\r\n"u8);
        if (start >= 0 && text[start] == '[')
        {
            var first = Members(text[(start + 1)..]);
            return first.Contains("image_id") && first.Contains("category_id") ? FileKind.Coco
                : first.Contains("data") && !first.Contains("text") ? FileKind.TaskRows
                : FileKind.Table;
        }

        return Members(text).Intersect(["images", "annotations", "categories"]).Any() ? FileKind.Coco : FileKind.Table;
    }

    /// <summary>The members of the first object, as far as the head reaches.</summary>
    private static List<string> Members(ReadOnlySpan<byte> text)
    {
        var names = new List<string>();
        var reader = new Utf8JsonReader(text, isFinalBlock: false, new JsonReaderState(new() { MaxDepth = 1_000 }));
        try
        {
            while (reader.Read() && (reader.CurrentDepth > 0 || reader.TokenType == JsonTokenType.StartObject))
                if (reader is { TokenType: JsonTokenType.PropertyName, CurrentDepth: 1 })
                    names.Add(reader.GetString()!);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The reading proper tells what is wrong with it, and where.
        }

        return names;
    }

    private static readonly SearchValues<byte> NameEnds = SearchValues.Create(" \t\r\n/>"u8);

    /// <summary>The name of the first element, without running any parser over bytes that nobody has checked.</summary>
    private static string RootOf(ReadOnlySpan<byte> text)
    {
        for (var at = text.IndexOf((byte)'<'); at >= 0 && at + 1 < text.Length;)
        {
            var rest = text[(at + 1)..];
            if (char.IsAsciiLetter((char)rest[0]))
                return Encoding.ASCII.GetString(rest[..(rest.IndexOfAny(NameEnds) is >= 0 and var end ? end : rest.Length)]);
            // A declaration or a comment: what is in a comment is no element.
            var skip = rest.StartsWith("!--"u8) ? rest.IndexOf("-->"u8) : 0;
            var next = skip < 0 ? -1 : rest[skip..].IndexOf((byte)'<');
            at = next < 0 ? -1 : at + 1 + skip + next;
        }

        return "";
    }
}
