using System.Runtime.InteropServices;
using Cloison.Contracts;
using Cloison.Domain;
using Cloison.Server.Features.Tasks;
using Cloison.Server.Platform;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.AccessLogs;
using Cloison.Server.Platform.Http;
using Cloison.Storage.Compartments;
using Cloison.Storage.Databases;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Work;

/// <summary>Keeps an unfinished answer, also after the lease has ended: whoever comes back finds his work.</summary>
internal static class SaveDraft
{
    public static async Task<Results<Ok<SavedDraft>, ProblemHttpResult>> HandleAsync(
        ProjectId project, TaskId task, Draft request, Caller caller, Compartment compartment, AccessLog log, TimeProvider clock, CancellationToken ct)
    {
        var content = compartment.Sealer(project).Seal(Seals.Draft(task, caller.Person), JsonMarshal.GetRawUtf8Value(request.Content));
        var now = clock.GetUtcNow();
        var entry = log.Prepare(LogEntry.By(caller, LogTypes.Draft, project, task.Text, bytes: content.Length));
        return (await compartment.Database.WriteAsync(db => Save(db, project, task, caller.Person, request.Version, content, entry, now), ct)).ToHttp();
    }

    private static Outcome<SavedDraft> Save(Session db, ProjectId project, TaskId task, PersonId person, long version, byte[] content, PreparedEntry entry, DateTimeOffset now)
    {
        // Only who has been given the task may keep a draft on it: the others must not learn that it exists.
        var mayDraft = db.Scalar<long>(
            "SELECT COUNT(*) FROM leases WHERE task = @task AND person = @person AND project = @project",
            ("@task", task.Text), ("@person", person.Text), ("@project", project.Text)) > 0;
        if (!mayDraft)
            return CommonProblems.NotFound;
        // A save that the submit has overtaken must not come back as a draft when the answer is sent back for rework.
        if (IsFinished(db, task, person))
            return TaskProblems.DraftOutdated;
        var stored = db.Scalar<long?>("SELECT version FROM drafts WHERE task = @task AND person = @person", ("@task", task.Text), ("@person", person.Text));
        if (stored > version)
            return TaskProblems.DraftOutdated;
        db.Execute(
            """
            INSERT INTO drafts (task, person, version, content, updated_at) VALUES (@task, @person, @version, @content, @now)
            ON CONFLICT (task, person) DO UPDATE SET version = excluded.version, content = excluded.content, updated_at = excluded.updated_at
            """,
            ("@task", task.Text), ("@person", person.Text), ("@version", version), ("@content", content), ("@now", now.ToUnixTimeMilliseconds()));
        AccessLog.Append(db, entry);
        return new SavedDraft(version);
    }

    private static bool IsFinished(Session db, TaskId task, PersonId person) => db.Scalar<long>(
        """
        SELECT COUNT(*) FROM task_people WHERE task = @task AND person = @person AND state = 1
          AND NOT EXISTS (SELECT 1 FROM leases WHERE leases.task = @task AND leases.person = @person AND leases.state = 0 AND leases.kind <> 1)
          AND NOT EXISTS (SELECT 1 FROM annotations WHERE annotations.task = @task AND annotations.person = @person AND annotations.rework_until IS NOT NULL)
        """,
        ("@task", task.Text), ("@person", person.Text)) > 0;
}
