using System.Text;

namespace Cloison.Transparency.Notes;

/// <summary>A text with signatures under it. Source: c2sp.org/signed-note v1.0.0.</summary>
/// <param name="Text">Ends with a line end.</param>
public sealed record SignedNote(string Text, IReadOnlyList<NoteSignature> Signatures)
{
    /// <summary>Far more than any note of ours has; a note with more is refused before its signatures are looked at.</summary>
    public const int MaxSignatures = 100;

    public const int MaxBytes = 1_000_000;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="ArgumentException">No text of a note: empty, without a last line end, or with control characters.</exception>
    public static SignedNote Sign(string text, params ReadOnlySpan<INoteSigner> signers)
    {
        if (!text.EndsWith('\n') || HasControls(text))
            throw new ArgumentException("A note's text ends with a line end and has no other control characters.", nameof(text));
        var signatures = new List<NoteSignature>();
        foreach (var signer in signers)
            signatures.Add(signer.Sign(text));
        return new(text, signatures);
    }

    /// <exception cref="NoteException">The bytes are no signed note.</exception>
    public static SignedNote Parse(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > MaxBytes)
            throw new NoteException($"A note has at most {MaxBytes:N0} bytes.");
        try
        {
            return Parse(StrictUtf8.GetString(utf8));
        }
        catch (DecoderFallbackException)
        {
            throw new NoteException("The note is not valid UTF-8.");
        }
    }

    /// <inheritdoc cref="Parse(ReadOnlySpan{byte})"/>
    public static SignedNote Parse(string note)
    {
        if (HasControls(note))
            throw new NoteException("The note has control characters.");
        // The last empty line parts the text from its signatures; the text may have empty lines too.
        var gap = note.LastIndexOf("\n\n", StringComparison.Ordinal);
        if (gap < 0 || !note.EndsWith('\n'))
            throw new NoteException(gap < 0 ? "No empty line parts the text from its signatures." : "The last line has no end.");
        var lines = note[(gap + 2)..].Split('\n')[..^1];
        if (lines.Length is 0 or > MaxSignatures)
            throw new NoteException(lines.Length == 0 ? "The note has no signature." : $"The note has more than {MaxSignatures} signatures.");
        var signatures = new List<NoteSignature>(lines.Length);
        foreach (var line in lines)
            signatures.Add(NoteSignature.TryParse(line, out var signature) ? signature! : throw new NoteException("A line under the text is no signature."));
        return new(note[..(gap + 1)], signatures);
    }

    /// <summary>
    /// Those of the known keys that signed. Signatures of unknown keys are passed over, and those that this machine cannot check (<see cref="Unchecked"/>); a wrong
    /// signature of a known key makes the whole note void.
    /// </summary>
    /// <exception cref="NoteException">A known key's signature is wrong, or none of the known keys signed.</exception>
    public IReadOnlyList<VerifiedSignature> Verify(IReadOnlyCollection<NoteKey> known)
    {
        var verified = new List<VerifiedSignature>();
        foreach (var signature in Signatures)
        {
            if (known.FirstOrDefault(k => k.Name == signature.Name && k.Id == signature.KeyId) is not { CanBeChecked: true } key || verified.Any(v => v.Key == key))
                continue;
            verified.Add(NoteVerification.Check(Text, signature, key) ?? throw new NoteException($"The signature of {key.Name} is wrong."));
        }

        return verified.Count > 0 ? verified : throw new NoteException("None of the known keys signed the note.");
    }

    /// <summary>Those of the known keys that seem to have signed, and whose signatures cannot be checked on this machine: they prove nothing here, for or against.</summary>
    public IReadOnlyList<NoteKey> Unchecked(IReadOnlyCollection<NoteKey> known) =>
        [.. known.Where(key => !key.CanBeChecked && Signatures.Any(s => s.Name == key.Name && s.KeyId == key.Id))];

    /// <summary>The same note with more signatures, as when a witness has answered.</summary>
    public SignedNote With(params IEnumerable<NoteSignature> more) => this with { Signatures = [.. Signatures, .. more] };

    /// <summary>The note as it is stored and sent.</summary>
    public override string ToString()
    {
        var note = new StringBuilder(Text).Append('\n');
        foreach (var signature in Signatures)
            note.Append(signature).Append('\n');
        return note.ToString();
    }

    public byte[] ToUtf8() => StrictUtf8.GetBytes(ToString());

    private static bool HasControls(string text) => text.Any(c => c < ' ' && c != '\n');
}
