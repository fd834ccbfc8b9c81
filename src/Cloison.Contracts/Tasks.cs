using System.Text.Json;
using Cloison.Domain.Annotations;
using Cloison.Domain.Tasks;

namespace Cloison.Contracts;

/// <param name="Name">The external id or the file's name.</param>
/// <param name="Thumbnail">The asset to draw in the list.</param>
public sealed record TaskSummary(
    TaskId Id,
    string Name,
    BatchId? Batch,
    TaskState State,
    int Priority,
    int Answers,
    int Overlap,
    AssetId? Thumbnail,
    string? Excerpt,
    IReadOnlyList<string> Labels,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt);

/// <summary>Everything about one task.</summary>
public sealed record TaskDetail(
    TaskId Id,
    ProjectId Project,
    string Name,
    BatchId? Batch,
    TaskState State,
    int Priority,
    int Overlap,
    TaskData Data,
    IReadOnlyList<AnnotationDetail> Annotations,
    IReadOnlyList<PredictionDetail> Predictions,
    AnnotationContent? Gold,
    TaskResult? Result,
    IReadOnlyList<CommentDetail> Comments,
    IReadOnlyList<TaskEvent> History,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt);

/// <param name="Agreement">0 to 1: how much the accepted answers agree; absent with one answer.</param>
public sealed record TaskResult(AnnotationContent Content, double? Agreement, DateTimeOffset At);

public sealed record AnnotationDetail(
    AnnotationId Id,
    PersonId Person,
    string PersonName,
    AnnotationState State,
    AnnotationId? Replaces,
    int OntologyVersion,
    AnnotationContent Content,
    IReadOnlyList<ReviewDetail> Reviews,
    double ActiveSeconds,
    DateTimeOffset CreatedAt);

public sealed record ReviewDetail(ReviewId Id, PersonId Person, string PersonName, int Level, Verdict Verdict, string? Comment, DateTimeOffset CreatedAt);

public sealed record PredictionDetail(string Model, AnnotationContent Content);

/// <param name="X">Pixels of the upright image, when pinned to a place.</param>
public sealed record CommentDetail(
    CommentId Id, PersonId Person, string PersonName, string Text, AnnotationId? Annotation, string? Region, double? X, double? Y, bool Resolved, DateTimeOffset CreatedAt);

public sealed record NewComment(CommentId Id, string Text, AnnotationId? Annotation = null, string? Region = null, double? X = null, double? Y = null);

public sealed record UpdateComment(bool Resolved);

/// <param name="Kind">created, claimed, submitted, skipped, released, expired, accepted, rejected, fixed, surplus, cancelled, reopened, commented, reprioritised.</param>
public sealed record TaskEvent(DateTimeOffset At, string Kind, PersonId? Person, string? PersonName, string? Detail);

/// <param name="Priority">0 to 100; higher first.</param>
public sealed record UpdateTask(int? Priority = null, bool? Cancelled = null);

/// <param name="Have">The leases that the client already holds, so that it is given another one (or, after a reload, these again).</param>
public sealed record Claim(IReadOnlyList<LeaseId>? Have = null);

/// <param name="Token">Fencing token: grows with every lease of the task; goes with the submit.</param>
public sealed record LeaseTicket(LeaseId Id, long Token, LeasePurpose Kind, DateTimeOffset ExpiresAt, int LeaseSeconds);

/// <summary>A task to work on, with all that the screen needs.</summary>
/// <param name="Draft">What this person had, autosaved.</param>
/// <param name="Rejected">On rework: the annotation that came back, with what the reviewers said.</param>
/// <param name="Watermark">To be shown across the task: who looks, when, and for whom. Absent: no mark is wanted.</param>
/// <param name="Purpose">That it is training or a question of the exam. Absent: work, with hidden gold among it.</param>
public sealed record ClaimedTask(
    LeaseTicket Lease,
    TaskId Task,
    string Name,
    TaskData Data,
    int OntologyVersion,
    IReadOnlyList<PredictionDetail> Predictions,
    Draft? Draft,
    AnnotationDetail? Rejected,
    IReadOnlyList<CommentDetail> Comments,
    string? Watermark = null,
    GoldPurpose? Purpose = null,
    ExamProgress? Exam = null);

/// <param name="Question">1 is the first.</param>
public sealed record ExamProgress(int Question, int Questions);

/// <param name="Version">Grows with every save by the client; an older one never replaces a newer.</param>
public sealed record Draft(long Version, JsonElement Content);

public sealed record SavedDraft(long Version);

public sealed record Heartbeat(long Token);

/// <param name="Reason">1 to 500 characters.</param>
public sealed record SkipTask(long Token, string Reason);

public sealed record ReleaseTask(long Token);

public sealed record LeaseExtended(DateTimeOffset ExpiresAt);

/// <summary>
/// A finished answer. <paramref name="Id"/> is made by the client, so that sending again is safe: the same id and content give the same
/// receipt, the same id with other content is a 409.
/// </summary>
/// <param name="ContentHash">SHA-256 of the UTF-8 bytes of the JSON text of <paramref name="Content"/> exactly as sent, in lower-case hex.</param>
/// <param name="Content">An <see cref="AnnotationContent"/>.</param>
/// <param name="ActiveSeconds">Time with the page visible and input within the last 60 s.</param>
public sealed record SubmitAnnotation(
    AnnotationId Id, TaskId Task, LeaseId Lease, long Token, int OntologyVersion, string ContentHash, JsonElement Content, double ActiveSeconds = 0);

/// <summary>Says that the annotation is durably stored.</summary>
/// <param name="State">Surplus when the lease had ended and the task was full: kept all the same.</param>
/// <param name="Training">After a training task: what would have been right.</param>
/// <param name="Exam">After the last question of an exam: how it went.</param>
public sealed record Receipt(
    AnnotationId Annotation, string ContentHash, AnnotationState State, DateTimeOffset At, TrainingFeedback? Training = null, ExamOutcome? Exam = null);

/// <param name="Score">Mean of the questions, 0 to 1; which were right is not said.</param>
/// <param name="PassMark">Absent when the exam was taken away meanwhile.</param>
/// <param name="NotBefore">When the next try may begin, if he has to wait.</param>
public sealed record ExamOutcome(bool Passed, double Score, double? PassMark, DateTimeOffset? NotBefore, int TriesLeft);

/// <param name="Score">0 to 1.</param>
/// <param name="Passed">Whether that is enough in this project.</param>
public sealed record TrainingFeedback(double Score, bool Passed, AnnotationContent Right, string? Explanation);

/// <summary>An annotation to judge.</summary>
/// <param name="Others">The accepted or waiting answers of other people to the same task.</param>
/// <param name="Consensus">What the answers together say, when there are several.</param>
public sealed record ClaimedReview(
    LeaseTicket Lease,
    TaskId Task,
    string Name,
    TaskData Data,
    int Level,
    AnnotationDetail Annotation,
    IReadOnlyList<AnnotationDetail> Others,
    TaskResult? Consensus,
    IReadOnlyList<CommentDetail> Comments,
    string? Watermark = null);

/// <param name="Id">Made by the client: sending again is safe.</param>
/// <param name="Comment">Required on reject; 1 to 5,000 characters.</param>
/// <param name="Fix">Required on fix: the reviewer's own version, an <see cref="AnnotationContent"/>.</param>
public sealed record SubmitReview(
    ReviewId Id, AnnotationId Annotation, LeaseId Lease, long Token, Verdict Verdict, string? Comment = null, JsonElement? Fix = null, double ActiveSeconds = 0);

public sealed record ReviewReceipt(ReviewId Review, Verdict Verdict, DateTimeOffset At);

/// <summary>A project with something to do for the caller.</summary>
/// <param name="NeedsExam">He is given the exam before anything else, or has to wait for it.</param>
/// <param name="Audits">Open acceptances with drawn tasks that he may judge.</param>
public sealed record WorkSummary(
    ProjectId Project, string Name, bool CanLabel, bool CanReview, long WaitingTasks, long WaitingReviews, long Rework, bool NeedsExam, IReadOnlyList<WaitingAudit> Audits);

/// <param name="Acceptance">Its number.</param>
/// <param name="Tasks">Drawn, not looked at, and not of his own work.</param>
public sealed record WaitingAudit(int Acceptance, long Tasks);

public sealed record RecentAnnotation(AnnotationId Id, TaskId Task, string TaskName, AnnotationState State, DateTimeOffset CreatedAt);
