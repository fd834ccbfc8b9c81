using System.Globalization;
using System.Text;
using Cloison.Transparency.Merkle;
using Cloison.Transparency.Notes;

namespace Cloison.Transparency;

/// <summary>
/// A receipt that can be checked without the log: an entry's place, the hashes from it up to the root, and the signed checkpoint. A file <c>.tlog-proof</c>.
/// Source: c2sp.org/tlog-proof, draft of July 2026.
/// </summary>
/// <param name="Extra">Goes along without being proven. Null when absent.</param>
public sealed record LogProof(long Index, IReadOnlyList<TreeHash> Hashes, SignedNote Checkpoint, byte[]? Extra = null)
{
    public const string Header = "c2sp.org/tlog-proof@v1";

    /// <summary>More hashes than a tree of 2⁶³ leaves has levels.</summary>
    private const int MaxHashes = 63;

    /// <exception cref="NoteException">The text is no proof.</exception>
    public static LogProof Parse(string text)
    {
        var lines = new Queue<string>(text.Split('\n'));
        if (lines.Dequeue() != Header)
            throw new NoteException($"A proof begins with the line {Header}.");
        byte[]? extra = null;
        if (lines.TryPeek(out var second) && second.StartsWith("extra ", StringComparison.Ordinal))
            extra = StrictBase64.Decode(lines.Dequeue().AsSpan("extra ".Length)) ?? throw new NoteException("The proof's extra data are no base64.");
        if (!lines.TryDequeue(out var third) || !third.StartsWith("index ", StringComparison.Ordinal) || !Transparency.Checkpoint.TryParseSize(third["index ".Length..], out var index))
            throw new NoteException("The proof does not say which entry it is for.");
        var hashes = new List<TreeHash>();
        while (lines.TryDequeue(out var line) && line.Length > 0)
            hashes.Add(hashes.Count < MaxHashes && TreeHash.TryParse(line, out var hash) ? hash : throw new NoteException("A line of the proof is no hash, or there are too many."));
        return new(index, hashes, SignedNote.Parse(string.Join('\n', lines)), extra);
    }

    /// <summary>Checks that the log holds this entry.</summary>
    /// <param name="keys">The log's, and those of witnesses.</param>
    /// <returns>The checkpoint that proves it, and who signed it.</returns>
    /// <exception cref="NoteException">The proof is for something else, or the checkpoint must not be believed.</exception>
    public (Checkpoint Checkpoint, IReadOnlyList<VerifiedSignature> Signatures) Verify(ReadOnlySpan<byte> entry, IReadOnlyCollection<NoteKey> keys)
    {
        var opened = Transparency.Checkpoint.Open(Checkpoint, keys);
        return ProofCheck.Includes(opened.Checkpoint.Root, opened.Checkpoint.Size, Index, TreeHash.OfLeaf(entry), Hashes)
            ? opened : throw new NoteException("The log does not hold this entry at this place.");
    }

    public override string ToString()
    {
        var text = new StringBuilder(Header).Append('\n');
        if (Extra is not null)
            text.Append("extra ").Append(Convert.ToBase64String(Extra)).Append('\n');
        text.Append("index ").Append(Index.ToString(CultureInfo.InvariantCulture)).Append('\n');
        foreach (var hash in Hashes)
            text.Append(hash).Append('\n');
        return text.Append('\n').Append(Checkpoint).ToString();
    }
}
