using Cloison.Storage.Sealing;
using Cloison.Transparency.Merkle;

namespace Cloison.Storage.Custody;

/// <summary>
/// The access log's side of "no receipt, no key": writes down that a root is about to be asked for, and proves it. A customer's agent gives
/// nothing without such a receipt.
/// </summary>
public interface IUnwrapReceipts
{
    /// <summary>Appends a <c>key.unwrap</c> entry to the customer's log and publishes it.</summary>
    /// <param name="subject">Which key, as the agent will be asked for it: <see cref="UnwrapIntent.Subject"/>. Becomes the entry's <c>object</c>.</param>
    Task<UnwrapReceipt> MakeAsync(CustomerId customer, string subject, UnwrapPurpose? why, CancellationToken ct);

    /// <summary>The proof of the same entry in the log's newest checkpoint.</summary>
    Task<string> RenewAsync(CustomerId customer, long index, CancellationToken ct);

    /// <summary>That the log of so many entries begins with the first <paramref name="oldSize"/> of them.</summary>
    Task<IReadOnlyList<TreeHash>> ConsistencyAsync(CustomerId customer, long oldSize, long newSize, CancellationToken ct);
}

/// <param name="Index">The entry's place in the log.</param>
/// <param name="Entry">The entry's exact bytes, which the leaf's hash is made of.</param>
/// <param name="Proof">A <c>.tlog-proof</c>; see <see cref="Transparency.LogProof"/>.</param>
public sealed record UnwrapReceipt(long Index, byte[] Entry, string Proof);

/// <summary>What a <c>key.unwrap</c> entry says, so far as a key agent reads it.</summary>
public static class UnwrapIntent
{
    public const string Type = "key.unwrap";

    /// <summary>Names the root that is asked for, such as <c>cus_…/root/1</c>.</summary>
    public static string Subject(CompartmentName compartment, uint keyNumber) => $"{compartment}/root/{keyNumber}";
}
