using System.Globalization;
using System.Text;
using Cloison.Transparency.Merkle;
using Cloison.Transparency.Notes;

namespace Cloison.Transparency.Witnessing;

/// <summary>What a log sends to a witness: a checkpoint, and the proof that it extends the one that the witness cosigned last. Source: c2sp.org/tlog-witness v1.0.0, add-checkpoint.</summary>
/// <param name="OldSize">Entries that the witness has cosigned; 0 at the first time.</param>
public sealed record CosignRequest(long OldSize, IReadOnlyList<TreeHash> Proof, SignedNote Checkpoint)
{
    private const int MaxProofLines = 63;

    /// <exception cref="NoteException">The text is no such request.</exception>
    public static CosignRequest Parse(string text)
    {
        var lines = text.Split('\n');
        if (!lines[0].StartsWith("old ", StringComparison.Ordinal) || !Transparency.Checkpoint.TryParseSize(lines[0]["old ".Length..], out var oldSize))
            throw new NoteException("The first line is not 'old' and a size.");
        var gap = Array.IndexOf(lines, "");
        if (gap is < 0 or > 1 + MaxProofLines)
            throw new NoteException(gap < 0 ? "No empty line parts the proof from the checkpoint." : $"A proof has at most {MaxProofLines} lines.");
        var proof = new List<TreeHash>();
        foreach (var line in lines[1..gap])
            proof.Add(TreeHash.TryParse(line, out var hash) ? hash : throw new NoteException("A line of the proof is no hash."));
        return new(oldSize, proof, SignedNote.Parse(string.Join('\n', lines[(gap + 1)..])));
    }

    public override string ToString()
    {
        var text = new StringBuilder("old ").Append(OldSize.ToString(CultureInfo.InvariantCulture)).Append('\n');
        foreach (var hash in Proof)
            text.Append(hash).Append('\n');
        return text.Append('\n').Append(Checkpoint).ToString();
    }
}
