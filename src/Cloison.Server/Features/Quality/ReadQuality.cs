using Cloison.Contracts;
using Cloison.Domain.Ids;
using Cloison.Domain.Tasks;
using Cloison.Server.Features.People;
using Cloison.Server.Features.Projects;
using Cloison.Server.Features.Tasks;
using Cloison.Server.Platform;
using Cloison.Server.Platform.Http;
using Cloison.Storage.Compartments;
using Cloison.Storage.Databases;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Quality;

/// <summary>A project's quality: from running figures and the newest 10,000 results, so that its cost does not grow with the project.</summary>
internal static class ReadQuality
{
    private const int Steps = 10, Newest = 10_000, MaxGold = 500;

    public static async Task<Results<Ok<ProjectQuality>, ProblemHttpResult>> HandleAsync(ProjectId project, Compartment compartment, PeopleNames names, TimeProvider clock, CancellationToken ct)
    {
        var found = await compartment.Database.ReadAsync(
            db =>
            {
                if (ProjectRow.Read(db, project) is null)
                    return null;
                var rules = QualityRow.Read(db, project);
                var settings = rules?.Settings ?? QualityRow.Default;
                return new Found(
                    settings,
                    Results(db, project),
                    db.Scalar<long>("SELECT COUNT(*) FROM tasks WHERE project = @project AND is_unclear = 1", ("@project", project.Text)),
                    SkillRow.Of(db, project).ConvertAll(skill => PersonQualities.Read(db, skill, rules, clock.GetUtcNow())),
                    Gold(db, project, settings.PassScore));
            },
            ct);
        if (found is null)
            return CommonProblems.NotFound.ToHttp();
        var people = await names.OfAsync(found.People.Select(p => p.Skill.Person), ct);
        var sealer = compartment.Sealer(project);
        var steps = new long[Steps];
        foreach (var confidence in found.Results.Select(r => r.Confidence).OfType<double>())
            steps[Math.Clamp((int)(confidence * Steps), 0, Steps - 1)]++;
        var agreements = found.Results.Select(r => r.Agreement).OfType<double>().ToList();
        return TypedResults.Ok(new ProjectQuality(
            found.Settings, agreements.Count == 0 ? null : agreements.Average(), steps,
            found.Results.Count == 0 ? null : found.Results.Average(r => r.Answers),
            // Without adaptive redundancy, the promised confidence would need the most answers for every task.
            found.Settings.WantedConfidence is null ? null : found.Results.Sum(r => Math.Max(0L, found.Settings.MaxAnswers - r.Answers)),
            found.Unclear,
            [.. found.People.Select(p => PersonQualities.Open(p, people[p.Skill.Person], sealer))],
            [.. found.Gold.Select(g => g.Task with { Name = sealer.OpenJson<TaskContent>(Seals.TaskContent(g.Task.Task), g.Content).Shown(g.Task.Task) })]));
    }

    private sealed record Found(
        QualitySettings Settings, List<(double? Agreement, double? Confidence, long Answers)> Results, long Unclear, List<PersonQualities.Stored> People,
        List<(GoldTask Task, byte[] Content)> Gold);

    private static List<(double?, double?, long)> Results(Session db, ProjectId project) => db.List(
        "SELECT agreement, confidence, accepted FROM tasks WHERE project = @project AND state = @done ORDER BY id DESC LIMIT @newest",
        row => ((double?)(row.IsDBNull(0) ? null : row.GetDouble(0)), (double?)(row.IsDBNull(1) ? null : row.GetDouble(1)), row.GetInt64(2)),
        ("@project", project.Text), ("@done", (long)TaskState.Done), ("@newest", (long)Newest));

    private static List<(GoldTask, byte[])> Gold(Session db, ProjectId project, double pass) => db.List(
        """
        SELECT g.task, g.purpose, g.state, g.given, g.added_at, c.content,
          (SELECT COUNT(*) FROM gold_answers a WHERE a.task = g.task),
          (SELECT COUNT(*) FROM gold_answers a WHERE a.task = g.task AND a.score >= @pass),
          (SELECT AVG(a.score) FROM gold_answers a WHERE a.task = g.task)
        FROM gold_tasks g JOIN task_contents c ON c.task = g.task WHERE g.project = @project ORDER BY g.task DESC LIMIT @most
        """,
        row => (
            new GoldTask(
                row.Id<TaskKind>(0), "", row.Enum<GoldPurpose>(1), row.Enum<GoldTaskState>(2), row.GetInt64(3), row.GetInt64(6), row.GetInt64(7),
                row.IsDBNull(8) ? null : row.GetDouble(8), row.Time(4)),
            row.Bytes(5)),
        ("@project", project.Text), ("@pass", pass), ("@most", (long)MaxGold));
}
