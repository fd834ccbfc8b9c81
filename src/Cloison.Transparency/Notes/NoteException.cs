namespace Cloison.Transparency.Notes;

/// <summary>A note, checkpoint or proof that must not be believed, and why.</summary>
public sealed class NoteException(string message) : Exception(message);
