using Cloison.Domain.Annotations;
using Cloison.Domain.Ontologies;

namespace Cloison.Inference.Consensus;

/// <summary>
/// Majority, median and medoid of the answers to one task, each weighing what its author's are worth (<see cref="Weights"/>). Pure and deterministic: the
/// order of the answers does not matter, and ties go by the order of the ontology.
/// </summary>
public static class TaskConsensus
{
    /// <param name="answers">One of each annotator.</param>
    /// <param name="trust">Of each answer, the expected share of its author's that is right, 0 to 1; null: all weigh the same.</param>
    /// <returns>Its agreement is that of the people, whatever they weigh.</returns>
    public static ConsensusResult Infer(Ontology ontology, IReadOnlyList<AnnotationContent> answers, ConsensusOptions? options = null, IReadOnlyList<double>? trust = null)
    {
        if (trust is not null && trust.Count != answers.Count)
            throw new ArgumentException($"{answers.Count} answers need as many trusts, not {trust.Count}.", nameof(trust));
        var weights = new Weights(trust);
        if (answers.Count == 0)
            return new(AnnotationContent.Empty, 0, []);
        options ??= ConsensusOptions.Default;
        var parts = new List<PartAgreement>();
        var sections = new List<double>();

        var values = FuseValues(ontology.Fields ?? [], [.. answers.Select(a => a.Values)], weights, options, parts);
        sections.AddRange(parts.Select(p => p.Agreement));

        var clusters = RegionClusters.Find(answers, options);
        var regions = RegionFusion.Fuse(ontology, clusters, answers.Count, weights, options, parts);
        if (ontology.Classes is { Count: > 0 } || clusters.Count > 0)
            sections.Add(MeanOf(parts, "regions."));

        var relations = RelationVote.Fuse(answers, regions, options, parts);
        if (answers.Any(a => a.Relations is { Count: > 0 }))
            sections.Add(MeanOf(parts, "relations."));

        var content = new AnnotationContent(
            regions.Count == 0 ? null : [.. regions.Select(r => r.Region)],
            relations.Count == 0 ? null : relations,
            values.Count == 0 ? null : values);
        return new(content, sections.Count == 0 ? 1 : sections.Average(), parts);
    }

    private static Dictionary<string, FieldValue> FuseValues(
        IReadOnlyList<Field> fields, IReadOnlyList<IReadOnlyDictionary<string, FieldValue>?> answers, Weights weights, ConsensusOptions options,
        List<PartAgreement> parts)
    {
        var fused = ValueConsensus.Fuse(fields, answers, weights, options);
        foreach (var field in fields)
            if (fused.TryGetValue(field.Name, out var part))
                parts.Add(new($"values.{field.Name}", part.Agreement));
        return ValueConsensus.Shown(fields, fused);
    }

    /// <summary>1 when there is no such part: everybody says that there is nothing.</summary>
    private static double MeanOf(List<PartAgreement> parts, string prefix) =>
        parts.Where(p => p.Part.StartsWith(prefix, StringComparison.Ordinal)).Select(p => p.Agreement).DefaultIfEmpty(1).Average();
}
