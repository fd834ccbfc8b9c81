using Cloison.Inference.Probability;

namespace Cloison.Inference.Gold;

/// <summary>Who may try an exam, with which questions, and who has passed.</summary>
public static class ExamPolicy
{
    // Sums of tenths fall a whisker short of the mark they make.
    private const double Whisker = 1e-9;

    public static ExamPermission MayTry(Exam exam, IReadOnlyList<ExamTry> tries, DateTimeOffset now)
    {
        var left = Math.Max(0, exam.MaxTries - tries.Count);
        if (tries.Any(t => t.HasPassed))
            return new ExamPermission(ExamPermissionState.HasPassed, null, left);
        if (left == 0)
            return new ExamPermission(ExamPermissionState.NoTriesLeft, null, 0);
        if (tries.Count == 0)
            return new ExamPermission(ExamPermissionState.May, null, left);
        var notBefore = tries.Max(t => t.At) + exam.Wait;
        return now < notBefore ? new ExamPermission(ExamPermissionState.TooEarly, notBefore, left) : new ExamPermission(ExamPermissionState.May, null, left);
    }

    /// <summary>Questions of every section: first those that he was never asked, then those that he was asked least, and at random among equals.</summary>
    public static IReadOnlyList<string> Draw(Exam exam, IReadOnlyList<ExamTry> tries, ulong seed, string person)
    {
        var asked = tries.SelectMany(t => t.Questions).CountBy(q => q, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        var drawn = new List<string>();
        foreach (var section in exam.Sections)
        {
            var pool = section.Pool.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
            var order = Enumerable.Range(0, pool.Length).ToArray();
            new SeededStream(SeededStream.Derive(SeededStream.Derive(seed, person) + (ulong)tries.Count, section.Name)).Shuffle(order);
            drawn.AddRange(order.Select(i => pool[i]).OrderBy(q => asked.GetValueOrDefault(q)).Take(section.Count));
        }

        return drawn;
    }

    /// <param name="questions">Those that were asked.</param>
    /// <param name="scores">Of a question, 0 to 1; one that is missing was not answered and counts 0.</param>
    public static ExamResult Score(Exam exam, IReadOnlyList<string> questions, IReadOnlyDictionary<string, double> scores)
    {
        var sections = new List<ExamSectionResult>();
        foreach (var section in exam.Sections)
        {
            var pool = section.Pool.ToHashSet(StringComparer.Ordinal);
            double[] own = [.. questions.Where(pool.Contains).Select(ScoreOf)];
            var score = own.Length == 0 ? 0 : own.Average();
            sections.Add(new ExamSectionResult(section.Name, score >= section.PassMark - Whisker, score, section.PassMark, own.Length));
        }

        var all = questions.Count == 0 ? 0 : questions.Average(ScoreOf);
        return new ExamResult(questions.Count > 0 && all >= exam.PassMark - Whisker && sections.TrueForAll(s => s.HasPassed), all, exam.PassMark, sections);

        double ScoreOf(string question) => Math.Clamp(scores.GetValueOrDefault(question), 0, 1);
    }
}
