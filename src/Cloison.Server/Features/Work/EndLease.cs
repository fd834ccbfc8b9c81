using Cloison.Domain.Tasks;
using Cloison.Server.Features.Exams;
using Cloison.Server.Features.Tasks;
using Cloison.Storage.Databases;

namespace Cloison.Server.Features.Work;

/// <summary>What happens to the task when a lease ends without an answer.</summary>
internal static class EndLease
{
    public static void Apply(Session db, Lease lease, LeaseState state, DateTimeOffset now, byte[]? reason = null)
    {
        lease.End(db, state, now, reason);
        // A review's annotation waits on. A rejected annotation keeps its slot, unless its author says that he will not do it again.
        if (lease is { Kind: LeasePurpose.Rework, Annotation: { } rejected } && state == LeaseState.Skipped)
            Rework.GiveUp(db, lease.Project, lease.Task, rejected, now);
        if (lease.Kind != LeasePurpose.Label)
            return;
        if (state == LeaseState.Skipped)
        {
            db.Execute("UPDATE task_people SET state = 2 WHERE task = @task AND person = @person", ("@task", lease.Task.Text), ("@person", lease.Person.Text));
            // Otherwise one would skip what one does not know.
            ExamScoring.Note(db, lease.Task, lease.Person, score: 0, now);
        }
        else
        {
            db.Execute("DELETE FROM task_people WHERE task = @task AND person = @person AND state = 0", ("@task", lease.Task.Text), ("@person", lease.Person.Text));
        }

        TaskQueue.Return(db, lease.Task, now);
    }
}
