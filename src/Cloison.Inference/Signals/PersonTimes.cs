namespace Cloison.Inference.Signals;

/// <summary>How long a person took for each of his answers, in seconds, more than 0.</summary>
public sealed record PersonTimes(string Person, IReadOnlyList<double> Seconds);
