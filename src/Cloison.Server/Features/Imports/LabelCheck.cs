using Cloison.Contracts;
using Cloison.Domain;
using Cloison.Domain.Annotations;
using Cloison.Domain.Ontologies;
using Cloison.Domain.Tasks;

namespace Cloison.Server.Features.Imports;

/// <summary>
/// Keeps of imported labels what the ontology can hold. What is wrong is refused one by one with its place, and the rest is taken; a class or
/// an attribute that the ontology lacks is told once, with how often it was met.
/// </summary>
internal sealed class LabelCheck(Ontology ontology)
{
    private const int MostNames = 1_000;

    private readonly Dictionary<string, LabelClass> classes = (ontology.Classes ?? []).ToDictionary(c => c.Name, StringComparer.Ordinal);
    private readonly Dictionary<string, long> missing = new(StringComparer.Ordinal);

    public Answers Clean(Answers answers, TaskData data, string place, List<Refusal> refusals)
    {
        if (answers.IsEmpty)
            return answers;
        var predictions = new List<PredictionDetail>();
        foreach (var prediction in answers.Predictions)
            if (Clean(prediction.Content, data, place, refusals) is { } content)
                predictions.Add(prediction with { Content = content });
        return new(predictions, answers.Gold is null ? null : Clean(answers.Gold, data, place, refusals));
    }

    /// <summary>What the ontology lacks, once each, since the last time.</summary>
    public IReadOnlyList<Refusal> TellMissing(string place)
    {
        List<Refusal> told = [.. missing.Select(m => new Refusal(place, $"{m.Key}: {m.Value:N0} times."))];
        missing.Clear();
        return told;
    }

    /// <returns>Null when nothing is left of something: an empty answer would say that there is nothing to see.</returns>
    private AnnotationContent? Clean(AnnotationContent content, TaskData data, string place, List<Refusal> refusals)
    {
        var kept = content with { Regions = content.Regions?.Select(Known).OfType<Region>().ToList() };
        // Every round takes something away, so that it ends; dropping a region may leave a relation without its end.
        for (var errors = AnnotationRules.Check(ontology, data, kept, demandRequired: false); errors.Count > 0; errors = AnnotationRules.Check(ontology, data, kept, demandRequired: false))
        {
            refusals.AddRange(errors.Select(e => new Refusal($"{place}: {e.Path}", e.Reason)));
            kept = Without(kept, errors);
        }

        return IsEmpty(kept) && !IsEmpty(content) ? null : kept;
    }

    private Region? Known(Region region)
    {
        if (!classes.TryGetValue(region.Class, out var labelClass))
        {
            Miss($"The ontology has no class '{region.Class}'");
            return null;
        }

        if (region.Attributes is null)
            return region;
        var attributes = new Dictionary<string, FieldValue>(StringComparer.Ordinal);
        foreach (var (name, value) in region.Attributes)
            if (labelClass.Attributes?.Any(a => a.Name == name) is true)
                attributes[name] = value;
            else if (value is not BooleanValue { Truth: false })
                // A flag that is not set says nothing: formats write "occluded" and its like for every label.
                Miss($"Classes here have no attribute '{name}'");
        return region with { Attributes = attributes.Count == 0 ? null : attributes };
    }

    private void Miss(string what)
    {
        if (missing.Count < MostNames || missing.ContainsKey(what))
            missing[what] = missing.GetValueOrDefault(what) + 1;
    }

    private static AnnotationContent Without(AnnotationContent content, IReadOnlyList<InputError> errors)
    {
        var regions = Numbers(errors, "regions[");
        var relations = Numbers(errors, "relations[");
        // A path without a number is about all of them: there are too many.
        var noRegions = errors.Any(e => e.Path == "regions");
        var noRelations = errors.Any(e => e.Path == "relations");
        return new(
            noRegions ? null : content.Regions?.Where((_, i) => !regions.Contains(i)).ToList(),
            noRelations ? null : content.Relations?.Where((_, i) => !relations.Contains(i)).ToList(),
            content.Values?.Where(v => !errors.Any(e => e.Path == $"values.{v.Key}")).ToDictionary(v => v.Key, v => v.Value, StringComparer.Ordinal));
    }

    private static HashSet<int> Numbers(IReadOnlyList<InputError> errors, string prefix) =>
        [.. errors.Where(e => e.Path.StartsWith(prefix, StringComparison.Ordinal)).Select(e => int.Parse(e.Path.AsSpan(prefix.Length, e.Path.IndexOf(']') - prefix.Length)))];

    private static bool IsEmpty(AnnotationContent content) => content is { Regions: null or { Count: 0 }, Relations: null or { Count: 0 }, Values: null or { Count: 0 } };
}
