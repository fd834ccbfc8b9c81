using Cloison.Contracts;
using Cloison.Domain.Ids;
using Cloison.Domain.Tasks;
using Cloison.Server.Features.People;
using Cloison.Server.Platform;
using Cloison.Storage.Compartments;
using Cloison.Storage.Databases;

namespace Cloison.Server.Features.Tasks;

/// <summary>What happened to a task, told from the tables where it happened.</summary>
internal static class TaskHistory
{
    private static readonly string[] LeaseEnds = ["", "", "skipped", "expired", "released", "revoked"];

    public static async Task<IReadOnlyList<TaskEvent>> ReadAsync(
        Compartment compartment, ProjectId project, TaskId task, DateTimeOffset createdAt, IReadOnlyList<AnnotationDetail> annotations, IReadOnlyList<CommentDetail> comments,
        PeopleNames names, CancellationToken ct)
    {
        var sealer = compartment.Sealer(project);
        var (leases, events) = await compartment.Database.ReadAsync(
            db => (
                db.List(
                    "SELECT id, person, kind, state, reason, created_at, ended_at FROM leases WHERE task = @task ORDER BY id LIMIT 500",
                    row => (Id: row.Id<LeaseKind>(0), Person: row.Id<PersonKind>(1), Kind: row.Enum<LeasePurpose>(2), State: row.Int(3), Reason: row.BytesOrNull(4), From: row.Time(5), To: row.TimeOrNull(6)),
                    ("@task", task.Text)),
                db.List(
                    "SELECT at, kind, person, detail FROM task_events WHERE task = @task ORDER BY at LIMIT 500",
                    row => (At: row.GetInt64(0), Kind: row.GetString(1), Person: row.IdOrNull<PersonKind>(2), Detail: row.BytesOrNull(3)), ("@task", task.Text))),
            ct);
        var people = await names.OfAsync(leases.Select(l => l.Person).Concat(events.Where(e => e.Person is not null).Select(e => e.Person!.Value)), ct);
        var history = new List<TaskEvent> { new(createdAt, "created", null, null, null) };
        foreach (var lease in leases)
        {
            history.Add(new(lease.From, lease.Kind == LeasePurpose.Review ? "claimed_review" : "claimed", lease.Person, people[lease.Person], null));
            if (lease.State >= 2 && lease.To is { } ended)
                history.Add(new(
                    ended, LeaseEnds[lease.State], lease.Person, people[lease.Person], lease.Reason is null ? null : sealer.OpenText(Seals.SkipReason(lease.Id), lease.Reason)));
        }

        foreach (var annotation in annotations)
        {
            history.Add(new(annotation.CreatedAt, annotation.State == AnnotationState.Surplus ? "surplus" : "submitted", annotation.Person, annotation.PersonName, null));
            foreach (var review in annotation.Reviews)
                history.Add(new(
                    review.CreatedAt, review.Verdict switch { Verdict.Accept => "accepted", Verdict.Reject => "rejected", _ => "fixed" }, review.Person, review.PersonName, review.Comment));
        }

        history.AddRange(comments.Select(c => new TaskEvent(c.CreatedAt, "commented", c.Person, c.PersonName, c.Text)));
        history.AddRange(events.Select(e => new TaskEvent(
            DateTimeOffset.FromUnixTimeMilliseconds(e.At), e.Kind, e.Person, e.Person is { } p ? people[p] : null,
            e.Detail is null ? null : sealer.OpenText(Seals.EventDetail(task, e.At), e.Detail))));
        return [.. history.OrderBy(e => e.At)];
    }
}
