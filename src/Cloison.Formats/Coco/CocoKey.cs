using System.Runtime.InteropServices;
using System.Text.Json;
using Cloison.Formats.Input;

namespace Cloison.Formats.Coco;

/// <summary>An id of an image or category: a number by the specification, a string in some tools' files.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct CocoKey(long Number, string? Text)
{
    public static CocoKey? Read(JsonElement? json) =>
        json is { ValueKind: JsonValueKind.Number } n && n.TryGetInt64(out var number) ? new(number, null)
        : json.Text() is { Length: > 0 and <= 1_024 } text ? new(0, text)
        : null;

    public override string ToString() => Text ?? Number.ToString();
}
