using System.Runtime.InteropServices;
using Cloison.Contracts;
using Cloison.Domain;
using Cloison.Server.Features.Tasks;
using Cloison.Server.Platform;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.Http;
using Cloison.Storage.Compartments;
using Cloison.Storage.Databases;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Work;

/// <summary>Keeps an unfinished answer, also after the lease has ended: whoever comes back finds his work.</summary>
internal static class SaveDraft
{
    public static async Task<Results<Ok<SavedDraft>, ProblemHttpResult>> HandleAsync(
        ProjectId project, TaskId task, Draft request, Caller caller, Compartment compartment, TimeProvider clock, CancellationToken ct)
    {
        var content = compartment.Sealer(project).Seal(Seals.Draft(task, caller.Person), JsonMarshal.GetRawUtf8Value(request.Content));
        var now = clock.GetUtcNow();
        return (await compartment.Database.WriteAsync(db => Save(db, project, task, caller.Person, request.Version, content, now), ct)).ToHttp();
    }

    private static Outcome<SavedDraft> Save(Session db, ProjectId project, TaskId task, PersonId person, long version, byte[] content, DateTimeOffset now)
    {
        // Only who has been given the task may keep a draft on it: the others must not learn that it exists.
        var mayDraft = db.Scalar<long>(
            "SELECT COUNT(*) FROM leases WHERE task = @task AND person = @person AND project = @project",
            ("@task", task.Text), ("@person", person.Text), ("@project", project.Text)) > 0;
        if (!mayDraft)
            return CommonProblems.NotFound;
        var stored = db.Scalar<long?>("SELECT version FROM drafts WHERE task = @task AND person = @person", ("@task", task.Text), ("@person", person.Text));
        if (stored > version)
            return TaskProblems.DraftOutdated;
        db.Execute(
            """
            INSERT INTO drafts (task, person, version, content, updated_at) VALUES (@task, @person, @version, @content, @now)
            ON CONFLICT (task, person) DO UPDATE SET version = excluded.version, content = excluded.content, updated_at = excluded.updated_at
            """,
            ("@task", task.Text), ("@person", person.Text), ("@version", version), ("@content", content), ("@now", now.ToUnixTimeMilliseconds()));
        return new SavedDraft(version);
    }
}
