using Cloison.Domain.Annotations;
using Cloison.Domain.Ontologies;
using Cloison.Inference.Consensus;

namespace Cloison.Inference.Gold;

/// <summary>
/// How right an answer is, against one that is known to be right. The mean over the form's fields and, where the ontology has classes, the regions as
/// one part more: 0 nothing is right, 1 everything.
/// </summary>
/// <remarks>
/// A choice is right or wrong. Several choices: |both| / |either|. A number: 1 less its distance, in tenths of the field's range (of the number itself
/// where the range is open). A text: 1 less the edit distance over the longer length. Regions: F1 = 2 m / (a + b), m pairs of one class that are the same
/// place (a box or outline from an IoU of a half on), paired greedily, the likest first.
/// </remarks>
public static class AnswerScore
{
    /// <param name="right">The known answer.</param>
    public static double Of(Ontology ontology, AnnotationContent right, AnnotationContent answer)
    {
        var options = ConsensusOptions.Default;
        var (sum, parts) = (0.0, 0);
        foreach (var field in ontology.Fields ?? [])
        {
            var (wanted, given) = (right.Values?.GetValueOrDefault(field.Name), answer.Values?.GetValueOrDefault(field.Name));
            if (wanted is null && given is null)
                continue;
            sum += wanted is null || given is null ? 0 : OfField(field, wanted, given, options);
            parts++;
        }

        var (truths, regions) = (right.Regions ?? [], answer.Regions ?? []);
        if (ontology.Classes is { Count: > 0 } || truths.Count + regions.Count > 0)
        {
            sum += truths.Count + regions.Count == 0 ? 1 : 2.0 * Pairs(truths, regions, options) / (truths.Count + regions.Count);
            parts++;
        }

        // Nothing was asked: nothing is wrong.
        return parts == 0 ? 1 : sum / parts;
    }

    private static double OfField(Field field, FieldValue right, FieldValue given, ConsensusOptions options) => (right, given) switch
    {
        (TextValue a, TextValue b) when field is TextField => 1 - EditDistance.Normalised(a.Text, b.Text, options.MaxTextLength),
        (TextValue a, TextValue b) => a.Text == b.Text ? 1 : 0,
        (BooleanValue a, BooleanValue b) => a.Truth == b.Truth ? 1 : 0,
        (NumberValue a, NumberValue b) => OfNumber(field as NumberField, a.Number, b.Number),
        (ListValue a, ListValue b) => OfList(a.Items, b.Items),
        _ => 0,
    };

    private static double OfNumber(NumberField? field, double right, double given)
    {
        var range = field is { Min: { } min, Max: { } max } ? max - min : Math.Abs(right);
        var distance = Math.Abs(given - right);
        return distance == 0 ? 1 : range > 0 && double.IsFinite(distance) ? Math.Clamp(1 - distance / (range / 10), 0, 1) : 0;
    }

    private static double OfList(IReadOnlyList<string> right, IReadOnlyList<string> given)
    {
        var either = right.Union(given, StringComparer.Ordinal).Count();
        return either == 0 ? 1 : (double)right.Intersect(given, StringComparer.Ordinal).Count() / either;
    }

    private static int Pairs(IReadOnlyList<Region> truths, IReadOnlyList<Region> regions, ConsensusOptions options)
    {
        var similarity = new ShapeSimilarity(options);
        var pairs = new List<(double Likeness, int Truth, int Region)>();
        for (var i = 0; i < truths.Count; i++)
        {
            for (var j = 0; j < regions.Count; j++)
            {
                if (truths[i].Class == regions[j].Class && similarity.IsSame(truths[i].Shape, regions[j].Shape))
                    pairs.Add((similarity.Of(truths[i].Shape, regions[j].Shape), i, j));
            }
        }

        pairs.Sort((a, b) => a.Likeness != b.Likeness ? b.Likeness.CompareTo(a.Likeness) : (a.Truth, a.Region).CompareTo((b.Truth, b.Region)));
        var (usedTruths, usedRegions) = (new bool[truths.Count], new bool[regions.Count]);
        var found = 0;
        foreach (var (_, i, j) in pairs)
        {
            if (usedTruths[i] || usedRegions[j])
                continue;
            usedTruths[i] = usedRegions[j] = true;
            found++;
        }

        return found;
    }
}
