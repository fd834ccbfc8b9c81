using System.Globalization;
using Cloison.Transparency.Merkle;
using Cloison.Transparency.Notes;

namespace Cloison.Transparency;

/// <summary>How large a log is and what its root is: the text that the log signs. Source: c2sp.org/tlog-checkpoint v1.0.0.</summary>
/// <param name="Origin">Which log; the name of its key.</param>
public sealed record Checkpoint(string Origin, long Size, TreeHash Root)
{
    /// <exception cref="NoteException">The text is no checkpoint.</exception>
    public static Checkpoint Parse(string text)
    {
        var lines = text.Split('\n');
        if (lines.Length < 4 || lines[^1].Length > 0 || lines[..^1].Any(line => line.Length == 0))
            throw new NoteException("A checkpoint has three lines: origin, size and root.");
        if (!TryParseSize(lines[1], out var size))
            throw new NoteException("The checkpoint's size is no number.");
        if (!TreeHash.TryParse(lines[2], out var root))
            throw new NoteException("The checkpoint's root is no hash.");
        return new(lines[0], size, root);
    }

    /// <summary>Reads a signed checkpoint and believes it when one of the log's keys signed it.</summary>
    /// <param name="keys">Of the log, whose name is the origin, and of witnesses.</param>
    /// <exception cref="NoteException">It is malformed, or the log's own signature is missing or wrong.</exception>
    public static (Checkpoint Checkpoint, IReadOnlyList<VerifiedSignature> Signatures) Open(SignedNote note, IReadOnlyCollection<NoteKey> keys)
    {
        var signatures = note.Verify(keys);
        var checkpoint = Parse(note.Text);
        if (!signatures.Any(s => s.Key.Type is NoteKeyType.Ed25519 or NoteKeyType.MlDsa44 && s.Key.Name == checkpoint.Origin))
            throw new NoteException($"The log {checkpoint.Origin} itself has not signed, or with a key that is not known.");
        return (checkpoint, signatures);
    }

    public SignedNote Sign(params ReadOnlySpan<INoteSigner> signers) => SignedNote.Sign(ToString(), signers);

    /// <summary>The text that is signed, with its last line end.</summary>
    public override string ToString() => $"{Origin}\n{Size.ToString(CultureInfo.InvariantCulture)}\n{Root}\n";

    /// <summary>Decimal, without zeros in front.</summary>
    internal static bool TryParseSize(string text, out long size) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out size) && (text == "0" || text[0] != '0');
}
