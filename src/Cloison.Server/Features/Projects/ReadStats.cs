using Cloison.Contracts;
using Cloison.Domain.Ids;
using Cloison.Server.Features.People;
using Cloison.Server.Features.Tasks;
using Cloison.Server.Platform;
using Cloison.Server.Platform.Http;
using Cloison.Storage.Compartments;
using Cloison.Storage.Databases;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Projects;

/// <summary>Progress, labels, throughput and people, from running totals: as quick at a million tasks as at ten.</summary>
internal static class ReadStats
{
    public static async Task<Results<Ok<ProjectStats>, ProblemHttpResult>> HandleAsync(
        ProjectId project, Compartment compartment, PeopleNames names, TimeProvider clock, CancellationToken ct)
    {
        var since = clock.GetUtcNow().ToUnixTimeSeconds() / 3600 - 168;
        var found = await compartment.Database.ReadAsync(
            db => ProjectRow.Read(db, project) is null ? default : (
                Exists: true,
                Counts: TaskCounting.Read(db, project),
                Labels: db.List(
                    "SELECT id, name, n FROM labels WHERE project = @project AND n > 0 ORDER BY n DESC LIMIT 200",
                    row => (Id: row.GetInt64(0), Name: row.Bytes(1), Count: row.GetInt64(2)), ("@project", project.Text)),
                Hours: db.List(
                    "SELECT hour, n FROM hour_stats WHERE project = @project AND hour > @since ORDER BY hour",
                    row => new HourCount(DateTimeOffset.FromUnixTimeSeconds(row.GetInt64(0) * 3600), row.GetInt64(1)), ("@project", project.Text), ("@since", since)),
                People: db.List(
                    "SELECT person, submitted, accepted, rejected, reviews, skipped, active_ms, last_at FROM person_stats WHERE project = @project ORDER BY submitted DESC LIMIT 1000",
                    row => new PersonStats(
                        row.Id<PersonKind>(0), "", row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5), row.GetInt64(6) / 1000.0, row.TimeOrNull(7)),
                    ("@project", project.Text)),
                Agreement: db.Scalar<double?>(
                    "SELECT AVG(agreement) FROM (SELECT agreement FROM tasks WHERE project = @project AND state = 2 AND agreement IS NOT NULL ORDER BY id DESC LIMIT 10000) recent",
                    ("@project", project.Text))),
            ct);
        if (!found.Exists)
            return CommonProblems.NotFound.ToHttp();
        var people = await names.OfAsync(found.People.Select(p => p.Person), ct);
        var sealer = compartment.Sealer(project);
        return TypedResults.Ok(new ProjectStats(
            found.Counts,
            [.. found.Labels.Select(l => new LabelCount(sealer.OpenText(Seals.LabelName(l.Id), l.Name), l.Count))],
            found.Hours,
            [.. found.People.Select(p => p with { Name = people[p.Person] })],
            found.Agreement));
    }
}
