using System.Text.Json.Serialization;

namespace Cloison.Contracts;

/// <summary>Who holds the key above all of a customer's keys.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(InstallationCustodian), "installation")]
[JsonDerivedType(typeof(AwsKmsCustodian), "aws_kms")]
[JsonDerivedType(typeof(AgentCustodian), "agent")]
public abstract record Custodian
{
    private protected Custodian()
    {
    }
}

/// <summary>The host: a file or an environment variable of the server.</summary>
public sealed record InstallationCustodian : Custodian;

/// <param name="KeyId">The ARN of a symmetric key.</param>
/// <param name="AccessKeyId">Absent: the credentials of the server's machine.</param>
/// <param name="SecretAccessKey">Never in a reply.</param>
public sealed record AwsKmsCustodian(string KeyId, string Region, string? AccessKeyId = null, string? SecretAccessKey = null) : Custodian;

/// <summary>A <c>cloison keyagent</c> that the customer runs.</summary>
/// <param name="Address">Such as <c>https://keys.example</c>.</param>
/// <param name="PublicKey">As <c>cloison keyagent init</c> shows it: base64 of 32 bytes.</param>
public sealed record AgentCustodian(string Address, string PublicKey) : Custodian;

public enum CustodyState
{
    Available,

    /// <summary>The custodian did not answer the last time. Not a revocation.</summary>
    Unreachable,

    /// <summary>The customer has taken the keys back: nobody reads anything.</summary>
    Revoked,
}

/// <param name="RevokedBy"><c>customer</c> or <c>agent</c>.</param>
/// <param name="Detail">Why the custodian was of no use the last time.</param>
/// <param name="TtlSeconds">How long the root stays in the server's memory before the custodian is asked again.</param>
/// <param name="Background">Jobs may ask for the root when nobody is signed in.</param>
/// <param name="UnlockedUntil">When this server drops what it has, if the custodian gives no more; absent: it has nothing, or always has it.</param>
/// <param name="ServerKey">What a key agent knows this server by.</param>
public sealed record CustodySummary(
    CustomerId Customer,
    Custodian Custodian,
    CustodyState State,
    DateTimeOffset Since,
    string? RevokedBy,
    string? Detail,
    int TtlSeconds,
    bool Background,
    DateTimeOffset? UnlockedUntil,
    string ServerKey,
    IReadOnlyList<KeyInRing> Keys);

/// <param name="Purpose"><c>root</c>, <c>compartment</c> or <c>project</c>.</param>
/// <param name="State"><c>pending</c>, <c>active</c>, <c>decrypt_only</c>, <c>revoked</c> or <c>destroyed</c>.</param>
/// <param name="CheckValue">16 hex digits that tell keys apart and reveal nothing of them.</param>
public sealed record KeyInRing(long Number, ProjectId? Project, string Purpose, string State, string CheckValue, DateTimeOffset CreatedAt);

/// <param name="TtlSeconds">0 to 900; 0: the custodian is asked at each request.</param>
public sealed record ChangeCustody(Custodian Custodian, int TtlSeconds = 300, bool Background = false);

/// <param name="Project">Absent: the whole compartment.</param>
public sealed record CustodyScope(ProjectId? Project = null);

public enum RotationLevel
{
    /// <summary>The custodian wraps the root anew. Done at once.</summary>
    Custodian,

    /// <summary>The key of what belongs to no project.</summary>
    Compartment,

    /// <summary>A project's data key: everything is sealed anew in the background, then the old key is destroyed.</summary>
    Project,
}

public enum RotationState
{
    /// <summary>The new key is known; nothing is sealed with it yet.</summary>
    Preparing,

    /// <summary>What the old key sealed is being sealed anew.</summary>
    Running,

    /// <summary>All is sealed anew; what was under way before still ends with the old key.</summary>
    Draining,

    /// <summary>The old key is destroyed.</summary>
    Done,

    /// <summary>Some values do not open; the old key is kept for them.</summary>
    Failed,
}

/// <param name="Project">For <see cref="RotationLevel.Project"/>.</param>
public sealed record NewRotation(RotationLevel Level, ProjectId? Project = null);

/// <param name="Done">Values sealed anew.</param>
/// <param name="Total">As counted at the beginning.</param>
/// <param name="Broken">Values that do not open.</param>
public sealed record RotationSummary(
    RotationId Id, RotationLevel Level, ProjectId? Project, RotationState State, long NewKey, long Done, long Total, long Broken, DateTimeOffset CreatedAt, DateTimeOffset? FinishedAt);
