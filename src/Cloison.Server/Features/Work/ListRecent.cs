using Cloison.Contracts;
using Cloison.Domain.Ids;
using Cloison.Domain.Tasks;
using Cloison.Server.Features.Tasks;
using Cloison.Server.Platform;
using Cloison.Server.Platform.Access;
using Cloison.Storage.Compartments;
using Cloison.Storage.Databases;

namespace Cloison.Server.Features.Work;

/// <summary>The caller's last ten answers in a project.</summary>
internal static class ListRecent
{
    public static async Task<IReadOnlyList<RecentAnnotation>> HandleAsync(ProjectId project, Caller caller, Compartment compartment, CancellationToken ct)
    {
        var sealer = compartment.Sealer(project);
        var rows = await compartment.Database.ReadAsync(
            db => db.List(
                """
                SELECT a.id, a.task, c.content, a.state, a.created_at FROM annotations a JOIN task_contents c ON c.task = a.task
                WHERE a.project = @project AND a.person = @person ORDER BY a.id DESC LIMIT 10
                """,
                row => (Id: row.Id<AnnotationKind>(0), Task: row.Id<TaskKind>(1), Content: row.Bytes(2), State: row.Enum<AnnotationState>(3), At: row.Time(4)),
                ("@project", project.Text), ("@person", caller.Person.Text)),
            ct);
        return [.. rows.Select(r => new RecentAnnotation(r.Id, r.Task, sealer.OpenJson<TaskContent>(Seals.TaskContent(r.Task), r.Content).Shown(r.Task), r.State, r.At))];
    }
}
