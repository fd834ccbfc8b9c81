namespace Cloison.Inference.Gold;

/// <summary>How an exam went. Scores and marks are 0 to 1.</summary>
public sealed record ExamResult(bool HasPassed, double Score, double PassMark, IReadOnlyList<ExamSectionResult> Sections);

/// <summary>How one section went.</summary>
public sealed record ExamSectionResult(string Name, bool HasPassed, double Score, double PassMark, int Questions);
