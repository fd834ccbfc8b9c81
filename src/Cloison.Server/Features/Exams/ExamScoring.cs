using Cloison.Contracts;
using Cloison.Server.Features.Quality;
using Cloison.Storage.Databases;

namespace Cloison.Server.Features.Exams;

/// <summary>Notes how right an answer to an exam question is, and ends the try with the last one: in the transaction of the answer.</summary>
internal static class ExamScoring
{
    /// <returns>Whether it was a question of a try that is under way.</returns>
    public static bool Note(Session db, TaskId task, PersonId person, double score, DateTimeOffset now)
    {
        var isNoted = db.Execute(
            "UPDATE exam_questions SET score = @score WHERE task = @task AND person = @person AND score IS NULL",
            ("@score", score), ("@task", task.Text), ("@person", person.Text)) > 0;
        if (!isNoted)
            return false;
        var (project, begun) = ExamTryRow.Asking(db, task, person)!.Value;
        // Without settings the exam was switched off in the middle of it: the answer is kept, nothing follows.
        if (ExamCandidate.Read(db, QualityRow.Read(db, project), SkillRow.Read(db, project, person)) is { } candidate)
            Finish(db, candidate, begun, now);
        return true;
    }

    /// <summary>What the try came to that asked this question; null before its end.</summary>
    public static ExamOutcome? Outcome(Session db, TaskId task, PersonId person, DateTimeOffset now)
    {
        if (ExamTryRow.Asking(db, task, person) is not { Try: { Passed: { } passed, Score: { } score } } asked)
            return null;
        var candidate = ExamCandidate.Read(db, QualityRow.Read(db, asked.Project), SkillRow.Read(db, asked.Project, person));
        var standing = candidate?.Standing(0, now);
        return new(passed, score, candidate?.Exam.PassMark, standing?.NotBefore, standing?.TriesLeft ?? 0);
    }

    /// <returns>Whether no question is left.</returns>
    public static bool Finish(Session db, ExamCandidate candidate, ExamTryRow begun, DateTimeOffset now)
    {
        var scores = db.List(
            "SELECT task, score FROM exam_questions WHERE project = @project AND person = @person AND n = @n",
            row => (Task: row.GetString(0), Score: row.IsDBNull(1) ? null : (double?)row.GetDouble(1)),
            ("@project", candidate.Skill.Project.Text), ("@person", candidate.Skill.Person.Text), ("@n", begun.Number));
        if (scores.Any(s => s.Score is null))
            return false;
        var result = candidate.Score(scores.ToDictionary(s => s.Task, s => s.Score!.Value, StringComparer.Ordinal));
        // None left of them all: nobody has failed what was not asked.
        if (scores.Count == 0)
            db.Execute(
                "DELETE FROM exam_tries WHERE project = @project AND person = @person AND n = @n",
                ("@project", candidate.Skill.Project.Text), ("@person", candidate.Skill.Person.Text), ("@n", begun.Number));
        else
            (begun with { FinishedAt = now, Questions = scores.Count, Score = result.Score, Passed = result.HasPassed }).Store(db, candidate.Skill.Project, candidate.Skill.Person);
        return true;
    }
}
