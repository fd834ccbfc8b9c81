namespace Cloison.Contracts;

/// <summary>An entry of an access log, with the names that it has in the log's bytes. Who stands in it as a pseudonym, which this one log gives.</summary>
/// <param name="V">Version of the format: 1.</param>
/// <param name="T">When: Unix time in milliseconds.</param>
/// <param name="Salt">16 random bytes, base64: nobody can guess an entry from its hash.</param>
/// <param name="Keyver">Which of the log's keys made the pseudonyms.</param>
/// <param name="Object">The id of what it is about; a person's is a pseudonym.</param>
/// <param name="Req">Which request of the server.</param>
public sealed record AccessEntry(
    int V, string Type, long T, string Salt, int? Keyver = null, string? Actor = null, string? Session = null, string? Role = null, string? Project = null,
    string? Object = null, string? Purpose = null, string? Rule = null, string? Decision = null, long? Bytes = null, string? Req = null);

public enum LogState
{
    Ready,

    /// <summary>The database is older than what was signed, as after a restore of an old backup: nothing is signed, no content is served.</summary>
    Rollback,
}

/// <summary>A compartment's access log at a glance.</summary>
/// <param name="Key">The public key that its checkpoints are checked with: <c>name+id+key</c>.</param>
/// <param name="Size">Entries that the newest checkpoint has.</param>
/// <param name="Root">Of the newest checkpoint, base64.</param>
/// <param name="SecondKey">The public key of a second signature, with ML-DSA-44, where the server has it.</param>
/// <param name="Breaks">Logs that this one took the place of, the first one first.</param>
public sealed record LogSummary(
    string Origin, string Key, LogState State, long Size, string? Root, DateTimeOffset? SignedAt, IReadOnlyList<WitnessSummary> Witnesses, IReadOnlyList<LogBreakSummary> Breaks,
    string? SecondKey = null);

/// <summary>A log that was closed by the operator because its database had been put back from a backup: entries that it had signed are gone.</summary>
/// <param name="Number">From 1 on.</param>
/// <param name="Size">Entries of the last checkpoint that it signed.</param>
/// <param name="Root">Of that checkpoint, base64.</param>
/// <param name="Kept">Entries that were left.</param>
/// <param name="Missing">Entries that were signed and are gone; 0 when there are as many as before, but other ones.</param>
/// <param name="NextOrigin">The log that takes its place.</param>
/// <param name="NextKey">That log's public key: <c>name+id+key</c>.</param>
/// <param name="Reason">In the operator's words.</param>
/// <param name="AcknowledgedAt">When an administrator of the customer said that he has read it.</param>
public sealed record LogBreakSummary(
    int Number, string Origin, string Key, long Size, string Root, long Kept, long Missing, string NextOrigin, string NextKey, DateTimeOffset At, string Reason, DateTimeOffset? AcknowledgedAt);

/// <summary>Somebody who cosigns the log's checkpoints.</summary>
/// <param name="Id">The first 16 hexadecimal digits of the SHA-256 of his public key's text.</param>
/// <param name="Size">Entries of the checkpoint that he cosigned last.</param>
/// <param name="Problem">Why the last attempt came to nothing: <c>unreachable</c>, <c>unknown_log</c>, <c>refused</c>, <c>inconsistent</c>, <c>bad_signature</c>.</param>
public sealed record WitnessSummary(string Id, string Url, string Key, long Size, DateTimeOffset? CosignedAt, string? Problem);

/// <param name="Url">Where <c>add-checkpoint</c> is asked for.</param>
/// <param name="Key">The witness's public key: <c>name+id+key</c>.</param>
public sealed record NewWitness(string Url, string Key);

/// <summary>An entry as a page shows it: people of the customer by name.</summary>
/// <param name="Actor">The pseudonym.</param>
/// <param name="Person">Absent when it is nobody who is or was a member.</param>
/// <param name="ObjectPerson">Whom it is about, when it is about a person.</param>
public sealed record LoggedEntry(
    long Index, DateTimeOffset At, string Type, string? Actor, PersonId? Person, string? Name, string? Session, string? Role, ProjectId? Project, string? Object,
    PersonId? ObjectPerson, string? ObjectName, string? Purpose, string? Rule, string? Decision, long? Bytes);

/// <summary>Newest first. <paramref name="Next"/> goes into <c>?before=</c> for the page after; absent on the last.</summary>
public sealed record LogPage(IReadOnlyList<LoggedEntry> Items, long? Next = null);

/// <summary>Who is behind a pseudonym of the log.</summary>
public sealed record LogPerson(string Pseudonym, PersonId Person, string Name);

/// <summary>Where a compartment's checkpoint is in the log of logs, which everybody sees: SHA-256(salt ‖ checkpoint) is entry <paramref name="Index"/> there.</summary>
/// <param name="Checkpoint">The signed note that was committed to.</param>
/// <param name="Salt">Base64.</param>
/// <param name="Proof">A <c>.tlog-proof</c> of the log of logs.</param>
/// <param name="Key">The log of logs' public key.</param>
/// <param name="SecondKey">The public key of its second signature, with ML-DSA-44, where the server has it.</param>
public sealed record LogAnchor(string Checkpoint, string Salt, long Index, string Proof, string Key, DateTimeOffset At, string? SecondKey = null);
