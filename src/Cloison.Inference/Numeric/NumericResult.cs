using Cloison.Inference.Fitting;

namespace Cloison.Inference.Numeric;

/// <summary>One number a task, made of several.</summary>
/// <param name="Values">Of each task; NaN where nobody gave a finite number.</param>
/// <param name="StandardDeviations">Posterior, of each task's value, where the method has a model of errors.</param>
/// <param name="Weights">What an annotator's number counts; null where all count the same. An annotator without numbers has NaN.</param>
public sealed record NumericResult(
    IReadOnlyList<double> Values, IReadOnlyList<double>? StandardDeviations, IReadOnlyList<double>? Weights, Convergence Convergence);
