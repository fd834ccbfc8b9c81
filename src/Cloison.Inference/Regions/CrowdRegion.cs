using Cloison.Domain.Annotations;

namespace Cloison.Inference.Regions;

/// <summary>A region made of those that several annotators drew.</summary>
/// <param name="Shape">Robust middle of the members.</param>
/// <param name="Class">That most members have, by weight.</param>
/// <param name="Existence">The posterior that something is there, 0 to 1.</param>
/// <param name="Members">Which annotator drew which of his regions, ascending.</param>
public sealed record CrowdRegion(Shape Shape, string Class, double Existence, IReadOnlyList<(int Annotator, int Region)> Members);
