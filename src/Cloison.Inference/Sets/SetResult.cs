using Cloison.Inference.Fitting;

namespace Cloison.Inference.Sets;

/// <summary>One set of labels a task.</summary>
/// <param name="Sets">Of each task, the labels that are likelier than not, ascending by index.</param>
/// <param name="Probabilities">Of each task, the probability of each label; NaN without answers.</param>
/// <param name="Sensitivity">Of each annotator, for each label, how likely he gives it where it is right.</param>
/// <param name="Specificity">Of each annotator, for each label, how likely he leaves it out where it is wrong.</param>
public sealed record SetResult(
    IReadOnlyList<int[]> Sets, IReadOnlyList<double[]> Probabilities, IReadOnlyList<double[]> Sensitivity, IReadOnlyList<double[]> Specificity, Convergence Convergence);
