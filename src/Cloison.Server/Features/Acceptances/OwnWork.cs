using Cloison.Contracts;
using Cloison.Domain.Ids;
using Cloison.Storage.Databases;

namespace Cloison.Server.Features.Acceptances;

/// <summary>Which drawn tasks somebody has worked on: he is not the one to judge them.</summary>
internal static class OwnWork
{
    // Also who holds it or skipped it knows it from before.
    private static readonly (string What, string Where)[] Ways =
    [
        ("answered", "SELECT 1 FROM annotations o WHERE o.task = i.task AND o.person = @person"),
        ("reviewed", "SELECT 1 FROM reviews o WHERE o.task = i.task AND o.person = @person"),
        ("decided", "SELECT 1 FROM task_events o WHERE o.task = i.task AND o.person = @person AND o.kind = 'decided'"),
        ("been given", "SELECT 1 FROM task_people o WHERE o.task = i.task AND o.person = @person"),
    ];

    /// <summary>Open acceptances with drawn tasks that nobody has looked at and that he may judge, in all projects.</summary>
    public static List<(ProjectId Project, WaitingAudit Audit)> WaitingFor(Session db, PersonId person) => db.List(
        $"""
        SELECT i.project, i.acceptance, COUNT(*) FROM acceptances a JOIN acceptance_items i ON i.project = a.project AND i.acceptance = a.n
        WHERE a.state = 0 AND i.weight IS NULL AND NOT ({string.Join(" OR ", Ways.Select(w => $"EXISTS ({w.Where})"))})
        GROUP BY i.project, i.acceptance ORDER BY i.project, i.acceptance LIMIT 100
        """,
        row => (row.Id<ProjectKind>(0), new WaitingAudit((int)row.GetInt64(1), row.GetInt64(2))), ("@person", person.Text));

    public static HashSet<TaskId> In(Session db, ProjectId project, int acceptance, PersonId person) =>
    [
        .. db.List(
            $"SELECT i.task FROM acceptance_items i WHERE i.project = @project AND i.acceptance = @n AND ({string.Join(" OR ", Ways.Select(w => $"EXISTS ({w.Where})"))})",
            row => row.Id<TaskKind>(0), ("@project", project.Text), ("@n", (long)acceptance), ("@person", person.Text)),
    ];

    /// <returns>What he did with it; null: nothing.</returns>
    public static string? Of(Session db, TaskId task, PersonId person) => Ways.Select(way => db.Scalar<string>(
        $"SELECT @what FROM (SELECT @task AS task) i WHERE EXISTS ({way.Where})", ("@what", way.What), ("@task", task.Text), ("@person", person.Text))).FirstOrDefault(what => what is not null);
}
