namespace Cloison.Inference.Gold;

/// <summary>A try that was begun.</summary>
/// <param name="Questions">Those that were asked.</param>
public sealed record ExamTry(DateTimeOffset At, bool HasPassed, IReadOnlyList<string> Questions);
