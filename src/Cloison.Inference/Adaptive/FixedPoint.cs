namespace Cloison.Inference.Adaptive;

/// <summary>The same number of answers to every task.</summary>
/// <param name="MajorityAccuracy">Ties count by their chance to be right.</param>
public sealed record FixedPoint(int Answers, double MajorityAccuracy, double ModelAccuracy);
