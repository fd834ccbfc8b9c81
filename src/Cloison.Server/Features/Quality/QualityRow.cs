using System.Security.Cryptography;
using System.Text.Json;
using Cloison.Contracts;
using Cloison.Domain.Json;
using Cloison.Inference.Gold;
using Cloison.Inference.Skill;
using Cloison.Storage.Databases;

namespace Cloison.Server.Features.Quality;

/// <summary>A row of table quality_settings, and what its figures mean to the engine.</summary>
internal sealed record QualityRow(QualitySettings Settings, ulong Seed)
{
    /// <summary>Of a project that has none: no gold, no rules, a fixed overlap. Answers to gold tasks can be scored all the same.</summary>
    public static readonly QualitySettings Default = new(null, 5, 0, 0, 0.8, []);

    public static readonly SkillOptions Skill = SkillOptions.Default;

    public GoldRate Rate => new(Settings.GoldRate, Math.Max(Settings.GoldRate, Settings.NewcomerGoldRate), Uncertain: Settings.GoldRate);

    public IReadOnlyList<SkillRule> Rules => [.. Settings.Rules.Select(RuleOf)];

    public static QualityRow? Read(Session db, ProjectId project) => db.First(
        """
        SELECT wanted_confidence, max_answers, gold_rate, newcomer_gold_rate, pass_score, rules, seed, exam_questions, exam_pass_mark, exam_max_tries, exam_wait_hours
        FROM quality_settings WHERE project = @project
        """,
        row => new QualityRow(
            new(row.IsDBNull(0) ? null : row.GetDouble(0), (int)row.GetInt64(1), row.GetDouble(2), row.GetDouble(3), row.GetDouble(4),
                JsonSerializer.Deserialize<IReadOnlyList<QualityRule>>(row.GetString(5), DomainJson.Options)!,
                row.IsDBNull(7) ? null : new ExamSettings((int)row.GetInt64(7), row.GetDouble(8), (int)row.GetInt64(9), row.GetDouble(10))),
            (ulong)row.GetInt64(6)),
        ("@project", project.Text));

    public static void Store(Session db, ProjectId project, QualitySettings settings) => db.Execute(
        """
        INSERT INTO quality_settings (project, wanted_confidence, max_answers, gold_rate, newcomer_gold_rate, pass_score, rules, seed,
          exam_questions, exam_pass_mark, exam_max_tries, exam_wait_hours)
        VALUES (@project, @wanted, @max, @rate, @newcomers, @pass, @rules, @seed, @questions, @mark, @tries, @wait)
        ON CONFLICT (project) DO UPDATE SET wanted_confidence = excluded.wanted_confidence, max_answers = excluded.max_answers, gold_rate = excluded.gold_rate,
          newcomer_gold_rate = excluded.newcomer_gold_rate, pass_score = excluded.pass_score, rules = excluded.rules,
          exam_questions = excluded.exam_questions, exam_pass_mark = excluded.exam_pass_mark, exam_max_tries = excluded.exam_max_tries, exam_wait_hours = excluded.exam_wait_hours
        """,
        ("@project", project.Text), ("@wanted", settings.WantedConfidence), ("@max", (long)settings.MaxAnswers), ("@rate", settings.GoldRate),
        ("@newcomers", settings.NewcomerGoldRate), ("@pass", settings.PassScore), ("@rules", JsonSerializer.Serialize(settings.Rules, DomainJson.Options)),
        ("@seed", BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long)))), ("@questions", (long?)settings.Exam?.Questions), ("@mark", settings.Exam?.PassMark),
        ("@tries", (long?)settings.Exam?.MaxTries), ("@wait", settings.Exam?.WaitHours));

    // Speed has no recovery by size: twice as fast as the median is as far from it as half.
    private static SkillRule RuleOf(QualityRule rule) => rule.Measure switch
    {
        RuleMeasure.WrongGoldStreak => new(rule.Id, SkillMeasure.WrongGoldStreak, SkillComparison.AtLeast, rule.Threshold, rule.MinEvidence, ActionOf(rule), Recovery: 1, RepeatAfter: 20),
        RuleMeasure.Speed => new(rule.Id, SkillMeasure.Speed, SkillComparison.Below, rule.Threshold, rule.MinEvidence, ActionOf(rule), RepeatAfter: 50),
        RuleMeasure.Agreement => new(rule.Id, SkillMeasure.Agreement, SkillComparison.Below, rule.Threshold, rule.MinEvidence, ActionOf(rule), RepeatAfter: 50),
        _ => new(rule.Id, SkillMeasure.SkillUpper, SkillComparison.Below, rule.Threshold, rule.MinEvidence, ActionOf(rule), RepeatAfter: 50),
    };

    private static SkillAction ActionOf(QualityRule rule) => rule.Action switch
    {
        RuleAction.Pause => SkillAction.Pause,
        RuleAction.Retrain => SkillAction.Retrain,
        RuleAction.LowerWeight => SkillAction.LowerWeight,
        RuleAction.Requalify => SkillAction.Requalify,
        _ => SkillAction.Warn,
    };
}
