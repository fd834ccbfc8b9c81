namespace Cloison.Inference.Adaptive;

/// <summary>What a project wants of its labels, and what an answer costs it.</summary>
/// <param name="WantedError">The share of wrong labels among those that stop early, at most: 1 minus the wanted confidence.</param>
/// <param name="MinAnswers">No task stops before. At least 1.</param>
/// <param name="MaxAnswers">A task that has so many and may not stop goes to an expert.</param>
/// <param name="UnprovenMargin">The margin that stops a task while there is not enough gold for a promise; null: it goes on to an expert then.</param>
/// <param name="NewcomerLead">So many answers the leader must be ahead where most answers are of people of whom little is known; 0: no such rule.</param>
/// <param name="ValuePerNat">What a nat of certainty is worth, in the unit of the cost of an answer: an answer that is worth less than it costs is not asked for. 0: cost only ranks.</param>
public sealed record AdaptiveRules(
    double WantedError = 0.1, int MinAnswers = 2, int MaxAnswers = 10, double? UnprovenMargin = 4.6, int NewcomerLead = 2, double ValuePerNat = 0);
