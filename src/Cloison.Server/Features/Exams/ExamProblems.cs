using System.Globalization;
using Cloison.Domain;

namespace Cloison.Server.Features.Exams;

/// <summary>Why an exam keeps somebody from work.</summary>
internal static class ExamProblems
{
    public static readonly Problem Failed = new("exam.failed", 403, "You have not passed the exam of this project.", "Your page on this project shows your tries; a lead can give you another one.");

    public static readonly Problem NoQuestions = new(
        "exam.no_questions", 403, "The exam of this project has too few questions that you were not asked yet.", "Tell a lead: more exam tasks are needed.");

    public static readonly Problem NotNeeded = new("exam.not_needed", 409, "There is nothing to grant: this person may work, or the project has no exam.");

    public static Problem TooEarly(DateTimeOffset notBefore) => new(
        "exam.too_early", 403, "You have not passed the exam of this project.", $"You may try again from {notBefore.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC.");
}
