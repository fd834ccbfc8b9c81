using System.Text.Json;
using Cloison.Contracts;
using Cloison.Domain.Ids;
using Cloison.Domain.Json;
using Cloison.Inference.Skill;
using Cloison.Storage.Databases;

namespace Cloison.Server.Features.Quality;

/// <summary>What is known of a person's work in a project: a row of table skills.</summary>
/// <param name="Given">Tasks that he was given, gold ones among them.</param>
/// <param name="GoldInRow">Gold ones among the last, without a break.</param>
/// <param name="Shown">The state as the person himself is shown it, see <see cref="After"/>.</param>
/// <param name="ExamVoidUntil">The number of the last try at the exam that counts no more; 0: all count.</param>
/// <param name="ExamExtraTries">That a lead gave him.</param>
/// <param name="ExamGrantedAfter">So many tries he had then, and need not wait for the next; below 0: nothing was granted.</param>
/// <param name="ExamWaivedBy">The lead who lets him work without the exam.</param>
internal sealed record SkillRow(
    ProjectId Project, PersonId Person, Standing Standing, long Given, long GoldInRow, SkillState State, SkillState Shown,
    bool IsDiscounted = false, long ExamVoidUntil = 0, long ExamExtraTries = 0, long ExamGrantedAfter = -1, PersonId? ExamWaivedBy = null)
{
    private const string Columns =
        "person, standing, given, gold_in_row, state, shown, is_discounted, exam_void_until, exam_extra_tries, exam_granted_after, exam_waived_by";

    /// <summary>So much must be new before he is shown it: who looks after each answer must not learn which one was gold.</summary>
    private const int ShownAfter = 10;

    public static SkillRow Read(Session db, ProjectId project, PersonId person) => db.First(
        $"SELECT {Columns} FROM skills WHERE project = @project AND person = @person", row => Map(project, row), ("@project", project.Text), ("@person", person.Text))
        ?? new(project, person, Standing.Good, 0, 0, SkillState.New, SkillState.New);

    /// <summary>Whether anything is known of him: he was given something.</summary>
    public static bool Exists(Session db, ProjectId project, PersonId person) => db.Scalar<long>(
        "SELECT COUNT(*) FROM skills WHERE project = @project AND person = @person", ("@project", project.Text), ("@person", person.Text)) > 0;

    /// <summary>How much an answer of his is worth to a result, 0 to 1: the share that is right, or what it is at least, if a rule says so.</summary>
    public double Trust
    {
        get
        {
            var estimate = SkillEstimate.Of(State, QualityRow.Skill);
            return IsDiscounted ? estimate.Lower : estimate.Mean;
        }
    }

    public static List<SkillRow> Of(Session db, ProjectId project) =>
        db.List($"SELECT {Columns} FROM skills WHERE project = @project ORDER BY given DESC LIMIT 1000", row => Map(project, row), ("@project", project.Text));

    public static SkillSummary Summarise(SkillState state)
    {
        var (estimate, counts) = (SkillEstimate.Of(state, QualityRow.Skill), state.Counts);
        return new(
            estimate.Mean, estimate.Lower, estimate.Upper, estimate.Evidence, counts.GoldSeen, counts.GoldRight, counts.Reviewed, counts.Accepted, counts.Compared, counts.Agreed);
    }

    /// <param name="isToldNow">Something follows from it: he sees all the figures that it was decided by.</param>
    public SkillRow After(SkillState state, bool isToldNow) => this with
    {
        State = state,
        Shown = isToldNow || Evidence(state) - Evidence(Shown) >= ShownAfter ? state : Shown,
    };

    public void Store(Session db, DateTimeOffset now) => db.Execute(
        """
        INSERT INTO skills (project, person, standing, given, gold_in_row, state, shown, is_discounted, exam_void_until, exam_extra_tries, exam_granted_after, exam_waived_by, updated_at)
        VALUES (@project, @person, @standing, @given, @row, @state, @shown, @discounted, @void, @extra, @granted, @waived, @now)
        ON CONFLICT (project, person) DO UPDATE SET standing = excluded.standing, given = excluded.given, gold_in_row = excluded.gold_in_row, state = excluded.state,
          shown = excluded.shown, is_discounted = excluded.is_discounted, exam_void_until = excluded.exam_void_until, exam_extra_tries = excluded.exam_extra_tries,
          exam_granted_after = excluded.exam_granted_after, exam_waived_by = excluded.exam_waived_by, updated_at = excluded.updated_at
        """,
        ("@project", Project.Text), ("@person", Person.Text), ("@standing", (long)Standing), ("@given", Given), ("@row", GoldInRow),
        ("@state", JsonSerializer.Serialize(State, DomainJson.Options)), ("@shown", JsonSerializer.Serialize(Shown, DomainJson.Options)),
        ("@discounted", IsDiscounted ? 1L : 0L), ("@void", ExamVoidUntil), ("@extra", ExamExtraTries), ("@granted", ExamGrantedAfter), ("@waived", ExamWaivedBy?.Text),
        ("@now", now.ToUnixTimeMilliseconds()));

    private static SkillRow Map(ProjectId project, System.Data.Common.DbDataReader row) => new(
        project, row.Id<PersonKind>(0), row.Enum<Standing>(1), row.GetInt64(2), row.GetInt64(3), JsonSerializer.Deserialize<SkillState>(row.GetString(4), DomainJson.Options)!,
        JsonSerializer.Deserialize<SkillState>(row.GetString(5), DomainJson.Options)!, row.Flag(6), row.GetInt64(7), row.GetInt64(8), row.GetInt64(9),
        row.IsDBNull(10) ? null : row.Id<PersonKind>(10));

    private static int Evidence(SkillState state) => state.Counts.GoldSeen + state.Counts.Reviewed + state.Counts.Compared;
}
