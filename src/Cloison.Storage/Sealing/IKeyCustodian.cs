namespace Cloison.Storage.Sealing;

/// <summary>
/// Who keeps the key above the compartments' roots: a file, the environment, a key management service, or the customer's own agent.
/// </summary>
/// <remarks>
/// Both calls fail with <see cref="KeyCustodyException"/> only. There is no fallback from one custodian to another: a customer who
/// holds his own key must be able to rely on it.
/// </remarks>
public interface IKeyCustodian
{
    /// <summary>Wraps a root key of 32 bytes, bound to its context.</summary>
    ValueTask<byte[]> WrapAsync(ReadOnlyMemory<byte> key, CustodyContext context, CancellationToken ct);

    /// <summary>Unwraps into <paramref name="key"/>, 32 bytes that the caller pins and zeroes: the custodian must leave no copy.</summary>
    ValueTask UnwrapAsync(ReadOnlyMemory<byte> wrapped, CustodyContext context, Memory<byte> key, CancellationToken ct);
}

/// <summary>What a wrapped root is bound to. Not secret: a key management service shows it in its log.</summary>
/// <param name="Why">Who needs the root, and what for; not part of what it is bound to. Null: the server itself.</param>
public sealed record CustodyContext(CompartmentName Compartment, uint KeyNumber, UnwrapPurpose? Why = null);

/// <summary>Who needs a root, and what for: what a customer's own custodian decides by.</summary>
/// <param name="Reason">A word, such as <c>label</c>, <c>export</c> or <c>background</c>.</param>
/// <param name="Person">Null when nobody is there, as for a job.</param>
public sealed record UnwrapPurpose(string Reason, PersonId? Person = null, SessionId? Session = null, ProjectId? Project = null);

/// <summary>Why a custodian did not give or take a key.</summary>
public enum CustodyFailure
{
    /// <summary>There is no root key where it should be.</summary>
    Missing,

    /// <summary>A root key is already there and is not overwritten.</summary>
    AlreadyThere,

    /// <summary>The root key is cut off or altered.</summary>
    Corrupt,

    /// <summary>Others on the machine may read the root key.</summary>
    Exposed,

    /// <summary>Wrapped by another root key, for another compartment, or altered.</summary>
    NotOurs,

    /// <summary>The custodian said no, this time: its policy is against it.</summary>
    Refused,

    /// <summary>The custodian gives the key to nobody until its owner says otherwise.</summary>
    Revoked,

    /// <summary>The custodian does not answer. Not a revocation: try again.</summary>
    Unreachable,
}

/// <summary>A custodian's failure. Holds no key material.</summary>
public sealed class KeyCustodyException(CustodyFailure reason, string message, Exception? inner = null) : Exception(message, inner)
{
    public CustodyFailure Reason { get; } = reason;
}
