using System.Text.Json;
using Cloison.Domain.Annotations;
using Cloison.Formats.Dataset;
using Cloison.Formats.Input;

namespace Cloison.Formats.Coco;

/// <summary>One element of <c>annotations</c>, or of a results array.</summary>
internal static class CocoAnnotation
{
    public const string Crowd = "iscrowd";

    /// <summary>
    /// The regions of an annotation: one for a box or a polygon; one for each part when the segmentation has several, with ids
    /// <c>r5/1</c>, <c>r5/2</c>, … by which the writer joins them again.
    /// </summary>
    /// <param name="ordinal">Of this annotation within its image, from 1.</param>
    /// <exception cref="InputException">It cannot be read.</exception>
    public static IReadOnlyList<Region> Read(JsonElement json, IReadOnlyDictionary<CocoKey, string> categories, int ordinal, string place, List<Refusal> partly)
    {
        if (CocoKey.Read(json.Member("category_id")) is not { } category)
            throw new InputException("It has no category_id.");
        var name = categories.GetValueOrDefault(category) ?? (categories.Count == 0 ? category.ToString() : throw new InputException($"There is no category with the id {category}."));
        var score = json.Member("score").Number();
        if (score is not null && !(score is >= 0 and <= 1))
            throw new InputException("A score is 0 to 1.");
        if (json.Member("keypoints") is { ValueKind: JsonValueKind.Array } keypoints && keypoints.GetArrayLength() > 0)
            partly.Add(new($"{place}.keypoints", "Keypoints are not read; the rest of the annotation is."));
        var attributes = Attributes(json, place, partly);
        var shapes = Shapes(json);
        return shapes is [var only]
            ? [new($"r{ordinal}", name, only, attributes, score)]
            : [.. shapes.Select((shape, part) => new Region($"r{ordinal}/{part + 1}", name, shape, attributes, score))];
    }

    private static List<Shape> Shapes(JsonElement json)
    {
        if (json.Member("segmentation") is { } segmentation)
        {
            if (segmentation.ValueKind == JsonValueKind.Object)
                throw new InputException("The segmentation is a run-length mask (RLE); only polygons are read. Convert it with pycocotools or your mask tool.");
            if (segmentation.ValueKind != JsonValueKind.Array)
                throw new InputException("The segmentation is not a list of polygons.");
            if (segmentation.GetArrayLength() > 0)
                return [.. segmentation.EnumerateArray().Select(ReadPolygon)];
        }

        if (json.Member("bbox").Numbers() is not [var x, var y, var width, var height])
            throw new InputException("It has neither a polygon nor a bbox of four numbers [x, y, width, height].");
        var box = new Box(x, y, width, height);
        return ImageItems.Check(box) is { } reason ? throw new InputException(reason) : [box];
    }

    private static Shape ReadPolygon(JsonElement json)
    {
        var points = ((JsonElement?)json).Numbers() ?? throw new InputException("The segmentation is not a list of polygons.");
        return ImageItems.CheckPolygon(points) is { } reason ? throw new InputException(reason) : new Polygon(points);
    }

    private static Dictionary<string, FieldValue>? Attributes(JsonElement json, string place, List<Refusal> partly)
    {
        Dictionary<string, FieldValue>? attributes = null;
        if (json.Member("attributes") is { ValueKind: JsonValueKind.Object } members)
            foreach (var member in members.EnumerateObject())
                if (JsonFacts.Value(member.Value) is { } value)
                    (attributes ??= new(StringComparer.Ordinal))[member.SafeName()] = value;
                else if (member.Value.ValueKind != JsonValueKind.Null)
                    partly.Add(new($"{place}.attributes.{member.SafeName()}", "The attribute is neither a text, a number, a boolean nor a list of texts."));
        if (json.Member(Crowd).Number() == 1)
            (attributes ??= new(StringComparer.Ordinal))[Crowd] = true;
        return attributes;
    }
}
