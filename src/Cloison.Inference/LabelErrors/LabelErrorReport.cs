namespace Cloison.Inference.LabelErrors;

/// <summary>What confident learning says of a set of labels.</summary>
/// <param name="Thresholds">t_j: the mean probability of label j among the items labelled so; NaN where there is none.</param>
/// <param name="ConfidentJoint">K × K counts; row = given label, column = what it confidently is.</param>
/// <param name="Joint">K × K shares of all items, estimated; sums to 1. Its diagonal is the share of right labels.</param>
/// <param name="ErrorRate">1 minus that.</param>
/// <param name="Errors">The most suspicious first.</param>
public sealed record LabelErrorReport(double[] Thresholds, int[] ConfidentJoint, double[] Joint, double ErrorRate, IReadOnlyList<LabelError> Errors);
