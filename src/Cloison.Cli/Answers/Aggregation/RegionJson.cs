using System.Text.Json;
using Cloison.Domain.Annotations;

namespace Cloison.Cli.Answers.Aggregation;

/// <summary>Regions as <see cref="LineParts"/> reads them.</summary>
internal static class RegionJson
{
    // Enough for coordinates that are shares of a picture too.
    private const int Digits = 6;

    public static string ListOf(ShapeKind kind) => kind switch
    {
        ShapeKind.Box => "boxes",
        ShapeKind.Polygon => "polygons",
        ShapeKind.Point => "points",
        _ => "spans",
    };

    public static void Write(Utf8JsonWriter json, string name, Shape shape)
    {
        json.WriteString("class", name);
        switch (shape)
        {
            case Box box:
                json.WriteNumber("x", Rounded(box.X));
                json.WriteNumber("y", Rounded(box.Y));
                json.WriteNumber("width", Rounded(box.Width));
                json.WriteNumber("height", Rounded(box.Height));
                break;
            case Polygon polygon:
                json.WriteStartArray("points");
                foreach (var coordinate in polygon.Points)
                    json.WriteNumberValue(Rounded(coordinate));
                json.WriteEndArray();
                break;
            case Point point:
                json.WriteNumber("x", Rounded(point.X));
                json.WriteNumber("y", Rounded(point.Y));
                break;
            case Span span:
                json.WriteNumber("start", span.Start);
                json.WriteNumber("end", span.End);
                break;
        }
    }

    private static double Rounded(double coordinate) => Math.Round(coordinate, Digits);
}
