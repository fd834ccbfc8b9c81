using Cloison.Domain.Annotations;
using Cloison.Domain.Ontologies;

namespace Cloison.Server.Features.Acceptances;

/// <summary>The kinds of annotation that are judged each by itself: <c>class:Car</c>, <c>relation:part_of</c>, <c>field:mood</c>.</summary>
internal static class AnnotationKinds
{
    public static IReadOnlyList<string> In(Ontology ontology) =>
    [
        .. (ontology.Classes ?? []).Select(c => $"class:{c.Name}"), .. (ontology.Relations ?? []).Select(r => $"relation:{r.Name}"),
        .. (ontology.Fields ?? []).Select(f => $"field:{f.Name}"),
    ];

    /// <summary>Those that a result holds, each once.</summary>
    /// <param name="only">Null: all.</param>
    public static IReadOnlyList<string> In(AnnotationContent content, IReadOnlyList<string>? only) =>
    [
        .. (content.Regions ?? []).Select(r => $"class:{r.Class}").Concat((content.Relations ?? []).Select(r => $"relation:{r.Name}"))
            .Concat((content.Values?.Keys ?? []).Select(f => $"field:{f}")).Distinct(StringComparer.Ordinal).Where(k => only?.Contains(k) != false),
    ];
}
