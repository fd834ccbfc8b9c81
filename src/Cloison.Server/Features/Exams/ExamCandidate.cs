using Cloison.Contracts;
using Cloison.Inference.Gold;
using Cloison.Server.Features.Quality;
using Cloison.Storage.Databases;
using ExamState = Cloison.Contracts.ExamState;

namespace Cloison.Server.Features.Exams;

/// <summary>Where somebody is with a project's exam: what it asks, his tries, and what a lead granted.</summary>
internal sealed record ExamCandidate(ExamSettings Exam, SkillRow Skill, IReadOnlyList<ExamTryRow> Tries)
{
    /// <summary>Null: the project has no exam.</summary>
    public static ExamCandidate? Read(Session db, QualityRow? rules, SkillRow skill) =>
        rules?.Settings.Exam is { } exam ? new(exam, skill, ExamTryRow.Of(db, skill.Project, skill.Person)) : null;

    public ExamTryRow? Begun => Tries is [.., { FinishedAt: null } last] ? last : null;

    /// <summary>Those that a rule has not made void.</summary>
    private IEnumerable<ExamTryRow> Counting => Tries.Where(t => t.Number > Skill.ExamVoidUntil && t.FinishedAt is not null);

    /// <summary>The wait counts from the end of a try.</summary>
    private IReadOnlyList<ExamTry> Finished => [.. Counting.Select(t => new ExamTry(t.FinishedAt!.Value, t.Passed == true, []))];

    public ExamPermission MayTry(DateTimeOffset now) => ExamPolicy.MayTry(ToPolicy([]), Finished, now);

    /// <summary>Questions for the next try out of those that he was never asked; null: there are too few.</summary>
    public IReadOnlyList<string>? Draw(IReadOnlyList<string> unasked, ulong seed) => unasked.Count < Exam.Questions
        ? null
        : ExamPolicy.Draw(ToPolicy(unasked), [.. Tries.Select(t => new ExamTry(t.BegunAt, t.Passed == true, []))], seed, Skill.Person.Text);

    public ExamResult Score(IReadOnlyDictionary<string, double> scores) => ExamPolicy.Score(ToPolicy([.. scores.Keys]), [.. scores.Keys], scores);

    public ExamStanding Standing(int answered, DateTimeOffset now)
    {
        var may = MayTry(now);
        var state = Skill.ExamWaivedBy is not null ? ExamState.Waived
            : Begun is not null ? ExamState.Begun
            : may.State switch
            {
                ExamPermissionState.HasPassed => ExamState.Passed,
                ExamPermissionState.TooEarly => ExamState.Waiting,
                ExamPermissionState.NoTriesLeft => ExamState.Failed,
                _ => ExamState.Due,
            };
        return new(
            state, answered, may.TriesLeft, state == ExamState.Waiting ? may.NotBefore : null,
            [.. Tries.Select(t => new ExamTrySummary((int)t.Number, t.BegunAt, t.FinishedAt, (int)t.Questions, t.Score, t.Passed))]);
    }

    private Exam ToPolicy(IReadOnlyList<string> pool)
    {
        var isGranted = Skill.ExamGrantedAfter >= 0 && Tries.Count == Skill.ExamGrantedAfter;
        return new(
            [new ExamSection("", pool, Exam.Questions)], Exam.PassMark, Exam.MaxTries + (int)Skill.ExamExtraTries, isGranted ? TimeSpan.Zero : TimeSpan.FromHours(Exam.WaitHours));
    }
}
