using Cloison.Contracts;
using Cloison.Domain.Ids;
using Cloison.Server.Features.Tasks;
using Cloison.Server.Platform;
using Cloison.Storage.Compartments;
using Cloison.Storage.Databases;

namespace Cloison.Server.Features.Quality;

/// <summary>Tasks that have all the answers they may have, and are still not sure enough: the least sure first.</summary>
internal static class ListUnclear
{
    public static async Task<IReadOnlyList<UnclearTask>> HandleAsync(ProjectId project, Compartment compartment, CancellationToken ct)
    {
        var rows = await compartment.Database.ReadAsync(
            db => db.List(
                """
                SELECT t.id, c.content, t.confidence, t.agreement, t.accepted FROM tasks t JOIN task_contents c ON c.task = t.id
                WHERE t.project = @project AND t.is_unclear = 1 ORDER BY t.confidence, t.id LIMIT 200
                """,
                row => (
                    Task: row.Id<TaskKind>(0), Content: row.Bytes(1), Confidence: (double?)(row.IsDBNull(2) ? null : row.GetDouble(2)),
                    Agreement: (double?)(row.IsDBNull(3) ? null : row.GetDouble(3)), Answers: row.Int(4)),
                ("@project", project.Text)),
            ct);
        var sealer = compartment.Sealer(project);
        return rows.ConvertAll(r => new UnclearTask(
            r.Task, sealer.OpenJson<TaskContent>(Seals.TaskContent(r.Task), r.Content).Shown(r.Task), r.Confidence, r.Agreement, r.Answers));
    }
}
