using System.Xml.Linq;
using Cloison.Domain.Annotations;
using Cloison.Formats.Dataset;
using Cloison.Formats.Files;
using Cloison.Formats.Input;
using Cloison.Formats.Xml;

namespace Cloison.Formats.Cvat;

/// <summary>One <c>&lt;image&gt;</c>.</summary>
internal sealed class CvatImage(XElement element, string place, CvatLabels labels)
{
    public const string Occluded = "occluded";
    public const string ZOrder = "z_order";

    private readonly List<Region> regions = [];
    private readonly Dictionary<string, FieldValue> values = new(StringComparer.Ordinal);
    private readonly List<string> tags = [];

    public List<Refusal> Refusals { get; } = [];

    /// <returns>Null when the image itself cannot be read.</returns>
    public DatasetItem? Read(ImportOptions options, OntologyBuilder ontology)
    {
        if (!FileName.TryNormalise((string?)element.Attribute("name") ?? "", out var name, out var reason))
        {
            Refusals.Add(new(place, reason));
            return null;
        }

        foreach (var (i, child) in element.Elements().Index())
        {
            try
            {
                ReadChild(child, $"{Kind(child)}[{i}]");
            }
            catch (InputException e)
            {
                Refusals.Add(new($"{place}: {Kind(child)}[{i}]", e.Message));
            }
        }

        if (tags.Count > 0)
            values[CvatLabels.Tags] = new ListValue([.. tags.Distinct(StringComparer.Ordinal)]);
        var content = new AnnotationContent(regions, null, values.Count == 0 ? null : values);
        ontology.Observe(content);
        return ImageItems.Item(options, name, Pixels("width"), Pixels("height"), [ImageItems.Answer(options, content)]);
    }

    private static string Kind(XElement child) => child.Name.LocalName;

    private void ReadChild(XElement child, string at)
    {
        var label = ((string?)child.Attribute("label"))?.Trim();
        if (ImageItems.CheckClass(label) is { } problem)
            throw new InputException(problem);
        if (Kind(child) == "tag")
        {
            ReadTag(child, label!, at);
            return;
        }

        if (regions.Count == AnnotationRules.MaxRegions)
            throw new InputException($"An image has at most {AnnotationRules.MaxRegions:N0} shapes.");
        if (child.Number("group_id") is > 0)
            Refusals.Add(new($"{place}: {at}.group_id", "Groups are not read; the shape is."));
        regions.Add(new($"r{regions.Count + 1}", label!, ReadShape(child), ReadAttributes(child, label!, at)));
    }

    private static Shape ReadShape(XElement child)
    {
        switch (Kind(child))
        {
            case "box":
                if (child.Number("xtl") is not { } left || child.Number("ytl") is not { } top || child.Number("xbr") is not { } right || child.Number("ybr") is not { } bottom)
                    throw new InputException("The box has not the four numbers xtl, ytl, xbr, ybr.");
                var box = new Box(left, top, right - left, bottom - top);
                if (ImageItems.Check(box) is { } badBox)
                    throw new InputException(badBox);
                return child.Number("rotation") is { } degrees and not 0 ? Rotate(box, degrees) : box;
            case "polygon":
                var points = Points(child);
                return ImageItems.CheckPolygon(points) is { } badPolygon ? throw new InputException(badPolygon) : new Polygon(points);
            case "points":
                return Points(child) is [var x, var y] ? new Point(x, y) : throw new InputException("Several points in one shape are not read; only single points are.");
            case "polyline" or "ellipse" or "cuboid" or "mask" or "skeleton":
                throw new InputException($"Shapes of the kind {Kind(child)} are not read; boxes, polygons and single points are.");
            default:
                throw new InputException("This kind of shape is not known.");
        }
    }

    /// <summary>The corners of a rotated box: the same outline, as a polygon.</summary>
    private static Polygon Rotate(Box box, double degrees)
    {
        if (!double.IsFinite(degrees))
            throw new InputException("The rotation is not finite.");
        var (sin, cos) = Math.SinCos(degrees * Math.PI / 180);
        var (centreX, centreY) = (box.X + box.Width / 2, box.Y + box.Height / 2);
        (double X, double Y)[] corners = [(box.X, box.Y), (box.Right, box.Y), (box.Right, box.Bottom), (box.X, box.Bottom)];
        return new([.. corners.SelectMany(c => new[]
        {
            centreX + (c.X - centreX) * cos - (c.Y - centreY) * sin,
            centreY + (c.X - centreX) * sin + (c.Y - centreY) * cos,
        })]);
    }

    private static double[] Points(XElement child)
    {
        var pairs = ((string?)child.Attribute("points") ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries);
        var points = new double[pairs.Length * 2];
        foreach (var (i, pair) in pairs.Index())
            if (pair.Split(',') is [var first, var second] && XmlAttributes.Number(first) is { } x && XmlAttributes.Number(second) is { } y
                && ImageItems.IsPixel(x) && ImageItems.IsPixel(y))
                (points[2 * i], points[2 * i + 1]) = (x, y);
            else
                throw new InputException("The points are not of the form x,y;x,y with finite numbers.");
        return points;
    }

    private Dictionary<string, FieldValue>? ReadAttributes(XElement child, string label, string at)
    {
        var attributes = new Dictionary<string, FieldValue>(StringComparer.Ordinal);
        if ((string?)child.Attribute(Occluded) is ("0" or "1") and var digit)
            attributes[Occluded] = digit == "1";
        if (child.Number(ZOrder) is { } order and not 0 && double.IsFinite(order))
            attributes[ZOrder] = order;
        foreach (var (name, value) in Attributes(child, label, at))
            attributes[name] = value;
        return attributes.Count == 0 ? null : attributes;
    }

    private void ReadTag(XElement child, string label, string at)
    {
        var attributes = Attributes(child, label, at).ToArray();
        if (labels.IsField(label))
        {
            if (attributes is [(CvatLabels.Value, var answer), ..])
                values[label] = answer;
            return;
        }

        tags.Add(label);
        foreach (var (name, value) in attributes)
            values[$"{label}.{name}"] = value;
    }

    private IEnumerable<(string Name, FieldValue Value)> Attributes(XElement child, string label, string at)
    {
        foreach (var attribute in child.Elements("attribute"))
            if ((string?)attribute.Attribute("name") is { Length: > 0 } name && labels.ReadValue(label, name, attribute.Value) is { } value)
                yield return (name, value);
            else
                Refusals.Add(new($"{place}: {at}.attribute", "The attribute has no name, or its value is not of the kind that the label states."));
    }

    private int? Pixels(string attribute) =>
        element.Number(attribute) is { } n && n == Math.Floor(n) && n is > 0 and <= InputLimits.MaxPixels ? (int)n : null;
}
