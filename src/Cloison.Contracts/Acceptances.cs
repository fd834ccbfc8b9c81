using Cloison.Domain.Annotations;
using Cloison.Domain.Tasks;

namespace Cloison.Contracts;

/// <summary>What an acceptance has to achieve.</summary>
/// <param name="Batch">Absent: all of the project.</param>
/// <param name="RejectableErrorRate">A batch with this share of wrong tasks passes with at most the consumer's risk. 0.001 to 0.5.</param>
/// <param name="AcceptableErrorRate">A batch with this share is refused with at most the producer's risk; at most three quarters of the rejectable rate. Absent: nothing is asked.</param>
/// <param name="ConsumerRisk">0.001 to 0.5.</param>
/// <param name="ProducerRisk">0.001 to 0.5.</param>
/// <param name="Confidence">Of the bounds that are stated, 0.5 to 0.999.</param>
/// <param name="WrongFrom">A task is wrong when its heaviest error weighs so much, above 0, at most 1.</param>
/// <param name="Kinds">Only errors of these kinds are looked for: <c>class:Car</c>, <c>relation:part_of</c>, <c>field:mood</c>. Absent: of all.</param>
public sealed record NewAcceptance(
    double RejectableErrorRate, BatchId? Batch = null, double? AcceptableErrorRate = null, double ConsumerRisk = 0.1, double ProducerRisk = 0.05, double Confidence = 0.95,
    double WrongFrom = 1, IReadOnlyList<string>? Kinds = null);

/// <param name="Chance">That a batch with this share of wrong tasks is accepted, 0 to 1.</param>
public sealed record PassChance(double ErrorRate, double Chance);

/// <param name="Tasks">Finished tasks of the batch.</param>
/// <param name="SampleSize">So many are looked at.</param>
/// <param name="MostWrong">The batch is accepted with at most so many wrong.</param>
/// <param name="Chances">The operating characteristic, by error rate.</param>
public sealed record AcceptancePlan(int Tasks, int SampleSize, int MostWrong, IReadOnlyList<PassChance> Chances);

/// <summary>Stored by number: new ones go to the end.</summary>
public enum AcceptanceState
{
    /// <summary>Not every drawn task is looked at, and those that are do not decide it.</summary>
    Open,

    /// <summary>Every drawn task is looked at, and at most as many are wrong as the plan allows.</summary>
    Accepted,

    /// <summary>More are wrong.</summary>
    Refused,
    Withdrawn,
}

/// <summary>How far the audit is, without content.</summary>
/// <param name="Audited">Drawn tasks that count: looked at, and not changed since.</param>
/// <param name="Stale">Looked at, but changed since: to be audited again.</param>
/// <param name="Repaired">Found wrong, then changed, and audited again.</param>
public sealed record AcceptanceProgress(AcceptanceState State, int SampleSize, int MostWrong, int Audited, int Wrong, int Stale, int Repaired);

/// <param name="Name">The batch's, or the project's.</param>
/// <param name="CertifiedAt">From then on nothing is changed.</param>
public sealed record AcceptanceSummary(
    int Number, BatchId? Batch, string Name, int Tasks, AcceptanceProgress Progress, DateTimeOffset DrawnAt, DateTimeOffset? CertifiedAt);

/// <summary>How wrong one kind of annotation is: rates are 0 to 1 and of audited tasks that hold the kind.</summary>
/// <param name="UpperRate">The true rate is not above, with the demanded confidence, each kind by itself.</param>
public sealed record KindErrors(string Kind, int Audited, int Wrong, double Rate, double UpperRate, double WeightedRate, double UpperWeightedRate);

/// <summary>What stands in the way of a drawn task, and what was found of it.</summary>
public enum DrawnTaskState
{
    Waiting,
    Right,
    Wrong,

    /// <summary>Its result has changed since it was audited: it does not count until it is audited again.</summary>
    Stale,
}

/// <param name="Stratum">What the sample is spread by: annotators, under a hash of their ids; empty where several answered.</param>
/// <param name="Changes">How often its result was another one than before when it was audited.</param>
/// <param name="Digest">SHA-256 of the result that counts, in hex: of its content as JSON, as the API gives it.</param>
public sealed record DrawnTask(
    TaskId Task, string Name, string Stratum, DrawnTaskState State, int Changes, string Digest, IReadOnlyList<AuditError> Errors, PersonId? AuditedBy, string? AuditedByName, DateTimeOffset? AuditedAt);

/// <param name="Seed">Of the draw, a number up to 2^64: with the list of tasks anybody can draw the same sample.</param>
/// <param name="Rate">Of audited tasks, how many are wrong.</param>
/// <param name="UpperRate">The share of wrong tasks in the batch is not above, with the demanded confidence.</param>
public sealed record AcceptanceDetail(
    AcceptanceSummary Summary, NewAcceptance Demand, string Seed, IReadOnlyList<PassChance> Chances, double Rate, double UpperRate, double WeightedRate, double UpperWeightedRate,
    IReadOnlyList<KindErrors> Kinds, IReadOnlyList<DrawnTask> Sample);

/// <summary>What a sample was drawn from.</summary>
/// <param name="Text">A line a task: its id, a blank, its stratum. In the order of ids.</param>
/// <param name="Hash">SHA-256 of the text, in hex, as the certificate has it.</param>
public sealed record AcceptanceLot(string Text, string Hash);

/// <summary>What the caller has to audit next.</summary>
/// <param name="Tasks">The next 20 at most.</param>
/// <param name="Waiting">How many wait for him.</param>
/// <param name="NotYours">How many wait that he may not audit, because he answered, reviewed or decided them.</param>
public sealed record AuditQueue(IReadOnlyList<TaskId> Tasks, int Waiting, int NotYours, AcceptanceProgress Progress);

/// <summary>A drawn task as it is audited.</summary>
/// <param name="Digest">Goes with the finding: of another result it is refused.</param>
/// <param name="Kinds">Those that the result holds.</param>
/// <param name="OtherKinds">Those that may be missing from it.</param>
/// <param name="IsChanged">The result is another one than when the task was drawn, or last audited.</param>
/// <param name="Errors">What was found last; absent before.</param>
public sealed record AuditedTask(
    TaskId Task, string Name, TaskData Data, AnnotationContent Result, int OntologyVersion, string Digest, IReadOnlyList<string> Kinds, IReadOnlyList<string> OtherKinds, bool IsChanged,
    IReadOnlyList<AuditError>? Errors);

/// <param name="Weight">How bad, above 0, at most 1.</param>
/// <param name="Note">Up to 500 characters.</param>
public sealed record AuditError(string Kind, double Weight = 1, string? Note = null);

/// <param name="Digest">Of the result that was looked at.</param>
/// <param name="Errors">At most 20, one a kind; none: the task is right.</param>
public sealed record AuditFinding(string Digest, IReadOnlyList<AuditError> Errors);

/// <param name="Index">The place of its entry in your access log.</param>
/// <param name="Hash">SHA-256 of the note, in hex: what the entry holds.</param>
/// <param name="Key">What it is verified with.</param>
/// <param name="Note">The signed note, as it is to be kept.</param>
public sealed record CertifiedAcceptance(DateTimeOffset At, long Index, string Hash, string Key, string Note);
