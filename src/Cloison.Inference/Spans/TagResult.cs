using Cloison.Inference.Fitting;

namespace Cloison.Inference.Spans;

/// <summary>One sequence of tags a task.</summary>
/// <param name="Tags">Of each task, one index a token.</param>
/// <param name="Posteriors">Of each task, token by token the probability of each tag.</param>
/// <param name="Confusions">Of each annotator, row by row: the probability that he says the column's tag where the row's is true; of the sequence model, at the beginning of a text.</param>
public sealed record TagResult(
    IReadOnlyList<int[]> Tags, IReadOnlyList<double[]> Posteriors, IReadOnlyList<double[]> Confusions, Convergence Convergence);
