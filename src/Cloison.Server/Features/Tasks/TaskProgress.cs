using Cloison.Domain.Tasks;
using Cloison.Storage.Databases;

namespace Cloison.Server.Features.Tasks;

/// <summary>The part of a task that answers and reviews move.</summary>
internal sealed record TaskProgress(TaskId Task, ProjectId Project, string Batch, TaskState State, int Overlap, int FreeSlots, int Accepted, int Pending)
{
    /// <summary>Where a task stands, from its counts alone.</summary>
    public static TaskState StateOf(int overlap, int accepted, int pending) =>
        accepted >= overlap ? TaskState.Done : accepted + pending >= overlap ? TaskState.Review : TaskState.Open;

    public static TaskProgress? Read(Session db, ProjectId project, TaskId task) => db.First(
        "SELECT batch, state, overlap, free_slots, accepted, pending FROM tasks WHERE id = @task AND project = @project",
        row => new TaskProgress(task, project, row.TextOrNull(0) ?? "", row.Enum<TaskState>(1), row.Int(2), row.Int(3), row.Int(4), row.Int(5)),
        ("@task", task.Text), ("@project", project.Text));

    /// <summary>Stores changed counts, the state that follows from them, and the project's counts.</summary>
    /// <param name="newAnswers">How many answers came in, surplus ones included. A fix replaces one and is none.</param>
    /// <param name="lastAccepted">The answer that was accepted just now, if one was: with an overlap of one it is the result.</param>
    /// <param name="reopen">Whether a cancelled or gold task comes back into the queue; otherwise it stays what it is, whatever its counts.</param>
    public static void Change(
        Session db, TaskProgress before, DateTimeOffset now, int slots = 0, int accepted = 0, int pending = 0, int newAnswers = 0, AnnotationId? lastAccepted = null,
        bool reopen = false)
    {
        var after = before with { FreeSlots = before.FreeSlots + slots, Accepted = before.Accepted + accepted, Pending = before.Pending + pending };
        after = after with
        {
            State = before.State is TaskState.Cancelled or TaskState.Gold && !reopen ? before.State : StateOf(after.Overlap, after.Accepted, after.Pending),
        };
        var isNewlyDone = after.State == TaskState.Done && before.State != TaskState.Done;
        // It may have been accepted long ago, when only the overlap comes down to it now.
        var single = isNewlyDone && after.Accepted == 1
            ? lastAccepted?.Text ?? db.Scalar<string>("SELECT id FROM annotations WHERE task = @task AND state = 1 ORDER BY id LIMIT 1", ("@task", before.Task.Text))
            : null;
        // Another answer than the result was made of counts too: a lease from before the overlap was lowered may still bring one.
        var isResultDue = after.State == TaskState.Done && after.Accepted > 1 && (isNewlyDone || accepted > 0);
        db.Execute(
            """
            UPDATE tasks SET state = @state, free_slots = @free, accepted = @accepted, pending = @pending, answers = answers + @answers, updated_at = @now,
              result_annotation = COALESCE(@single, result_annotation),
              result_due = CASE WHEN @due = 1 THEN 1 ELSE result_due END
            WHERE id = @task
            """,
            ("@state", (long)after.State), ("@free", (long)after.FreeSlots), ("@accepted", (long)after.Accepted), ("@pending", (long)after.Pending),
            ("@answers", (long)newAnswers), ("@now", now.ToUnixTimeMilliseconds()),
            ("@single", single), ("@due", isResultDue ? 1L : 0L), ("@task", before.Task.Text));
        if (after.State != before.State)
            TaskCounting.Move(db, before.Project, before.Batch, before.State, after.State);
    }
}
