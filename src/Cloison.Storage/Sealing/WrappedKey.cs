namespace Cloison.Storage.Sealing;

/// <summary>
/// One row of the table <c>key_ring</c>(id, project, purpose, state, wrapped, kcv, created_at). Opens nothing by itself.
/// </summary>
/// <param name="Number">The row's id, from 1: unique in the compartment, never given twice. It stands in every envelope that the key seals.</param>
/// <param name="Project">The project, for <see cref="KeyPurpose.Project"/>; otherwise null.</param>
/// <param name="Wrapped">The root as its custodian wrapped it; any other key as an envelope under the root. Empty once destroyed.</param>
/// <param name="CheckValue">The first 8 bytes of HMAC-SHA256(key, "kcv"): names the key on a certificate of destruction.</param>
public sealed record WrappedKey(
    uint Number, ProjectId? Project, KeyPurpose Purpose, KeyState State, byte[] Wrapped, byte[] CheckValue, DateTimeOffset CreatedAt)
{
    /// <summary>Whether the key may be in memory.</summary>
    internal bool Opens => State is KeyState.Pending or KeyState.Active or KeyState.DecryptOnly;

    public bool Equals(WrappedKey? other) =>
        other is not null && SameKey(other) && State == other.State && CreatedAt == other.CreatedAt && Wrapped.AsSpan().SequenceEqual(other.Wrapped);

    public override int GetHashCode() => HashCode.Combine(Number, State);

    /// <summary>Whether both rows are about one key, whatever its state.</summary>
    internal bool SameKey(WrappedKey other) =>
        Number == other.Number && Project == other.Project && Purpose == other.Purpose && CheckValue.AsSpan().SequenceEqual(other.CheckValue);

    internal bool BelongsTo(ProjectId? project) => Project == project && Purpose != KeyPurpose.Root;
}
