using Cloison.Domain.Tasks;
using Cloison.Server.Features.Tasks;
using Cloison.Storage.Databases;

namespace Cloison.Server.Features.Work;

/// <summary>What happens to the task when a lease ends without an answer.</summary>
internal static class EndLease
{
    public static void Apply(Session db, Lease lease, LeaseState state, DateTimeOffset now, byte[]? reason = null)
    {
        lease.End(db, state, now, reason);
        // A review's annotation waits on, and a rejected annotation keeps its slot: only a first answer's slot goes back.
        if (lease.Kind != LeasePurpose.Label)
            return;
        if (state == LeaseState.Skipped)
            db.Execute("UPDATE task_people SET state = 2 WHERE task = @task AND person = @person", ("@task", lease.Task.Text), ("@person", lease.Person.Text));
        else
            db.Execute("DELETE FROM task_people WHERE task = @task AND person = @person AND state = 0", ("@task", lease.Task.Text), ("@person", lease.Person.Text));
        TaskQueue.Return(db, lease.Task, now);
    }
}
