namespace Cloison.Inference.Gold;

/// <summary>A qualification exam.</summary>
/// <param name="PassMark">Of all questions, 0 to 1; every section has its own besides.</param>
/// <param name="MaxTries">No more than so many.</param>
/// <param name="Wait">Between two tries.</param>
public sealed record Exam(IReadOnlyList<ExamSection> Sections, double PassMark, int MaxTries, TimeSpan Wait);

/// <summary>A part of an exam.</summary>
/// <param name="Pool">Questions to draw from.</param>
/// <param name="Count">How many are asked.</param>
/// <param name="PassMark">Of these, 0 to 1; 0: none of its own.</param>
public sealed record ExamSection(string Name, IReadOnlyList<string> Pool, int Count, double PassMark = 0);
