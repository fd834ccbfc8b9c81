using Cloison.Contracts;
using Cloison.Domain.Tasks;
using Cloison.Storage.Databases;

namespace Cloison.Server.Features.Tasks;

/// <summary>How many tasks stand where: kept with each change, because counting a million rows for a page is too slow.</summary>
internal static class TaskCounting
{
    public static void Move(Session db, ProjectId project, string batch, TaskState from, TaskState to, long count = 1)
    {
        Add(db, project, batch, from, -count);
        Add(db, project, batch, to, count);
    }

    public static void Add(Session db, ProjectId project, string batch, TaskState state, long count) => db.Execute(
        """
        INSERT INTO task_counts (project, batch, state, n) VALUES (@project, @batch, @state, @n)
        ON CONFLICT (project, batch, state) DO UPDATE SET n = task_counts.n + excluded.n
        """,
        ("@project", project.Text), ("@batch", batch), ("@state", (long)state), ("@n", count));

    public static TaskCounts Read(Session db, ProjectId project) => Sum(db.List(
        "SELECT state, SUM(n) FROM task_counts WHERE project = @project GROUP BY state", row => (row.Enum<TaskState>(0), Convert.ToInt64(row.GetValue(1))), ("@project", project.Text)));

    public static TaskCounts Sum(IEnumerable<(TaskState State, long Count)> counts)
    {
        long open = 0, review = 0, done = 0, cancelled = 0, gold = 0;
        foreach (var (state, n) in counts)
            switch (state)
            {
                case TaskState.Open: open += n; break;
                case TaskState.Review: review += n; break;
                case TaskState.Done: done += n; break;
                case TaskState.Cancelled: cancelled += n; break;
                case TaskState.Gold: gold += n; break;
            }

        return new(open, review, done, cancelled, gold);
    }
}
