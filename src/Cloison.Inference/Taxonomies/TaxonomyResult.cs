using Cloison.Inference.Fitting;

namespace Cloison.Inference.Taxonomies;

/// <summary>One node a task.</summary>
/// <param name="Nodes">Of each task; -1 where not even a root has enough mass, or nobody answered.</param>
/// <param name="Mass">Of each task, the share of weight in each node's subtree.</param>
/// <param name="Weights">What each annotator counts: his mean partial credit against the others' consensus; NaN without answers.</param>
public sealed record TaxonomyResult(IReadOnlyList<int> Nodes, IReadOnlyList<double[]> Mass, IReadOnlyList<double> Weights, Convergence Convergence);
