using Cloison.Storage.Databases;

namespace Cloison.Storage.Doctor;

/// <summary>What is kept beside the rows, counted again from the rows. The numbers are those of Cloison.Domain.Tasks.</summary>
internal static class CounterChecks
{
    private const int MostNamed = 3;

    public static IEnumerable<Finding> Run(Session db, string where) =>
    [
        TaskCounts(db, where),
        Tasks(
            db, where, "answers counted",
            """
            WITH counted AS (
              SELECT task, SUM(state = 1) AS accepted, SUM(state = 0 OR rework_until IS NOT NULL) AS pending FROM annotations GROUP BY task
            )
            SELECT t.id FROM tasks t LEFT JOIN counted c ON c.task = t.id
            WHERE t.accepted <> COALESCE(c.accepted, 0) OR t.pending <> COALESCE(c.pending, 0)
            """,
            "their accepted or waiting answers are not as many as counted"),
        Tasks(
            db, where, "free slots",
            """
            WITH held AS (SELECT task, COUNT(*) AS n FROM leases WHERE state = 0 AND kind = 0 GROUP BY task)
            SELECT t.id FROM tasks t LEFT JOIN held h ON h.task = t.id
            WHERE t.free_slots <> t.overlap - t.accepted - t.pending - COALESCE(h.n, 0)
            """,
            "free_slots is not overlap - accepted - pending - active leases: people would get too few or too many"),
        Tasks(
            db, where, "task states",
            """
            SELECT id FROM tasks WHERE state NOT IN (3, 4)
              AND state <> CASE WHEN accepted >= overlap THEN 2 WHEN accepted + pending >= overlap THEN 1 ELSE 0 END
            """,
            "their state is not what follows from their answers"),
        Tasks(
            db, where, "leases and people",
            "SELECT task FROM task_people p WHERE state = 0 AND NOT EXISTS (SELECT 1 FROM leases l WHERE l.task = p.task AND l.person = p.person AND l.state = 0)",
            "somebody counts as holding them without a lease, and would never get them again"),
        Tasks(db, where, "task contents", "SELECT id FROM tasks t WHERE NOT EXISTS (SELECT 1 FROM task_contents c WHERE c.task = t.id)", "their content is missing"),
        Tasks(
            db, where, "results", "SELECT id FROM tasks t WHERE result_annotation IS NOT NULL AND NOT EXISTS (SELECT 1 FROM annotations a WHERE a.id = t.result_annotation)",
            "the answer that is their result is missing"),
    ];

    private static Finding TaskCounts(Session db, string where)
    {
        const string check = "task counts";
        var wrong = db.List(
            """
            SELECT project, SUM(kept) AS kept, SUM(counted) AS counted FROM (
              SELECT project, batch, state, n AS kept, 0 AS counted FROM task_counts
              UNION ALL SELECT project, COALESCE(batch, ''), state, 0, 1 FROM tasks
            ) GROUP BY project, batch, state HAVING SUM(kept) <> SUM(counted)
            """,
            row => (Project: row.GetString(0), Kept: row.GetInt64(1), Counted: row.GetInt64(2)));
        return wrong.Count == 0
            ? Finding.Fine(where, check)
            : Finding.Problem(where, check, $"{wrong[0].Project} says {wrong[0].Kept} tasks where there are {wrong[0].Counted} ({wrong.Count} counts are wrong).");
    }

    private static Finding Tasks(Session db, string where, string check, string sql, string complaint)
    {
        var tasks = db.List(sql, row => row.GetString(0));
        return tasks.Count == 0
            ? Finding.Fine(where, check)
            : Finding.Problem(where, check, $"{tasks.Count} tasks: {complaint} ({string.Join(", ", tasks.Take(MostNamed))}{(tasks.Count > MostNamed ? ", …" : "")}).");
    }
}
