namespace Cloison.Inference.Acceptance;

/// <summary>How wrong one kind of annotation is. Rates are 0 to 1 and of items that hold the kind.</summary>
/// <param name="Inspected">Inspected items that hold it.</param>
/// <param name="Wrong">Those of them with an error of this kind.</param>
/// <param name="WeightedRate">The mean of the heaviest error an item.</param>
/// <param name="UpperRate">The true rate is not above, with the report's confidence, each kind by itself.</param>
public sealed record KindFinding(string Kind, int Inspected, int Wrong, double Rate, double UpperRate, double WeightedRate, double UpperWeightedRate);
