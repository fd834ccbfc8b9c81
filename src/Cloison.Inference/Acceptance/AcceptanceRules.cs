namespace Cloison.Inference.Acceptance;

/// <summary>What counts as wrong, and how sure the bounds are.</summary>
/// <param name="WrongFrom">An item is wrong when its heaviest error weighs so much, above 0.</param>
public sealed record AcceptanceRules(SamplingDemand Demand, double Confidence = 0.95, double WrongFrom = 1);
