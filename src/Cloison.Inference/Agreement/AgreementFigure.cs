using Cloison.Inference.Fitting;

namespace Cloison.Inference.Agreement;

/// <summary>A measured agreement.</summary>
/// <param name="Value">NaN where the measure is not defined.</param>
/// <param name="Interval">Percentile bootstrap over tasks; null where too few resamples had a value.</param>
/// <param name="Tasks">How many tasks were resampled.</param>
public sealed record AgreementFigure(double Value, Interval? Interval, int Tasks);
