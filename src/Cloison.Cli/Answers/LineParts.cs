using System.Text.Json;
using Cloison.Domain.Annotations;

namespace Cloison.Cli.Answers;

/// <summary>The parts of a line. What is wrong is said with its place.</summary>
internal static class LineParts
{
    /// <summary>A text that is not empty, by the first of the names that is there.</summary>
    public static string Named(JsonElement line, string place, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (line.TryGetProperty(name, out var e))
                return LabelOf(e, place) is { Length: > 0 } text ? text : throw Bad.At(place, $"the {name} is empty");
        throw Bad.At(place, $"{names[0]} is missing");
    }

    /// <summary>A text; a number or a truth by its text.</summary>
    public static string LabelOf(JsonElement e, string place) =>
        e.ValueKind is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False ? e.GetRawText() : Text(e, place);

    public static string Text(JsonElement e, string place)
    {
        try
        {
            return e.ValueKind == JsonValueKind.String ? e.GetString()! : throw Bad.At(place, $"{Shown(e)} is not a text");
        }
        catch (InvalidOperationException)
        {
            throw Bad.At(place, "a text is not valid Unicode");
        }
    }

    public static double Number(JsonElement e, string place) =>
        e.ValueKind == JsonValueKind.Number && e.TryGetDouble(out var x) && double.IsFinite(x) ? x : throw Bad.At(place, $"{Shown(e)} is not a number");

    public static int Whole(JsonElement e, string place) =>
        e.ValueKind == JsonValueKind.Number && e.TryGetInt32(out var x) ? x : throw Bad.At(place, $"{Shown(e)} is not a whole number");

    public static JsonElement[] Items(JsonElement e, string place) =>
        e.ValueKind == JsonValueKind.Array ? [.. e.EnumerateArray()] : throw Bad.At(place, $"{Shown(e)} is not a list");

    public static JsonElement Member(JsonElement e, string name, string what, string place) =>
        e.ValueKind == JsonValueKind.Object && e.TryGetProperty(name, out var member) ? member : throw Bad.At(place, $"{what} has no {name}");

    public static string[] RankingOf(JsonElement e, string place)
    {
        var items = Items(e, place).Select(i => Text(i, place)).ToArray();
        return items.Distinct(StringComparer.Ordinal).Count() == items.Length ? items : throw Bad.At(place, "a ranking names an item twice");
    }

    public static Comparison ComparisonOf(JsonElement line, string place)
    {
        var (preferred, over) = (Named(line, place, "preferred"), Named(line, place, "over"));
        var isTie = line.TryGetProperty("tie", out var tie) && (tie.ValueKind is JsonValueKind.True or JsonValueKind.False ? tie.GetBoolean() : throw Bad.At(place, "a tie is true or false"));
        return preferred != over ? new(preferred, over, isTie) : throw Bad.At(place, $"{over} is compared with itself");
    }

    /// <param name="list">The list that it is in: boxes, polygons, points.</param>
    public static Region ShapeOf(string list, JsonElement e, string place) => list switch
    {
        "boxes" => BoxOf(e, place),
        "polygons" => new("r", ClassOf(e, "a polygon", place), new Polygon(VerticesOf(Member(e, "points", "a polygon", place), place)).Checked(place)),
        _ => new("r", ClassOf(e, "a point", place), new Point(Coordinate(e, "x", "a point", place), Coordinate(e, "y", "a point", place)).Checked(place)),
    };

    public static Region SpanOf(JsonElement e, string place)
    {
        var (start, end, name) = e.ValueKind != JsonValueKind.Array ? (Member(e, "start", "a span", place), Member(e, "end", "a span", place), ClassOf(e, "a span", place))
            : e.GetArrayLength() == 3 ? (e[0], e[1], ClassOf(e[2], place)) : throw Bad.At(place, "a span is [start, end, \"class\"]");
        return new("r", name, new Span("text", Whole(start, place), Whole(end, place)).Checked(place));
    }

    private static Region BoxOf(JsonElement e, string place)
    {
        if (e.ValueKind != JsonValueKind.Array)
            return new("r", ClassOf(e, "a box", place), new Box(
                Coordinate(e, "x", "a box", place), Coordinate(e, "y", "a box", place), Coordinate(e, "width", "a box", place), Coordinate(e, "height", "a box", place)).Checked(place));
        if (e.GetArrayLength() != 5)
            throw Bad.At(place, "a box is [x1, y1, x2, y2, \"class\"]");
        double left = Number(e[0], place), top = Number(e[1], place);
        return new("r", ClassOf(e[4], place), new Box(left, top, Number(e[2], place) - left, Number(e[3], place) - top).Checked(place));
    }

    // x0, y0, x1, y1, … or [x0, y0], [x1, y1], …
    private static double[] VerticesOf(JsonElement e, string place) => Items(e, place) is [{ ValueKind: JsonValueKind.Array }, ..] pairs
        ? [.. pairs.SelectMany(p => Items(p, place) is { Length: 2 } pair ? pair : throw Bad.At(place, "a vertex is [x, y]")).Select(c => Number(c, place))]
        : [.. Items(e, place).Select(c => Number(c, place))];

    private static string ClassOf(JsonElement e, string what, string place) => ClassOf(Member(e, "class", what, place), place);

    private static string ClassOf(JsonElement e, string place) => LabelOf(e, place) is { Length: > 0 } name ? name : throw Bad.At(place, "the class is empty");

    private static double Coordinate(JsonElement e, string name, string what, string place) => Number(Member(e, name, what, place), place);

    // Whatever it is, a line of a screen is enough of it.
    private static string Shown(JsonElement e) => e.GetRawText() is { Length: > 60 } raw ? $"{raw[..60]}…" : e.GetRawText();
}
