using System.Security.Cryptography;
using System.Text;

namespace Cloison.Storage.Sealing;

/// <summary>
/// Lets an equality search find a sealed value: HMAC-SHA256 of the text, cut to 16 bytes, under a key of its own for each compartment and column.
/// </summary>
/// <remarks>
/// It reveals which rows of one column are equal, and so how often a value occurs. Use it for ids, hashes and e-mail addresses; never
/// for columns with few values.
/// </remarks>
public sealed class BlindIndex
{
    /// <summary>The length of an index value, in bytes.</summary>
    public const int Bytes = 16;

    private readonly KeyRing ring;

    internal BlindIndex(KeyRing ring) => this.ring = ring;

    /// <param name="column">Table and column, such as <c>task.external_id</c>: a constant of the code, never input, since its key stays in memory.</param>
    /// <param name="normalizedText">The text in the one form that a search will use too (case, spaces).</param>
    /// <exception cref="SealBrokenException">The ring is locked.</exception>
    public byte[] Of(string column, string normalizedText)
    {
        using var hold = ring.Root.Index(column).Use();
        return HMACSHA256.HashData(hold.Span, Encoding.UTF8.GetBytes(normalizedText))[..Bytes];
    }
}
