namespace Cloison.Domain.Annotations;

/// <summary>What somebody (or a model) answered to a task. Order of <paramref name="Regions"/> is stacking order, last on top.</summary>
/// <param name="Values">Answers to the ontology's form fields, by field name.</param>
public sealed record AnnotationContent(
    IReadOnlyList<Region>? Regions = null,
    IReadOnlyList<Relation>? Relations = null,
    IReadOnlyDictionary<string, FieldValue>? Values = null)
{
    public static readonly AnnotationContent Empty = new();
}

/// <summary>One labelled place.</summary>
/// <param name="Id">Unique within the annotation; made by the client; 1 to 64 characters.</param>
/// <param name="Class">The name of a class of the ontology.</param>
/// <param name="Score">A model's confidence, 0 to 1. Absent on people's annotations.</param>
public sealed record Region(
    string Id,
    string Class,
    Shape Shape,
    IReadOnlyDictionary<string, FieldValue>? Attributes = null,
    double? Score = null);

/// <summary>A directed link between two regions of one annotation.</summary>
/// <param name="Name">The name of a relation type of the ontology.</param>
public sealed record Relation(string Id, string Name, string From, string To);
