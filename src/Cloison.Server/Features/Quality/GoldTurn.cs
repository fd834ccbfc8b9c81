using Cloison.Contracts;
using Cloison.Domain;
using Cloison.Domain.Ids;
using Cloison.Inference.Gold;
using Cloison.Inference.Skill;
using Cloison.Server.Features.Exams;
using Cloison.Storage.Databases;

namespace Cloison.Server.Features.Quality;

/// <summary>Whether a claim is answered with a gold task, decided within the claim's own transaction. A project without quality settings pays one lookup by key.</summary>
internal static class GoldTurn
{
    /// <param name="Refusal">He is given nothing, and why.</param>
    /// <param name="Task">The gold task that he is given; neither: ordinary work.</param>
    public readonly record struct Turn(Problem? Refusal, TaskId? Task);

    public static Turn Take(Session db, ProjectId project, PersonId person, DateTimeOffset now)
    {
        if (QualityRow.Read(db, project) is not { } rules)
            return default;
        var skill = SkillRow.Read(db, project, person);
        if (skill.Standing == Standing.Paused)
            return new(QualityProblems.Paused, null);
        var exam = ExamTurn.Take(db, rules, skill, now);
        if (exam != default)
            return exam;
        if (skill.Standing == Standing.Retraining)
        {
            if (Next(db, project, person, GoldPurpose.Training) is { } lesson)
                return new(null, lesson);
            // He has been through all of it.
            skill = skill with { Standing = Standing.Good };
            skill.Store(db, now);
        }

        var estimate = SkillEstimate.Of(skill.State, QualityRow.Skill);
        return new(
            null,
            rules.Settings.GoldRate > 0 && GoldSchedule.IsGoldNext(rules.Seed, person.Text, (int)skill.Given, (int)skill.GoldInRow, estimate.Upper - estimate.Lower, rules.Rate)
                ? Next(db, project, person, GoldPurpose.Hidden)
                : null);
    }

    /// <summary>Counts what he was given, so that the next one can be decided on.</summary>
    public static void Count(Session db, ProjectId project, PersonId person, TaskId task, bool isGold, DateTimeOffset now)
    {
        if (isGold)
            db.Execute("UPDATE gold_tasks SET given = given + 1 WHERE task = @task", ("@task", task.Text));
        if (QualityRow.Read(db, project) is null)
            return;
        var skill = SkillRow.Read(db, project, person);
        (skill with { Given = skill.Given + 1, GoldInRow = isGold ? skill.GoldInRow + 1 : 0 }).Store(db, now);
    }

    /// <summary>The one that fewest people have had, and he has not.</summary>
    private static TaskId? Next(Session db, ProjectId project, PersonId person, GoldPurpose purpose)
    {
        var task = db.First(
            """
            SELECT task FROM gold_tasks
            WHERE project = @project AND purpose = @purpose AND state = 0
              AND NOT EXISTS (SELECT 1 FROM task_people WHERE task_people.task = gold_tasks.task AND task_people.person = @person)
            ORDER BY given, task LIMIT 1
            """,
            row => row.Id<TaskKind>(0), ("@project", project.Text), ("@purpose", (long)purpose), ("@person", person.Text));
        return task.IsEmpty ? null : task;
    }
}
