using Cloison.Contracts;
using Cloison.Server.Features.Exams;
using Cloison.Server.Platform;
using Cloison.Storage.Databases;
using Cloison.Storage.Sealing;

namespace Cloison.Server.Features.Quality;

/// <summary>A person's estimate with its history and what followed from it.</summary>
internal static class PersonQualities
{
    private const int MaxDays = 90, MaxNotices = 50;

    /// <summary>As stored: the appeal is still sealed.</summary>
    internal sealed record Stored(SkillRow Skill, List<SkillDay> Days, List<(SkillNotice Notice, byte[]? Appeal)> Notices, ExamStanding? Exam);

    public static Stored Read(Session db, SkillRow skill, QualityRow? rules, DateTimeOffset now) => new(
        skill,
        [.. db.List(
            "SELECT day, mean, lower_end, upper_end, evidence FROM skill_days WHERE project = @project AND person = @person ORDER BY day DESC LIMIT @most",
            row => new SkillDay(DateTimeOffset.FromUnixTimeSeconds(row.GetInt64(0) * 86_400), row.GetDouble(1), row.GetDouble(2), row.GetDouble(3), row.GetDouble(4)),
            ("@project", skill.Project.Text), ("@person", skill.Person.Text), ("@most", (long)MaxDays)).OrderBy(d => d.Day)],
        db.List(
            """
            SELECT n, at, rule, action, measure, value, threshold, evidence, appeal, appealed_at, settled_at, is_taken_back
            FROM skill_notices WHERE project = @project AND person = @person ORDER BY n DESC LIMIT @most
            """,
            row => (
                new SkillNotice(
                    (int)row.GetInt64(0), row.Time(1), row.GetString(2), row.Enum<RuleAction>(3), row.Enum<RuleMeasure>(4), row.GetDouble(5), row.GetDouble(6), row.GetDouble(7),
                    null, row.TimeOrNull(9), row.TimeOrNull(10), row.Flag(11)),
                row.BytesOrNull(8)),
            ("@project", skill.Project.Text), ("@person", skill.Person.Text), ("@most", (long)MaxNotices)),
        ExamCandidate.Read(db, rules, skill) is { } candidate ? candidate.Standing(Answered(db, candidate), now) : null);

    /// <summary>As the person himself is shown it: neither the newest answers nor today move.</summary>
    public static Stored ReadOwn(Session db, SkillRow skill, DateTimeOffset now)
    {
        var all = Read(db, skill with { State = skill.Shown }, QualityRow.Read(db, skill.Project), now);
        return all with { Days = [.. all.Days.Where(d => d.Day.UtcDateTime.Date < now.UtcDateTime.Date)] };
    }

    public static PersonQuality Open(Stored stored, string name, Sealer sealer) => new(
        stored.Skill.Person, name, stored.Skill.Standing, SkillRow.Summarise(stored.Skill.State), stored.Days,
        [.. stored.Notices.Select(n => n.Appeal is null
            ? n.Notice
            : n.Notice with { Appeal = sealer.OpenText(Seals.Appeal(stored.Skill.Project, stored.Skill.Person, n.Notice.Number), n.Appeal) })],
        stored.Skill.IsDiscounted, stored.Exam);

    private static int Answered(Session db, ExamCandidate candidate) => candidate.Begun is not { } begun ? 0 : (int)db.Scalar<long>(
        "SELECT COUNT(*) FROM exam_questions WHERE project = @project AND person = @person AND n = @n AND score IS NOT NULL",
        ("@project", candidate.Skill.Project.Text), ("@person", candidate.Skill.Person.Text), ("@n", begun.Number));
}
