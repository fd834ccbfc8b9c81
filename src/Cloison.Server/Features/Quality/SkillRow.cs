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
internal sealed record SkillRow(ProjectId Project, PersonId Person, Standing Standing, long Given, long GoldInRow, SkillState State, SkillState Shown)
{
    private const string Columns = "person, standing, given, gold_in_row, state, shown";

    /// <summary>So much must be new before he is shown it: who looks after each answer must not learn which one was gold.</summary>
    private const int ShownAfter = 10;

    public static SkillRow Read(Session db, ProjectId project, PersonId person) => db.First(
        $"SELECT {Columns} FROM skills WHERE project = @project AND person = @person", row => Map(project, row), ("@project", project.Text), ("@person", person.Text))
        ?? new(project, person, Standing.Good, 0, 0, SkillState.New, SkillState.New);

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
        INSERT INTO skills (project, person, standing, given, gold_in_row, state, shown, updated_at) VALUES (@project, @person, @standing, @given, @row, @state, @shown, @now)
        ON CONFLICT (project, person) DO UPDATE SET standing = excluded.standing, given = excluded.given, gold_in_row = excluded.gold_in_row, state = excluded.state,
          shown = excluded.shown, updated_at = excluded.updated_at
        """,
        ("@project", Project.Text), ("@person", Person.Text), ("@standing", (long)Standing), ("@given", Given), ("@row", GoldInRow),
        ("@state", JsonSerializer.Serialize(State, DomainJson.Options)), ("@shown", JsonSerializer.Serialize(Shown, DomainJson.Options)),
        ("@now", now.ToUnixTimeMilliseconds()));

    private static SkillRow Map(ProjectId project, System.Data.Common.DbDataReader row) => new(
        project, row.Id<PersonKind>(0), row.Enum<Standing>(1), row.GetInt64(2), row.GetInt64(3), JsonSerializer.Deserialize<SkillState>(row.GetString(4), DomainJson.Options)!,
        JsonSerializer.Deserialize<SkillState>(row.GetString(5), DomainJson.Options)!);

    private static int Evidence(SkillState state) => state.Counts.GoldSeen + state.Counts.Reviewed + state.Counts.Compared;
}
