using Cloison.Storage.Databases;

namespace Cloison.Server.Features.Tasks;

/// <summary>
/// The order in which people are given tasks, at a cost that does not grow with the project nor with what the person has done.
/// </summary>
/// <remarks>
/// A task stands in the queue while it is open and has a free slot, at (rank, pos): the higher rank first, then the lower pos.
/// Each person has a cursor per rank: everything up to it has been offered to him, or was not open when he passed.
/// That stays true because a task that becomes free again is moved to a new, higher pos (<see cref="Return"/>), which no cursor has passed;
/// it comes back at the rank above its old one, so that returned work is done first. All of this runs in the compartment's
/// writer, one at a time, so no two claims see the same free slot.
/// </remarks>
internal static class TaskQueue
{
    public const int MaxPriority = 100;

    /// <summary>0 holds it, 1 answered, 2 skipped: the states of table task_people.</summary>
    public const int Holds = 0, Answered = 1, Skipped = 2;

    public static long RankOf(int priority, bool returned) => priority * 2L + (returned ? 1 : 0);

    public static int PriorityOf(long rank) => (int)(rank / 2);

    /// <summary>Takes the next positions of the queue; returns the first of them.</summary>
    public static long NextPositions(Session db, int count) =>
        db.Scalar<long>("UPDATE sequences SET value = value + @count WHERE name = 'queue' RETURNING value", ("@count", (long)count)) - count + 1;

    /// <summary>The most urgent open task that the person has not had, or null; moves his cursors.</summary>
    public static TaskId? TakeNext(Session db, ProjectId project, PersonId person)
    {
        for (var below = long.MaxValue; ;)
        {
            var rank = db.Scalar<long?>(
                "SELECT rank FROM tasks WHERE project = @project AND state = 0 AND free_slots > 0 AND rank < @below ORDER BY rank DESC LIMIT 1",
                ("@project", project.Text), ("@below", below));
            if (rank is null)
                return null;
            if (TakeAtRank(db, project, person, rank.Value) is { } task)
                return task;
            below = rank.Value;
        }
    }

    /// <summary>Gives a slot back, and the task a new place that no cursor has passed.</summary>
    public static void Return(Session db, TaskId task, DateTimeOffset now) => db.Execute(
        "UPDATE tasks SET free_slots = free_slots + 1, rank = (rank / 2) * 2 + 1, pos = @pos, updated_at = @now WHERE id = @task",
        ("@pos", NextPositions(db, 1)), ("@now", now.ToUnixTimeMilliseconds()), ("@task", task.Text));

    /// <summary>Gives the task a new place that no cursor has passed, because people may be given it now who passed it before.</summary>
    public static void MoveBack(Session db, TaskId task) => db.Execute(
        "UPDATE tasks SET pos = @pos WHERE id = @task", ("@pos", NextPositions(db, 1)), ("@task", task.Text));

    private static TaskId? TakeAtRank(Session db, ProjectId project, PersonId person, long rank)
    {
        var cursor = db.Scalar<long>(
            "SELECT pos FROM queue_cursors WHERE project = @project AND person = @person AND rank = @rank",
            ("@project", project.Text), ("@person", person.Text), ("@rank", rank));
        var (task, pos) = db.First(
            """
            SELECT id, pos FROM tasks
            WHERE project = @project AND state = 0 AND free_slots > 0 AND rank = @rank AND pos > @cursor
              AND NOT EXISTS (SELECT 1 FROM task_people WHERE task_people.task = tasks.id AND task_people.person = @person)
            ORDER BY pos LIMIT 1
            """,
            row => (row.Id<Domain.Ids.TaskKind>(0), row.GetInt64(1)),
            ("@project", project.Text), ("@rank", rank), ("@cursor", cursor), ("@person", person.Text));
        if (task.IsEmpty)
            // Nothing here for him: remember the end, so that the next claim does not look through the same tasks again.
            pos = db.Scalar<long>(
                "SELECT pos FROM tasks WHERE project = @project AND state = 0 AND free_slots > 0 AND rank = @rank ORDER BY pos DESC LIMIT 1",
                ("@project", project.Text), ("@rank", rank));
        if (pos > cursor)
            db.Execute(
                """
                INSERT INTO queue_cursors (project, person, rank, pos) VALUES (@project, @person, @rank, @pos)
                ON CONFLICT (project, person, rank) DO UPDATE SET pos = excluded.pos
                """,
                ("@project", project.Text), ("@person", person.Text), ("@rank", rank), ("@pos", pos));
        return task.IsEmpty ? null : task;
    }
}
