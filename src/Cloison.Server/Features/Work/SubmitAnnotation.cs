using Cloison.Contracts;
using Cloison.Domain;
using Cloison.Domain.Ids;
using Cloison.Domain.Tasks;
using Cloison.Server.Features.Exams;
using Cloison.Server.Features.Projects;
using Cloison.Server.Features.Quality;
using Cloison.Server.Features.Tasks;
using Cloison.Server.Platform;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.AccessLogs;
using Cloison.Server.Platform.Http;
using Cloison.Storage.Compartments;
using Cloison.Storage.Databases;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Work;

/// <summary>
/// Stores a finished answer. Safe to send again: the client made the id, and the same id with the same content gives the same receipt.
/// Nothing sound that arrives is ever dropped: an answer that comes too late for its slot is kept as surplus.
/// </summary>
internal static class SubmitAnnotation
{
    public static async Task<Results<Ok<Receipt>, ProblemHttpResult>> HandleAsync(
        ProjectId project, Contracts.SubmitAnnotation request, Caller caller, Compartment compartment, AccessLog log, Ontologies ontologies, TimeProvider clock, CancellationToken ct)
    {
        var read = SubmittedContent.Read(request.Content);
        if (!read.Succeeded)
            return read.Problem.ToHttp();
        if (!string.Equals(read.Value.Hash, request.ContentHash, StringComparison.Ordinal))
            return TaskProblems.HashMismatch.ToHttp();
        var content = await read.Value.CheckAsync(compartment, project, request.Lease, request.Task, caller.Person, request.OntologyVersion, ontologies, ct);
        if (!content.Succeeded)
            return content.Problem.ToHttp();
        var gold = await GoldScoring.ScoreAsync(compartment, project, request.Task, content.Value.Content, (await ontologies.FindAsync(compartment, project, request.OntologyVersion, ct))!, ct);
        var answer = Answer.Prepare(compartment, log, project, request, content.Value, caller, gold?.Score);
        var now = clock.GetUtcNow();
        // From here on the work is in the writer's hands and is not cancelled with the request.
        var stored = await compartment.Database.WriteAsync(db => Store(db, answer, now), CancellationToken.None);
        return stored.Then(receipt => receipt with { Training = gold?.Feedback }).ToHttp();
    }

    /// <summary>All that the writer needs, sealed and hashed beforehand: its time is everybody's.</summary>
    internal sealed record Answer(
        AnnotationId Id, ProjectId Project, TaskId Task, PersonId Person, LeaseId Lease, long Token, int OntologyVersion,
        string ContentHash, byte[] HashKey, byte[] Sealed, long ActiveMs, LabelTally Labels, PreparedEntry Logged, double? GoldScore = null)
    {
        public static Answer Prepare(
            Compartment compartment, AccessLog log, ProjectId project, Contracts.SubmitAnnotation request, SubmittedContent content, Caller caller, double? goldScore = null) => new(
            request.Id, project, request.Task, caller.Person, request.Lease, request.Token, request.OntologyVersion, request.ContentHash,
            compartment.Keys.Index.Of("annotations.content", request.ContentHash),
            compartment.Sealer(project).Seal(Seals.Annotation(request.Id), content.Utf8),
            (long)(Math.Clamp(request.ActiveSeconds, 0, 86_400) * 1000),
            LabelTally.Of(compartment, project, content.Content),
            log.Prepare(LogEntry.By(caller, LogTypes.Submit, project, request.Task.Text, bytes: content.Utf8.Length)), goldScore);
    }

    internal static Outcome<Receipt> Store(Session db, Answer answer, DateTimeOffset now)
    {
        if (FindStored(db, answer, now) is { } stored)
            return stored;
        if (Lease.Read(db, answer.Project, answer.Lease) is not { Kind: not LeasePurpose.Review } lease
            || lease.Person != answer.Person || lease.Task != answer.Task)
            return CommonProblems.NotFound;
        var project = WorkProject.Read(db, answer.Project)!;
        var task = TaskProgress.Read(db, answer.Project, answer.Task)!;

        var (slot, held) = FindSlot(db, answer, lease, task);
        // An answer to a gold task looks like any other to who gave it; no reviewer finds it, because it is at no reviewer's level.
        var isGold = task.State == TaskState.Gold;
        var state = slot == Slot.None ? AnnotationState.Surplus : project.ReviewLevels > 0 ? AnnotationState.InReview : AnnotationState.Accepted;
        Insert(db, answer, lease, state, state == AnnotationState.InReview && !isGold ? 1 : 0, now);
        if (held is not null && held.Id != lease.Id)
            held.End(db, LeaseState.Submitted, now);
        // A slot that the lease held and the answer did not take goes back.
        if (slot != Slot.OfLease && lease is { State: LeaseState.Active, Kind: LeasePurpose.Label })
        {
            TaskQueue.Return(db, answer.Task, now);
            task = TaskProgress.Read(db, answer.Project, answer.Task)!;
        }

        lease.End(db, LeaseState.Submitted, now);
        db.Execute(
            "INSERT INTO task_people (task, person, state) VALUES (@task, @person, 1) ON CONFLICT (task, person) DO UPDATE SET state = 1",
            ("@task", answer.Task.Text), ("@person", answer.Person.Text));
        if (slot == Slot.OfRejected)
            db.Execute("UPDATE annotations SET rework_until = NULL WHERE id = @id", ("@id", lease.Annotation!.Value.Text));
        TaskProgress.Change(
            db, task, now,
            slots: slot == Slot.Free ? -1 : 0,
            accepted: state == AnnotationState.Accepted ? 1 : 0,
            pending: (state == AnnotationState.InReview ? 1 : 0) - (slot == Slot.OfRejected ? 1 : 0),
            newAnswers: 1,
            lastAccepted: state == AnnotationState.Accepted ? answer.Id : null);
        if (state != AnnotationState.Surplus && !isGold)
            answer.Labels.Add(db, answer.Task);
        if (state != AnnotationState.Surplus && isGold && answer.GoldScore is { } score)
            GoldScoring.Store(db, answer, score, now);
        db.Execute("DELETE FROM drafts WHERE task = @task AND person = @person", ("@task", answer.Task.Text), ("@person", answer.Person.Text));
        WorkStats.Submitted(db, answer.Project, answer.Person, answer.ActiveMs, state == AnnotationState.Accepted, now);
        AccessLog.Append(db, answer.Logged);
        return new Receipt(answer.Id, answer.ContentHash, state, Storable.Of(now), Exam: answer.GoldScore is null ? null : ExamScoring.Outcome(db, answer.Task, answer.Person, now));
    }

    private enum Slot
    {
        /// <summary>The task is full: the answer is surplus.</summary>
        None,

        /// <summary>The one that the lease holds, or a newer lease of the same person on the same task.</summary>
        OfLease,

        /// <summary>The lease had ended, but the task still has room.</summary>
        Free,

        /// <summary>The one that the rejected annotation keeps.</summary>
        OfRejected,
    }

    private static Outcome<Receipt>? FindStored(Session db, Answer answer, DateTimeOffset now)
    {
        var (project, task, person, hash, state, at) = db.First(
            "SELECT project, task, person, content_hash, state, created_at FROM annotations WHERE id = @id",
            row => (row.Id<ProjectKind>(0), row.Id<TaskKind>(1), row.Id<PersonKind>(2), row.Bytes(3), row.Enum<AnnotationState>(4), row.Time(5)), ("@id", answer.Id.Text));
        if (hash is null)
            return null;
        return project == answer.Project && task == answer.Task && person == answer.Person && hash.AsSpan().SequenceEqual(answer.HashKey)
            ? new Receipt(answer.Id, answer.ContentHash, state, at, Exam: answer.GoldScore is null ? null : ExamScoring.Outcome(db, answer.Task, answer.Person, now))
            : TaskProblems.IdTaken("annotation");
    }

    /// <returns>The slot that the answer takes, and the active lease that ends with it.</returns>
    private static (Slot, Lease?) FindSlot(Session db, Answer answer, Lease lease, TaskProgress task)
    {
        if (task.State == TaskState.Cancelled)
            return (Slot.None, null);
        if (lease.Kind == LeasePurpose.Rework)
        {
            var keepsSlot = db.Scalar<long>(
                "SELECT COUNT(*) FROM annotations WHERE id = @id AND rework_until IS NOT NULL", ("@id", lease.Annotation!.Value.Text)) > 0;
            if (keepsSlot)
                return (Slot.OfRejected, Lease.ActiveOn(db, answer.Task).Find(l => l.Annotation == lease.Annotation && l.Person == answer.Person));
        }
        else if (lease.State == LeaseState.Active)
            // A token that is not this lease's is a mixed-up client: kept, but not counted.
            return lease.Token == answer.Token ? (Slot.OfLease, lease) : (Slot.None, null);

        // He was too late, and may hold the task again by now: then this is the answer to that, and he need not give it twice.
        if (Lease.ActiveOn(db, answer.Task).Find(l => l.Person == answer.Person && l.Kind == LeasePurpose.Label) is { } newer)
            return (Slot.OfLease, newer);
        // In review, accepted, waiting for his rework, or fixed by a reviewer: he has had his say.
        var countsAlready = db.Scalar<long>(
            "SELECT COUNT(*) FROM annotations WHERE task = @task AND person = @person AND (state IN (0, 1, 3) OR rework_until IS NOT NULL)",
            ("@task", answer.Task.Text), ("@person", answer.Person.Text)) > 0;
        // Of a gold task everybody is asked.
        return ((task.FreeSlots > 0 || task.State == TaskState.Gold) && !countsAlready ? Slot.Free : Slot.None, null);
    }

    private static void Insert(Session db, Answer answer, Lease lease, AnnotationState state, long level, DateTimeOffset now) => db.Execute(
        """
        INSERT INTO annotations (id, project, task, person, lease, state, level, replaces, ontology_version, content_hash, content, active_ms, created_at)
        VALUES (@id, @project, @task, @person, @lease, @state, @level, @replaces, @version, @hash, @content, @active, @now)
        """,
        ("@id", answer.Id.Text), ("@project", answer.Project.Text), ("@task", answer.Task.Text), ("@person", answer.Person.Text), ("@lease", answer.Lease.Text),
        ("@state", (long)state), ("@level", level), ("@replaces", lease.Annotation?.Text),
        ("@version", (long)answer.OntologyVersion), ("@hash", answer.HashKey), ("@content", answer.Sealed), ("@active", answer.ActiveMs),
        ("@now", now.ToUnixTimeMilliseconds()));
}
