namespace Cloison.Inference.Adaptive;

/// <summary>A stopping rule at one threshold: a margin, or a lead.</summary>
public sealed record ReplayPoint(double Threshold, double AnswersPerTask, double Accuracy);
