using System.Security.Cryptography;

namespace Cloison.Storage.Sealing;

/// <summary>Why a sealed value cannot be opened, or a clear one not be sealed.</summary>
public enum SealBreak
{
    /// <summary>Not an envelope of a version we know, or of a length that no message has: cut off, or never one of ours.</summary>
    Malformed,

    /// <summary>The key number is not in this ring, or belongs to another project. On a node whose ring is stale: reload it and try once more.</summary>
    UnknownKey,

    /// <summary>The commitment does not match: sealed under another key or for another place, or the header was altered.</summary>
    WrongPlaceOrKey,

    /// <summary>A chunk was altered, moved, or cut off.</summary>
    Altered,

    /// <summary>The key is revoked; it may come back. Not an attack: answer with a tombstone.</summary>
    KeyRevoked,

    /// <summary>The key is destroyed; the content is gone for good. Not an attack: answer with a tombstone.</summary>
    KeyDestroyed,

    /// <summary>The keys were dropped from memory: the ring was disposed, or the key revoked at this very moment. Trying again gives the reason.</summary>
    Locked,
}

/// <summary>A seal that does not open. Says where and why, never what: it holds no content and no key material.</summary>
public sealed class SealBrokenException : CryptographicException
{
    internal SealBrokenException(SealBreak reason, string? place = null)
        : base(place is null ? $"The seal does not open: {reason}." : $"The seal of {place} does not open: {reason}.") => Reason = reason;

    public SealBreak Reason { get; }

    internal static SealBrokenException At(in SealContext context, SealBreak reason) =>
        new(reason, $"{context.Table}.{context.Column} of {context.Row}");
}
