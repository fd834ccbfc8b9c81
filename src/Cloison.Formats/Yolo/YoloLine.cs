using System.Globalization;
using Cloison.Domain.Annotations;
using Cloison.Formats.Files;
using Cloison.Formats.Input;

namespace Cloison.Formats.Yolo;

/// <summary>
/// One label: <c>class cx cy w h [score]</c> for a box, <c>class x1 y1 x2 y2 x3 y3 … [score]</c> for a polygon (also the four
/// corners of an oriented box), as fractions of the image's width and height.
/// </summary>
internal static class YoloLine
{
    /// <summary>Rounding in other tools puts edges this far outside of the image, as a fraction of its side.</summary>
    private const double Slack = 0.01;

    /// <summary>Pixels are rounded to this many decimals; with nine decimals of fraction that gives back the same number up to 50,000 pixels.</summary>
    private const int PixelDecimals = 4;

    /// <exception cref="InputException">The line is not a label.</exception>
    public static (int Class, Shape Shape, double? Score) Read(string line, ImageSize size)
    {
        var parts = line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length < 5)
            throw new InputException("A label has a class and at least four numbers.");
        if (!int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var index))
            throw new InputException("A label begins with the index of its class, from 0.");
        var numbers = new double[parts.Length - 1];
        for (var i = 0; i < numbers.Length; i++)
            if (!double.TryParse(parts[i + 1], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i]) || !double.IsFinite(numbers[i]))
                throw new InputException("A label's numbers are finite, with a point before the decimals.");

        // Four numbers are a box, more are pairs; one that is left over is the score of a prediction.
        var score = numbers.Length % 2 == 1 ? numbers[^1] : (double?)null;
        if (score is < 0 or > 1)
            throw new InputException("A score is 0 to 1.");
        var places = numbers.AsSpan(0, numbers.Length - (score is null ? 0 : 1));
        foreach (var place in places)
            if (place is < -Slack or > 1 + Slack)
                throw new InputException("The numbers of a label are fractions of the image, 0 to 1.");
        Shape shape = places.Length == 4 ? ReadBox(places, size) : ReadPolygon(places, size);
        var problem = shape is Box box ? ImageItems.Check(box) : ImageItems.CheckPolygon(((Polygon)shape).Points);
        return problem is null ? (index, shape, score) : throw new InputException(problem);
    }

    public static string Write(int index, Shape shape, ImageSize size, bool asPolygon)
    {
        double[] numbers = shape switch
        {
            Box b when !asPolygon => [(b.X + b.Width / 2) / size.Width, (b.Y + b.Height / 2) / size.Height, b.Width / size.Width, b.Height / size.Height],
            Box b => Fractions([b.X, b.Y, b.Right, b.Y, b.Right, b.Bottom, b.X, b.Bottom], size),
            Polygon p => Fractions(p.Points, size),
            _ => throw new ArgumentException("Only boxes and polygons have a line.", nameof(shape)),
        };
        return string.Create(CultureInfo.InvariantCulture, $"{index} {string.Join(' ', numbers.Select(n => (Math.Round(n, 9) + 0.0).ToString("0.#########", CultureInfo.InvariantCulture)))}\n");
    }

    private static Box ReadBox(ReadOnlySpan<double> n, ImageSize size)
    {
        var left = Pixels(n[0] - n[2] / 2, size.Width);
        var top = Pixels(n[1] - n[3] / 2, size.Height);
        return new(left, top, Math.Round(Pixels(n[0] + n[2] / 2, size.Width) - left, PixelDecimals), Math.Round(Pixels(n[1] + n[3] / 2, size.Height) - top, PixelDecimals));
    }

    private static Polygon ReadPolygon(ReadOnlySpan<double> n, ImageSize size)
    {
        var points = new double[n.Length];
        for (var i = 0; i < n.Length; i++)
            points[i] = Pixels(n[i], i % 2 == 0 ? size.Width : size.Height);
        return new(points);
    }

    private static double Pixels(double fraction, int side) => Math.Round(Math.Clamp(fraction, 0, 1) * side, PixelDecimals);

    private static double[] Fractions(double[] points, ImageSize size) => [.. points.Select((p, i) => p / (i % 2 == 0 ? size.Width : size.Height))];
}
