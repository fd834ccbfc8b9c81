namespace Cloison.Inference.Fitting;

/// <summary>An interval around an estimate; each method says of what kind and level.</summary>
public readonly record struct Interval(double Low, double High);
