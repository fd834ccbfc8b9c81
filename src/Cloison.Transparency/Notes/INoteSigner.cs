namespace Cloison.Transparency.Notes;

/// <summary>Signs the text of notes under a name.</summary>
public interface INoteSigner
{
    /// <summary>What the signatures are checked with.</summary>
    NoteKey Key { get; }

    NoteSignature Sign(string text);
}
