using Cloison.Domain.People;
using Cloison.Server.Platform.Access;
using Cloison.Storage.Databases;

namespace Cloison.Server.Features.Tasks;

/// <summary>Who may talk about a task: leads, engineers and reviewers about all of the project's, annotators about those that they were given.</summary>
internal static class TaskAccess
{
    public static bool MayDiscuss(Session db, ProjectId project, TaskId task, Caller caller)
    {
        if (TaskProgress.Read(db, project, task) is null)
            return false;
        return caller.Roles.HasAny(Role.Reviewer, Role.Lead, Role.Engineer, Role.Administrator)
            || db.Scalar<long>("SELECT COUNT(*) FROM leases WHERE task = @task AND person = @person", ("@task", task.Text), ("@person", caller.Person.Text)) > 0;
    }
}
