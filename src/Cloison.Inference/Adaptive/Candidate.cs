namespace Cloison.Inference.Adaptive;

/// <summary>Somebody who could answer next.</summary>
/// <param name="Cost">Of one of his answers, in any unit, more than 0.</param>
public sealed record Candidate(string Person, double Cost = 1);
