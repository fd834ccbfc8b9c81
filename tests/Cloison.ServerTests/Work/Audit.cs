using Cloison.Domain.Ids;
using Cloison.Domain.Tasks;
using Cloison.Server.Features.Tasks;
using Cloison.Storage.Databases;

namespace Cloison.ServerTests.Work;

/// <summary>Recounts from leases and annotations what the tables keep as running totals.</summary>
internal static class Audit
{
    public static void Check(Session db, ProjectId project, bool overlapMayBeExceeded)
    {
        var tasks = db.List(
            "SELECT id, state, overlap, free_slots, accepted, pending, answers FROM tasks WHERE project = @project",
            row => (Id: row.Id<TaskKind>(0), State: row.Enum<TaskState>(1), Overlap: row.Int(2), Free: row.Int(3), Accepted: row.Int(4), Pending: row.Int(5), Answers: row.Int(6)),
            ("@project", project.Text));
        var answers = db.List(
            "SELECT task, person, state, rework_until, (SELECT COUNT(*) FROM reviews WHERE reviews.fix = annotations.id), id, replaces FROM annotations WHERE project = @project",
            row => (
                Task: row.Id<TaskKind>(0), Person: row.Id<PersonKind>(1), State: row.Enum<AnnotationState>(2), Reworked: !row.IsDBNull(3), IsFix: row.GetInt64(4) > 0,
                Id: row.Id<AnnotationKind>(5), Replaces: row.IdOrNull<AnnotationKind>(6)),
            ("@project", project.Text)).ToLookup(a => a.Task);
        var leases = db.List(
            "SELECT task, person, kind FROM leases WHERE project = @project AND state = 0",
            row => (Task: row.Id<TaskKind>(0), Person: row.Id<PersonKind>(1), Kind: row.Enum<LeasePurpose>(2)), ("@project", project.Text)).ToLookup(l => l.Task);
        foreach (var task in tasks)
        {
            var held = leases[task.Id].Where(l => l.Kind == LeasePurpose.Label).ToList();
            var accepted = answers[task.Id].Count(a => a.State == AnnotationState.Accepted);
            var pending = answers[task.Id].Count(a => a.State == AnnotationState.InReview || a.Reworked);
            Assert.Equal((accepted, pending), (task.Accepted, task.Pending));
            Assert.Equal(task.Overlap - accepted - pending - held.Count, task.Free);
            Assert.Equal(answers[task.Id].Count(a => !a.IsFix), task.Answers);
            if (!overlapMayBeExceeded && task.State != TaskState.Gold)
                Assert.InRange(accepted + pending + held.Count, 0, task.Overlap);
            if (task.State is not (TaskState.Cancelled or TaskState.Gold))
                Assert.Equal(TaskProgress.StateOf(task.Overlap, accepted, pending), task.State);
            // Nobody holds a task twice; and one person has one slot, whoever has fixed his answer since.
            Assert.Distinct(held.Select(l => l.Person));
            var byId = answers[task.Id].ToDictionary(a => a.Id);
            Assert.Distinct(answers[task.Id].Where(a => a.State is AnnotationState.Accepted or AnnotationState.InReview || a.Reworked).Select(a =>
            {
                while (a.Replaces is { } earlier)
                    a = byId[earlier];
                return a.Person;
            }));
        }

        var counted = db.List(
            "SELECT state, n FROM task_counts WHERE project = @project", row => (State: row.Enum<TaskState>(0), Count: row.GetInt64(1)), ("@project", project.Text));
        foreach (var state in Enum.GetValues<TaskState>())
            Assert.Equal(tasks.Count(t => t.State == state), counted.Where(c => c.State == state).Sum(c => c.Count));
    }
}
