using Cloison.Domain.Annotations;

namespace Cloison.Cli.Answers;

/// <summary>What no shape is, whichever notation it came in.</summary>
internal static class ShapeChecks
{
    /// <summary>Areas of what is larger have no exact numbers.</summary>
    private const double MaxCoordinate = 1e9;

    /// <returns>The shape itself.</returns>
    /// <exception cref="InvalidDataException">Something is wrong with it.</exception>
    public static Shape Checked(this Shape shape, string place) => Problem(shape) is { } problem ? throw Bad.At(place, problem) : shape;

    private static string? Problem(Shape shape) => shape switch
    {
        Box b when Beyond(b.X, b.Y, b.Right, b.Bottom) is { } problem => problem,
        Box { Width: < 0 } or Box { Height: < 0 } => "a box has a negative width or height",
        Polygon p when Beyond(p.Points) is { } problem => problem,
        Polygon p when p.Points.Length < 6 || p.Points.Length % 2 != 0 => "a polygon has three vertices or more, each x and y",
        Point p => Beyond(p.X, p.Y),
        Span { Start: < 0 } => "a span begins before 0",
        Span s when s.End <= s.Start => "a span ends before it begins",
        _ => null,
    };

    private static string? Beyond(params ReadOnlySpan<double> coordinates)
    {
        foreach (var x in coordinates)
            if (!(Math.Abs(x) <= MaxCoordinate))
                return $"{x} is beyond every picture";
        return null;
    }
}
