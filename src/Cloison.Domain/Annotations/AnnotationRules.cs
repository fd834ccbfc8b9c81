using Cloison.Domain.Ontologies;
using Cloison.Domain.Tasks;

namespace Cloison.Domain.Annotations;

/// <summary>Whether an annotation answers its task under an ontology. Pure: the server, the importers and the tests ask the same rules.</summary>
public static class AnnotationRules
{
    public const int MaxRegions = 50_000;
    public const int MaxRelations = 50_000;

    /// <summary>Coordinates may lie this far outside of the picture: rounding in other tools, and pixel-centre conventions.</summary>
    private const double SlackPx = 1.0;

    /// <summary>Everything wrong with an annotation, each with its place; empty when it can be taken.</summary>
    /// <param name="demandRequired">False for predictions and drafts, which may leave required fields open.</param>
    public static IReadOnlyList<InputError> Check(Ontology ontology, TaskData data, AnnotationContent content, bool demandRequired = true)
    {
        var errors = new List<InputError>();
        var regions = content.Regions ?? [];
        if (regions.Count > MaxRegions)
            return [new("regions", $"At most {MaxRegions} regions.")];
        var classes = (ontology.Classes ?? []).ToDictionary(c => c.Name, StringComparer.Ordinal);
        var frame = data.Assets().Select(a => a.Asset).FirstOrDefault(a => a.Width is not null);
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < regions.Count; i++)
        {
            var (region, place) = (regions[i], $"regions[{i}]");
            if (region.Id is not { Length: > 0 and <= 64 })
                errors.Add(new($"{place}.id", "A region's id has 1 to 64 characters."));
            else if (!ids.TryAdd(region.Id, region.Class))
                errors.Add(new($"{place}.id", "Another region has this id."));
            if (region.Score is < 0 or > 1 or double.NaN)
                errors.Add(new($"{place}.score", "A score is 0 to 1."));
            if (!classes.TryGetValue(region.Class, out var labelClass))
            {
                errors.Add(new($"{place}.class", $"The ontology has no class '{region.Class}'."));
                continue;
            }

            if (!labelClass.Shapes.Contains(region.Shape.Kind))
                errors.Add(new($"{place}.shape", $"The class '{region.Class}' is not drawn as a {region.Shape.Kind}.".ToLowerInvariant()));
            CheckShape(region.Shape, data, frame, $"{place}.shape", errors);
            CheckValues(labelClass.Attributes ?? [], region.Attributes, $"{place}.attributes", demandRequired, errors);
        }

        CheckRelations(ontology, content.Relations ?? [], ids, errors);
        CheckValues(ontology.Fields ?? [], content.Values, "values", demandRequired, errors);
        return errors;
    }

    private static void CheckShape(Shape shape, TaskData data, AssetReference? frame, string place, List<InputError> errors)
    {
        switch (shape)
        {
            case Box box:
                if (!double.IsFinite(box.X) || !double.IsFinite(box.Y) || !(box.Width > 0) || !(box.Height > 0) || !double.IsFinite(box.Width) || !double.IsFinite(box.Height))
                    errors.Add(new(place, "A box has finite numbers, and a width and height above zero."));
                else if (IsOutside(frame, box.X, box.Y) || IsOutside(frame, box.Right, box.Bottom))
                    errors.Add(new(place, "The box lies outside of the image."));
                break;
            case Polygon polygon:
                if (polygon.Points.Length < 6 || polygon.Points.Length % 2 != 0 || polygon.Points.Length > 200_000)
                    errors.Add(new($"{place}.points", "A polygon has x and y of 3 to 100,000 vertices."));
                else if (!polygon.Points.All(double.IsFinite))
                    errors.Add(new($"{place}.points", "A polygon has finite numbers."));
                else if (IsOutside(frame, polygon.Bounds.X, polygon.Bounds.Y) || IsOutside(frame, polygon.Bounds.Right, polygon.Bounds.Bottom))
                    errors.Add(new($"{place}.points", "The polygon lies outside of the image."));
                break;
            case Point point:
                if (!double.IsFinite(point.X) || !double.IsFinite(point.Y) || IsOutside(frame, point.X, point.Y))
                    errors.Add(new(place, "The point lies outside of the image."));
                break;
            case Span span:
                if (data.GetText(span.Input) is not { } text)
                    errors.Add(new($"{place}.input", $"The task has no text '{span.Input}'."));
                else if (span.Start < 0 || span.End <= span.Start || span.End > text.Length)
                    errors.Add(new(place, $"The span is not within the text of {text.Length} UTF-16 code units, or is empty."));
                else if (span.Quote is not null && !text.AsSpan(span.Start, span.End - span.Start).SequenceEqual(span.Quote))
                    errors.Add(new($"{place}.quote", "The quote is not the text at this place."));
                break;
        }
    }

    private static bool IsOutside(AssetReference? frame, double x, double y) =>
        x < -SlackPx || y < -SlackPx || (frame is not null && (x > frame.Width + SlackPx || y > frame.Height + SlackPx));

    private static void CheckRelations(Ontology ontology, IReadOnlyList<Relation> relations, Dictionary<string, string> regionClasses, List<InputError> errors)
    {
        if (relations.Count > MaxRelations)
        {
            errors.Add(new("relations", $"At most {MaxRelations} relations."));
            return;
        }

        var types = (ontology.Relations ?? []).ToDictionary(r => r.Name, StringComparer.Ordinal);
        for (var i = 0; i < relations.Count; i++)
        {
            var (relation, place) = (relations[i], $"relations[{i}]");
            if (!types.TryGetValue(relation.Name, out var type))
                errors.Add(new($"{place}.name", $"The ontology has no relation '{relation.Name}'."));
            foreach (var (end, id, allowed) in new[] { ("from", relation.From, type?.From), ("to", relation.To, type?.To) })
                if (!regionClasses.TryGetValue(id, out var className))
                    errors.Add(new($"{place}.{end}", "There is no region with this id."));
                else if (allowed is not null && !allowed.Contains(className))
                    errors.Add(new($"{place}.{end}", $"A '{relation.Name}' cannot join a '{className}' here."));
        }
    }

    /// <summary>Whether a field is asked, given the answers so far: its condition holds, and the field that it names is itself asked.</summary>
    public static bool IsShown(Field field, IReadOnlyList<Field> siblings, IReadOnlyDictionary<string, FieldValue>? values)
    {
        for (var at = field; at.ShowWhen is { } when;)
        {
            if (!when.Holds(values?.GetValueOrDefault(when.Field)) || siblings.FirstOrDefault(f => f.Name == when.Field) is not { } next || next == at)
                return false;
            at = next;
        }

        return true;
    }

    private static void CheckValues(
        IReadOnlyList<Field> fields, IReadOnlyDictionary<string, FieldValue>? values, string place, bool demandRequired, List<InputError> errors)
    {
        foreach (var name in values?.Keys ?? [])
            if (fields.All(f => f.Name != name))
                errors.Add(new($"{place}.{name}", "The ontology has no such field."));
        foreach (var field in fields)
        {
            var at = $"{place}.{field.Name}";
            if (values?.GetValueOrDefault(field.Name) is { } answer)
            {
                if (field.Check(answer) is { } reason)
                    errors.Add(new(at, reason));
                else if (demandRequired && field.Required && answer is TextValue { Text: "" } or ListValue { Items.Count: 0 } && field.Required)
                    errors.Add(new(at, "An answer is required."));
            }
            else if (demandRequired && field.Required && IsShown(field, fields, values))
                errors.Add(new(at, "An answer is required."));
        }
    }
}
