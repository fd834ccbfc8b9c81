namespace Cloison.Inference.Adaptive;

/// <summary>What an answer of this person is expected to be worth.</summary>
/// <param name="GainNats">By how much the entropy of the task's label is expected to fall.</param>
/// <param name="GainPerCost">The same for the cost of one: the order.</param>
public sealed record RankedCandidate(string Person, double GainNats, double GainPerCost);
