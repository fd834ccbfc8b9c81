using Cloison.Contracts;
using Cloison.Domain;

namespace Cloison.Server.Features.Quality;

/// <summary>What quality settings may be.</summary>
internal static class QualityRules
{
    private const int MaxRules = 20;

    /// <param name="examTasks">Exam tasks in use.</param>
    public static List<InputError> Check(QualitySettings settings, int overlap, long examTasks)
    {
        var errors = new List<InputError>();
        if (settings.WantedConfidence is { } wanted)
        {
            if (wanted is not (>= 0.5 and <= 0.999))
                errors.Add(new("wantedConfidence", "The wanted confidence is 0.5 to 0.999."));
            if (overlap < 2)
                errors.Add(new("wantedConfidence", "One answer alone cannot be compared: set the project's overlap to 2 or more first."));
            if (settings.MaxAnswers < overlap)
                errors.Add(new("maxAnswers", $"It is at least the overlap, which is {overlap}."));
        }

        if (settings.MaxAnswers is < 2 or > 100)
            errors.Add(new("maxAnswers", "At most 2 to 100 answers."));
        Share(settings.GoldRate, 0.5, "goldRate");
        Share(settings.NewcomerGoldRate, 0.5, "newcomerGoldRate");
        Share(settings.PassScore, 1, "passScore");
        if (settings.Rules.Count > MaxRules)
            errors.Add(new("rules", $"There are at most {MaxRules} rules."));
        for (var i = 0; i < settings.Rules.Count; i++)
            errors.AddRange(Check(settings.Rules[i], $"rules[{i}]"));
        if (settings.Exam is { } exam)
            errors.AddRange(Check(exam, examTasks));
        else if (settings.Rules.FirstOrDefault(r => r.Action == RuleAction.Requalify) is { } asking)
            errors.Add(new("rules", $"Rule {asking.Id} asks for the exam again: set one first."));
        if (settings.Rules.DistinctBy(r => r.Id, StringComparer.Ordinal).Count() < settings.Rules.Count)
            errors.Add(new("rules", "Two rules have the same id."));
        return errors;

        void Share(double value, double most, string path)
        {
            // Also refuses what is no number.
            if (!(value >= 0 && value <= most))
                errors.Add(new(path, $"It is 0 to {most}."));
        }
    }

    private static IEnumerable<InputError> Check(ExamSettings exam, long examTasks)
    {
        if (exam.Questions is < 1 or > 100)
            yield return new("exam.questions", "An exam has 1 to 100 questions.");
        else if (exam.Questions > examTasks)
            // Otherwise nobody could work.
            yield return new("exam.questions", $"The project has {examTasks} exam tasks; a try needs {exam.Questions}. Make more tasks gold with the purpose exam first.");
        if (!(exam.PassMark > 0 && exam.PassMark <= 1))
            yield return new("exam.passMark", "It is more than 0 and at most 1.");
        if (exam.MaxTries is < 1 or > 20)
            yield return new("exam.maxTries", "It is 1 to 20.");
        if (!(exam.WaitHours >= 0 && exam.WaitHours <= 8760))
            yield return new("exam.waitHours", "It is 0 to 8,760.");
    }

    private static IEnumerable<InputError> Check(QualityRule rule, string path)
    {
        if (rule.Id is not { Length: > 0 and <= 40 } || !rule.Id.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
            yield return new($"{path}.id", "An id has 1 to 40 letters, digits and hyphens.");
        var most = rule.Measure switch { RuleMeasure.WrongGoldStreak => 100, RuleMeasure.Speed => 10, _ => 1 };
        if (!(rule.Threshold > 0 && rule.Threshold <= most))
            yield return new($"{path}.threshold", $"It is more than 0 and at most {most}.");
        if (rule.MinEvidence is < 1 or > 10_000)
            yield return new($"{path}.minEvidence", "It is 1 to 10,000.");
    }
}
