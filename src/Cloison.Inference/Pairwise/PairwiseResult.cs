using Cloison.Inference.Fitting;

namespace Cloison.Inference.Pairwise;

/// <summary>Items on a scale.</summary>
/// <param name="Scores">Of each item; a greater one is better. Log odds with mean 0, or Elo points.</param>
/// <param name="Intervals">95 % around each score's distance from the mean, from the Fisher information; null where the model has none or there are over 1,000 items.</param>
/// <param name="TieStrength">Davidson's nu: 0 without ties.</param>
/// <param name="Reliability">Of each annotator, the probability that he means what he says; null where the model trusts everybody.</param>
public sealed record PairwiseResult(
    IReadOnlyList<double> Scores, IReadOnlyList<Interval>? Intervals, double TieStrength, IReadOnlyList<double>? Reliability, Convergence Convergence);
