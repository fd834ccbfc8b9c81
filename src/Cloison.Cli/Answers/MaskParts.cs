using System.Text.Json;
using Cloison.Formats.Coco;
using Cloison.Inference.Masks;

namespace Cloison.Cli.Answers;

/// <summary>
/// Masks in JSON: <c>{"size":[height,width],"counts":…}</c>, COCO's, with counts as text or as numbers; or <c>{"width":…,"height":…,"runs":[start,length,…]}</c>, runs of foreground
/// row by row, from 0.
/// </summary>
internal static class MaskParts
{
    // No picture is larger; what is could not be held pixel by pixel.
    private const int MaxSide = 1_000_000;

    public static RunMask Read(JsonElement e, string place)
    {
        try
        {
            if (e.ValueKind == JsonValueKind.Object && e.TryGetProperty("runs", out var runs))
                return Bounded(new(
                    Side(LineParts.Member(e, "width", "a mask", place), place), Side(LineParts.Member(e, "height", "a mask", place), place),
                    [.. LineParts.Items(runs, place).Select(r => LineParts.Whole(r, place))]));
            var size = LineParts.Items(LineParts.Member(e, "size", "a mask", place), place);
            var counts = LineParts.Member(e, "counts", "a mask", place);
            if (size.Length != 2)
                throw Bad.At(place, "a mask's size is [height, width]");
            return ColumnCounts.ToMask(
                Side(size[1], place), Side(size[0], place),
                counts.ValueKind == JsonValueKind.String ? CocoCounts.Parse(LineParts.Text(counts, place)) : [.. LineParts.Items(counts, place).Select(c => LineParts.Whole(c, place))]);
        }
        catch (Exception wrong) when (wrong is ArgumentException or FormatException)
        {
            // An argument's name is nothing to the one who has the file.
            var end = wrong.Message.IndexOf(" (Parameter", StringComparison.Ordinal);
            throw new InvalidDataException($"{place}: {(end < 0 ? wrong.Message : wrong.Message[..end])}");
        }
    }

    /// <summary>COCO's, with the counts as text.</summary>
    public static void Write(Utf8JsonWriter json, string name, RunMask mask)
    {
        json.WriteStartObject(name);
        json.WriteStartArray("size");
        json.WriteNumberValue(mask.Height);
        json.WriteNumberValue(mask.Width);
        json.WriteEndArray();
        json.WriteString("counts", CocoCounts.Format(ColumnCounts.Of(mask)));
        json.WriteEndObject();
    }

    private static RunMask Bounded(RunMask mask) =>
        (long)mask.Width * mask.Height <= Array.MaxLength ? mask : throw new ArgumentException("A mask has at most two thousand million pixels.", nameof(mask));

    private static int Side(JsonElement e, string place) =>
        LineParts.Whole(e, place) is >= 0 and <= MaxSide and var side ? side : throw Bad.At(place, $"a mask's side is 0 to {MaxSide} pixels");
}
