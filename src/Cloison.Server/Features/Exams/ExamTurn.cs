using Cloison.Contracts;
using Cloison.Domain.Ids;
using Cloison.Inference.Gold;
using Cloison.Server.Features.Quality;
using Cloison.Server.Features.Tasks;
using Cloison.Storage.Databases;

namespace Cloison.Server.Features.Exams;

/// <summary>Whether a claim is answered with a question of the exam, or refused because of it: within the claim's own transaction.</summary>
internal static class ExamTurn
{
    /// <returns>Neither task nor refusal: he may work.</returns>
    public static GoldTurn.Turn Take(Session db, QualityRow rules, SkillRow skill, DateTimeOffset now)
    {
        if (skill.ExamWaivedBy is not null || ExamCandidate.Read(db, rules, skill) is not { } candidate)
            return default;
        if (candidate.Begun is { } begun && Next(db, skill, begun, candidate, now) is { } turn)
            return turn;
        // Looked at anew: a try whose last questions went away has just ended.
        candidate = candidate.Begun is null ? candidate : ExamCandidate.Read(db, rules, skill)!;
        var may = candidate.MayTry(now);
        return may.State switch
        {
            ExamPermissionState.HasPassed => default,
            ExamPermissionState.TooEarly => new(ExamProblems.TooEarly(may.NotBefore!.Value), null),
            ExamPermissionState.NoTriesLeft => new(ExamProblems.Failed, null),
            _ => Begin(db, candidate, rules.Seed, now),
        };
    }

    private static GoldTurn.Turn Begin(Session db, ExamCandidate candidate, ulong seed, DateTimeOffset now)
    {
        var (project, person) = (candidate.Skill.Project, candidate.Skill.Person);
        var unasked = db.List(
            """
            SELECT task FROM gold_tasks WHERE project = @project AND purpose = @exam AND state = 0
              AND NOT EXISTS (SELECT 1 FROM task_people WHERE task_people.task = gold_tasks.task AND task_people.person = @person)
              AND NOT EXISTS (SELECT 1 FROM exam_questions WHERE exam_questions.task = gold_tasks.task AND exam_questions.person = @person)
            ORDER BY task LIMIT 10000
            """,
            row => row.GetString(0), ("@project", project.Text), ("@exam", (long)GoldPurpose.Exam), ("@person", person.Text));
        if (candidate.Draw(unasked, seed) is not { } questions)
            return new(ExamProblems.NoQuestions, null);
        var begun = new ExamTryRow(candidate.Tries.Count + 1, now, null, questions.Count, null, null);
        begun.Store(db, project, person);
        for (var i = 0; i < questions.Count; i++)
            db.Execute(
                "INSERT INTO exam_questions (task, person, project, n, place) VALUES (@task, @person, @project, @n, @place)",
                ("@task", questions[i]), ("@person", person.Text), ("@project", project.Text), ("@n", begun.Number), ("@place", i + 1L));
        return new(null, TaskId.Parse(questions[0]));
    }

    /// <returns>Null: the try is over.</returns>
    private static GoldTurn.Turn? Next(Session db, SkillRow skill, ExamTryRow begun, ExamCandidate candidate, DateTimeOffset now)
    {
        // A question that is none any more must not keep him in the exam for ever.
        var gone = db.Execute(
            """
            DELETE FROM exam_questions WHERE project = @project AND person = @person AND n = @n AND score IS NULL
              AND NOT EXISTS (SELECT 1 FROM gold_tasks WHERE gold_tasks.task = exam_questions.task AND gold_tasks.purpose = @exam)
            """,
            ("@project", skill.Project.Text), ("@person", skill.Person.Text), ("@n", begun.Number), ("@exam", (long)GoldPurpose.Exam));
        if (gone > 0 && ExamScoring.Finish(db, candidate, begun, now))
            return null;
        var task = db.First(
            """
            SELECT task FROM exam_questions WHERE project = @project AND person = @person AND n = @n AND score IS NULL
              AND NOT EXISTS (SELECT 1 FROM leases WHERE leases.task = exam_questions.task AND leases.person = @person AND leases.state = 0)
            ORDER BY place LIMIT 1
            """,
            row => row.Id<TaskKind>(0), ("@project", skill.Project.Text), ("@person", skill.Person.Text), ("@n", begun.Number));
        return task.IsEmpty ? new(TaskProblems.LastQuestionsHeld, null) : new(null, task);
    }
}
