using System.Text.Json.Serialization;

namespace Cloison.Domain.Annotations;

/// <summary>Where a region is. Image coordinates are pixels of the upright image (EXIF orientation applied), origin top left, y down.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Box), "box")]
[JsonDerivedType(typeof(Polygon), "polygon")]
[JsonDerivedType(typeof(Point), "point")]
[JsonDerivedType(typeof(Span), "span")]
public abstract record Shape
{
    private protected Shape()
    {
    }

    [JsonIgnore]
    public abstract ShapeKind Kind { get; }
}

public enum ShapeKind
{
    Box,
    Polygon,
    Point,
    Span,
}

/// <summary>An axis-aligned rectangle, in pixels.</summary>
public sealed record Box(double X, double Y, double Width, double Height) : Shape
{
    [JsonIgnore]
    public override ShapeKind Kind => ShapeKind.Box;

    public double Right => X + Width;

    public double Bottom => Y + Height;

    /// <summary>Square pixels.</summary>
    public double Area => Width * Height;

    /// <summary>Intersection over union, 0 to 1; 0 when both are empty.</summary>
    public double IntersectionOverUnion(Box other)
    {
        var width = Math.Min(Right, other.Right) - Math.Max(X, other.X);
        var height = Math.Min(Bottom, other.Bottom) - Math.Max(Y, other.Y);
        if (width <= 0 || height <= 0)
            return 0;
        var intersection = width * height;
        return intersection / (Area + other.Area - intersection);
    }
}

/// <summary>A closed outline without holes, in pixels: x0, y0, x1, y1, … with at least three vertices; the last joins the first.</summary>
public sealed record Polygon(double[] Points) : Shape
{
    [JsonIgnore]
    public override ShapeKind Kind => ShapeKind.Polygon;

    /// <summary>Square pixels, by the shoelace formula; orientation does not matter.</summary>
    public double Area
    {
        get
        {
            double twice = 0;
            for (int i = 0, j = Points.Length - 2; i < Points.Length; j = i, i += 2)
                twice += Points[j] * Points[i + 1] - Points[i] * Points[j + 1];
            return Math.Abs(twice) / 2;
        }
    }

    public Box Bounds
    {
        get
        {
            double left = double.PositiveInfinity, top = left, right = double.NegativeInfinity, bottom = right;
            for (var i = 0; i + 1 < Points.Length; i += 2)
            {
                left = Math.Min(left, Points[i]);
                right = Math.Max(right, Points[i]);
                top = Math.Min(top, Points[i + 1]);
                bottom = Math.Max(bottom, Points[i + 1]);
            }

            return new(left, top, right - left, bottom - top);
        }
    }

    public bool Equals(Polygon? other) => other is not null && Points.AsSpan().SequenceEqual(other.Points);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var p in Points)
            hash.Add(p);
        return hash.ToHashCode();
    }
}

/// <summary>A single position, in pixels.</summary>
public sealed record Point(double X, double Y) : Shape
{
    [JsonIgnore]
    public override ShapeKind Kind => ShapeKind.Point;
}

/// <summary>
/// A stretch of a text input: UTF-16 code units from <paramref name="Start"/> up to, not including, <paramref name="End"/>
/// (what both JavaScript and .NET count). Formats that count code points convert.
/// </summary>
/// <param name="Input">The name of the text input in the task's data.</param>
/// <param name="Quote">The text covered, so that a shifted document is noticed. Optional.</param>
public sealed record Span(string Input, int Start, int End, string? Quote = null) : Shape
{
    [JsonIgnore]
    public override ShapeKind Kind => ShapeKind.Span;
}
