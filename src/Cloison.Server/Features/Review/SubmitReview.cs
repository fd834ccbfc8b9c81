using Cloison.Contracts;
using Cloison.Domain;
using Cloison.Domain.Annotations;
using Cloison.Domain.Ids;
using Cloison.Domain.Tasks;
using Cloison.Inference.Skill;
using Cloison.Server.Features.Projects;
using Cloison.Server.Features.Quality;
using Cloison.Server.Features.Tasks;
using Cloison.Server.Features.Work;
using Cloison.Server.Platform;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.AccessLogs;
using Cloison.Server.Platform.Http;
using Cloison.Storage.Compartments;
using Cloison.Storage.Databases;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Review;

/// <summary>Stores a verdict. Safe to send again: the client made the id.</summary>
internal static class SubmitReview
{
    /// <summary>How long a rejected annotation keeps its place for its author; then anybody may answer the task.</summary>
    public static readonly TimeSpan ReworkTime = TimeSpan.FromHours(72);

    public static async Task<Results<Ok<ReviewReceipt>, ProblemHttpResult>> HandleAsync(
        ProjectId project, Contracts.SubmitReview request, Caller caller, Compartment compartment, AccessLog log, Ontologies ontologies, TimeProvider clock, CancellationToken ct)
    {
        var comment = request.Comment?.Trim();
        if (comment is { Length: > AddComment.MaxLength } || (request.Verdict == Verdict.Reject && string.IsNullOrEmpty(comment)))
            return CommonProblems.Invalid("comment", $"A rejection says why; a comment has at most {AddComment.MaxLength} characters.").ToHttp();
        if (request.Fix is null == (request.Verdict == Verdict.Fix))
            return CommonProblems.Invalid("fix", "A fix goes with the verdict 'fix', and with no other.").ToHttp();
        var target = await compartment.Database.ReadAsync(
            db => db.First(
                """
                SELECT a.task, a.ontology_version, a.content FROM leases l JOIN annotations a ON a.id = l.annotation
                WHERE l.id = @lease AND l.person = @person AND l.project = @project AND l.kind = 1 AND a.id = @id
                """,
                row => new Target(row.Id<TaskKind>(0), row.Int(1), row.Bytes(2)),
                ("@lease", request.Lease.Text), ("@person", caller.Person.Text), ("@project", project.Text), ("@id", request.Annotation.Text)),
            ct);
        if (target is null)
            return CommonProblems.NotFound.ToHttp();
        Fix? fix = null;
        if (request.Fix is { } json)
        {
            var read = SubmittedContent.Read(json);
            var content = read.Succeeded ? await read.Value.CheckAsync(compartment, project, request.Lease, target.Task, caller.Person, target.OntologyVersion, ontologies, ct) : read.Problem;
            if (!content.Succeeded)
                return content.Problem.ToHttp();
            fix = Fix.Prepare(compartment, project, request.Id, content.Value);
        }

        var sealer = compartment.Sealer(project);
        var judgement = new Judgement(
            request.Id, project, target.Task, request.Annotation, caller.Person, request.Lease, request.Token, request.Verdict,
            string.IsNullOrEmpty(comment) ? null : sealer.SealText(Seals.ReviewComment(request.Id), comment),
            compartment.Keys.Index.Of("reviews.content", $"{request.Annotation}\n{request.Verdict}\n{comment}\n{fix?.Hash}"), fix,
            LabelTally.Of(compartment, project, sealer.OpenJson<AnnotationContent>(Seals.Annotation(request.Annotation), target.Content)),
            target.OntologyVersion, (long)(Math.Clamp(request.ActiveSeconds, 0, 86_400) * 1000),
            log.Prepare(LogEntry.By(caller, LogTypes.Review, project, target.Task.Text, decision: request.Verdict.ToString().ToLowerInvariant())));
        var now = clock.GetUtcNow();
        return (await compartment.Database.WriteAsync(db => Store(db, log, judgement, now), CancellationToken.None)).ToHttp();
    }

    private sealed record Target(TaskId Task, int OntologyVersion, byte[] Content);

    /// <summary>The reviewer's own version, sealed. Its id is made of the review's: sent again, it is the same.</summary>
    internal sealed record Fix(AnnotationId Id, string Hash, byte[] HashKey, byte[] Sealed, LabelTally Labels)
    {
        public static Fix Prepare(Compartment compartment, ProjectId project, ReviewId review, SubmittedContent content)
        {
            var id = AnnotationId.Parse(AnnotationKind.Prefix + review.Text[ReviewKind.Prefix.Length..]);
            return new(
                id, content.Hash, compartment.Keys.Index.Of("annotations.content", content.Hash), compartment.Sealer(project).Seal(Seals.Annotation(id), content.Utf8),
                LabelTally.Of(compartment, project, content.Content));
        }
    }

    internal sealed record Judgement(
        ReviewId Id, ProjectId Project, TaskId Task, AnnotationId Annotation, PersonId Person, LeaseId Lease, long Token, Verdict Verdict,
        byte[]? Comment, byte[] HashKey, Fix? Fix, LabelTally Labels, int OntologyVersion, long ActiveMs,
        PreparedEntry Logged);

    internal static Outcome<ReviewReceipt> Store(Session db, AccessLog log, Judgement judgement, DateTimeOffset now)
    {
        if (FindStored(db, judgement) is { } stored)
            return stored;
        if (Lease.Read(db, judgement.Project, judgement.Lease) is not { Kind: LeasePurpose.Review } lease
            || lease.Person != judgement.Person || lease.Annotation != judgement.Annotation)
            return CommonProblems.NotFound;
        var (state, level, author) = db.First(
            "SELECT state, level, person FROM annotations WHERE id = @id",
            row => (row.Enum<AnnotationState>(0), row.Int(1), row.Id<PersonKind>(2)), ("@id", judgement.Annotation.Text));
        // A lease that ran out does not void the verdict, unless somebody else has given his meanwhile.
        if (state != AnnotationState.InReview || level != lease.Level)
            return TaskProblems.ReviewSettled;
        // The fix takes its id from the review; somebody may have made an annotation of just that id.
        if (judgement.Fix is { } wanted && db.Scalar<long>("SELECT COUNT(*) FROM annotations WHERE id = @id", ("@id", wanted.Id.Text)) > 0)
            return TaskProblems.IdTaken("review");

        Insert(db, judgement, level, now);
        lease.End(db, LeaseState.Submitted, now);
        // When this lease had run out, somebody else may hold the annotation: there is nothing left for him to judge.
        foreach (var other in Lease.ActiveOn(db, judgement.Task).Where(l => l.Kind == LeasePurpose.Review && l.Annotation == judgement.Annotation && l.Id != lease.Id))
        {
            other.End(db, LeaseState.Revoked, now);
            AccessLog.Append(db, log.Prepare(other.LoggedEnd(LeaseWords.Revoked)));
        }

        var levels = WorkProject.Read(db, judgement.Project)!.ReviewLevels;
        switch (judgement.Verdict)
        {
            case Verdict.Accept when level < levels:
                db.Execute("UPDATE annotations SET level = level + 1 WHERE id = @id", ("@id", judgement.Annotation.Text));
                break;
            case Verdict.Accept:
                Accept(db, judgement, judgement.Annotation, author, now);
                break;
            case Verdict.Reject:
                Reject(db, judgement, author, now);
                break;
            case Verdict.Fix:
                Replace(db, judgement, judgement.Fix!, level, levels, now);
                break;
        }

        // What a reviewer had to put right was half right; at the last level only, so that each answer counts once.
        if (judgement.Verdict != Verdict.Accept || level >= levels)
            SkillLedger.Add(db, judgement.Project, author, new ReviewEvidence(now, judgement.Verdict switch { Verdict.Accept => 1, Verdict.Fix => 0.5, _ => 0 }), now);
        WorkStats.Add(db, judgement.Project, judgement.Person, now, reviews: 1, activeMs: judgement.ActiveMs);
        AccessLog.Append(db, judgement.Logged);
        return new ReviewReceipt(judgement.Id, judgement.Verdict, Storable.Of(now));
    }

    private static Outcome<ReviewReceipt>? FindStored(Session db, Judgement judgement)
    {
        var (person, hash, verdict, at) = db.First(
            "SELECT person, content_hash, verdict, created_at FROM reviews WHERE id = @id",
            row => (row.Id<PersonKind>(0), row.Bytes(1), row.Enum<Verdict>(2), row.Time(3)), ("@id", judgement.Id.Text));
        if (hash is null)
            return null;
        return person == judgement.Person && hash.AsSpan().SequenceEqual(judgement.HashKey)
            ? new ReviewReceipt(judgement.Id, verdict, at)
            : TaskProblems.IdTaken("review");
    }

    private static void Accept(Session db, Judgement judgement, AnnotationId annotation, PersonId author, DateTimeOffset now)
    {
        db.Execute("UPDATE annotations SET state = 1 WHERE id = @id", ("@id", annotation.Text));
        TaskProgress.Change(db, TaskProgress.Read(db, judgement.Project, judgement.Task)!, now, accepted: 1, pending: -1, lastAccepted: annotation);
        WorkStats.Add(db, judgement.Project, author, now, accepted: 1);
    }

    private static void Reject(Session db, Judgement judgement, PersonId author, DateTimeOffset now)
    {
        // It stays pending: the slot is kept for its author.
        db.Execute(
            "UPDATE annotations SET state = @state, rework_until = @until WHERE id = @id",
            ("@state", (long)AnnotationState.Rejected), ("@until", (now + ReworkTime).ToUnixTimeMilliseconds()), ("@id", judgement.Annotation.Text));
        judgement.Labels.Remove(db, judgement.Task);
        WorkStats.Add(db, judgement.Project, author, now, rejected: 1);
    }

    private static void Replace(Session db, Judgement judgement, Fix fix, int level, int levels, DateTimeOffset now)
    {
        var isFinal = level >= levels;
        db.Execute("UPDATE annotations SET state = @state WHERE id = @id", ("@state", (long)AnnotationState.Superseded), ("@id", judgement.Annotation.Text));
        db.Execute(
            """
            INSERT INTO annotations (id, project, task, person, lease, state, level, replaces, ontology_version, content_hash, content, active_ms, created_at)
            VALUES (@id, @project, @task, @person, @lease, @state, @level, @replaces, @version, @hash, @content, @active, @now)
            """,
            ("@id", fix.Id.Text), ("@project", judgement.Project.Text), ("@task", judgement.Task.Text), ("@person", judgement.Person.Text), ("@lease", judgement.Lease.Text),
            ("@state", (long)(isFinal ? AnnotationState.Accepted : AnnotationState.InReview)), ("@level", (long)(isFinal ? level : level + 1)),
            ("@replaces", judgement.Annotation.Text), ("@version", (long)judgement.OntologyVersion), ("@hash", fix.HashKey), ("@content", fix.Sealed),
            ("@active", judgement.ActiveMs), ("@now", now.ToUnixTimeMilliseconds()));
        judgement.Labels.Remove(db, judgement.Task);
        fix.Labels.Add(db, judgement.Task);
        if (isFinal)
            TaskProgress.Change(db, TaskProgress.Read(db, judgement.Project, judgement.Task)!, now, accepted: 1, pending: -1, lastAccepted: fix.Id);
    }

    private static void Insert(Session db, Judgement judgement, int level, DateTimeOffset now) => db.Execute(
        """
        INSERT INTO reviews (id, project, task, annotation, person, level, verdict, comment, content_hash, fix, active_ms, created_at)
        VALUES (@id, @project, @task, @annotation, @person, @level, @verdict, @comment, @hash, @fix, @active, @now)
        """,
        ("@id", judgement.Id.Text), ("@project", judgement.Project.Text), ("@task", judgement.Task.Text), ("@annotation", judgement.Annotation.Text),
        ("@person", judgement.Person.Text), ("@level", (long)level), ("@verdict", (long)judgement.Verdict), ("@comment", judgement.Comment),
        ("@hash", judgement.HashKey), ("@fix", judgement.Fix?.Id.Text), ("@active", judgement.ActiveMs), ("@now", now.ToUnixTimeMilliseconds()));
}
