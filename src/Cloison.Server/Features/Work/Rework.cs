using Cloison.Server.Features.Tasks;
using Cloison.Storage.Databases;

namespace Cloison.Server.Features.Work;

/// <summary>A rejected annotation keeps its slot for its author, for a while.</summary>
internal static class Rework
{
    /// <summary>The author does not do it again: the slot goes to anybody else. Nothing happens when it is gone already.</summary>
    public static void GiveUp(Session db, ProjectId project, TaskId task, AnnotationId rejected, DateTimeOffset now)
    {
        if (db.Execute("UPDATE annotations SET rework_until = NULL WHERE id = @id AND rework_until IS NOT NULL", ("@id", rejected.Text)) == 0)
            return;
        TaskProgress.Change(db, TaskProgress.Read(db, project, task)!, now, pending: -1);
        TaskQueue.Return(db, task, now);
    }
}
