using Cloison.Inference.Fitting;

namespace Cloison.Inference.Masks;

/// <summary>One mask a task.</summary>
/// <param name="Masks">Of each task; null without answers.</param>
/// <param name="Probabilities">Of each task, pixel by pixel, row by row: the share of votes, or the posterior. Null without answers.</param>
/// <param name="Sensitivity">Of each annotator: how likely he marks a foreground pixel. Null where the method has no model of annotators.</param>
/// <param name="Specificity">Of each annotator: how likely he leaves out a background pixel.</param>
public sealed record MaskResult(
    IReadOnlyList<RunMask?> Masks, IReadOnlyList<float[]?> Probabilities, IReadOnlyList<double>? Sensitivity, IReadOnlyList<double>? Specificity, Convergence Convergence);
