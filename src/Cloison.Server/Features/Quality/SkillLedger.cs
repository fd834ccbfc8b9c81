using Cloison.Contracts;
using Cloison.Inference.Skill;
using Cloison.Server.Features.Exams;
using Cloison.Storage.Databases;

namespace Cloison.Server.Features.Quality;

/// <summary>
/// Takes what was learnt about an answer into its author's estimate, and lets the project's rules speak: in the transaction of the answer, review or
/// result that it was learnt from, so that nothing is counted twice or lost.
/// </summary>
internal static class SkillLedger
{
    private const long DayMs = 86_400_000;

    public static void Add(Session db, ProjectId project, PersonId person, SkillEvidence evidence, DateTimeOffset now)
    {
        var rules = QualityRow.Read(db, project);
        var row = SkillRow.Read(db, project, person);
        var median = rules?.Settings.Rules.Any(r => r.Measure == RuleMeasure.Speed) == true ? MedianSeconds(db, project) : null;
        var (decisions, state) = SkillPolicy.Decide(row.State.After(evidence, QualityRow.Skill), rules?.Rules ?? [], QualityRow.Skill, median);
        row = row.After(state, decisions.Count > 0);
        foreach (var decision in decisions)
            row = Apply(db, row, decision, now);
        // Weight that was lowered comes back with the work: when no rule that lowers it speaks any more.
        if (row.IsDiscounted && rules?.Settings.Rules.Any(r => r.Action == RuleAction.LowerWeight && state.Fired.ContainsKey(r.Id)) != true)
            row = row with { IsDiscounted = false };
        row.Store(db, now);
        NoteDay(db, row, now);
    }

    /// <summary>The same, with the rules silent.</summary>
    public static void Learn(Session db, ProjectId project, PersonId person, SkillEvidence evidence, DateTimeOffset now)
    {
        var row = SkillRow.Read(db, project, person);
        row = row.After(row.State.After(evidence, QualityRow.Skill), isToldNow: false);
        row.Store(db, now);
        NoteDay(db, row, now);
    }

    /// <summary>How many seconds half of the newest answers took less than.</summary>
    private static double? MedianSeconds(Session db, ProjectId project)
    {
        var seconds = db.List(
            "SELECT active_ms FROM annotations WHERE project = @project ORDER BY id DESC LIMIT 101", row => row.GetInt64(0) / 1000.0, ("@project", project.Text)).Order().ToList();
        return seconds.Count < 20 ? null : seconds[seconds.Count / 2];
    }

    private static SkillRow Apply(Session db, SkillRow row, SkillDecision decision, DateTimeOffset now)
    {
        var action = decision.Action switch
        {
            SkillAction.Pause => RuleAction.Pause,
            SkillAction.Retrain => RuleAction.Retrain,
            SkillAction.LowerWeight => RuleAction.LowerWeight,
            SkillAction.Requalify => RuleAction.Requalify,
            _ => RuleAction.Warn,
        };
        var measure = decision.Measure switch
        {
            SkillMeasure.Speed => RuleMeasure.Speed,
            SkillMeasure.WrongGoldStreak => RuleMeasure.WrongGoldStreak,
            SkillMeasure.Agreement => RuleMeasure.Agreement,
            _ => RuleMeasure.Skill,
        };
        db.Execute(
            """
            INSERT INTO skill_notices (project, person, n, at, rule, action, measure, value, threshold, evidence)
            SELECT @project, @person, COALESCE(MAX(n), 0) + 1, @at, @rule, @action, @measure, @value, @threshold, @evidence
            FROM skill_notices WHERE project = @project AND person = @person
            """,
            ("@project", row.Project.Text), ("@person", row.Person.Text), ("@at", now.ToUnixTimeMilliseconds()), ("@rule", decision.RuleId), ("@action", (long)action),
            ("@measure", (long)measure), ("@value", decision.Value), ("@threshold", decision.Threshold), ("@evidence", decision.Evidence));
        return action switch
        {
            RuleAction.Pause => row with { Standing = Standing.Paused },
            // Who is paused stays it.
            RuleAction.Retrain when row.Standing == Standing.Good => row with { Standing = Standing.Retraining },
            RuleAction.LowerWeight => row with { IsDiscounted = true },
            RuleAction.Requalify => row with { ExamVoidUntil = ExamTryRow.Of(db, row.Project, row.Person) is [.., var last] ? last.Number : 0, ExamWaivedBy = null },
            _ => row,
        };
    }

    private static void NoteDay(Session db, SkillRow row, DateTimeOffset now)
    {
        var estimate = SkillEstimate.Of(row.State, QualityRow.Skill);
        db.Execute(
            """
            INSERT INTO skill_days (project, person, day, mean, lower_end, upper_end, evidence) VALUES (@project, @person, @day, @mean, @lower, @upper, @evidence)
            ON CONFLICT (project, person, day) DO UPDATE SET mean = excluded.mean, lower_end = excluded.lower_end, upper_end = excluded.upper_end, evidence = excluded.evidence
            """,
            ("@project", row.Project.Text), ("@person", row.Person.Text), ("@day", now.ToUnixTimeMilliseconds() / DayMs), ("@mean", estimate.Mean),
            ("@lower", estimate.Lower), ("@upper", estimate.Upper), ("@evidence", estimate.Evidence));
    }
}
