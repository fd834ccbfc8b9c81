using System.Globalization;
using Cloison.Storage.Sealing;
using Cloison.Transparency.Notes;

namespace Cloison.Storage.AccessLogs;

/// <summary>
/// The largest checkpoint that a log has signed, in a file of its own beside the database. A database that was put back from a backup is smaller
/// than its mark, or has another history: signing it would be a fork, for which the log's owner could no longer be told from a forger.
/// </summary>
/// <remarks>It guards against accidents: who can put back the database can put back the file. Against that only witnesses help.</remarks>
public sealed class HighWaterMark(string file)
{
    /// <summary>Null: nothing was signed yet, or the file was lost.</summary>
    /// <exception cref="NoteException">The file is no checkpoint.</exception>
    public SignedNote? Read() => File.Exists(file) ? SignedNote.Parse(File.ReadAllBytes(file)) : null;

    /// <summary>Another log takes this one's place: its first checkpoint becomes the mark; the old mark is kept beside it, with the log's number after its name. May be done again.</summary>
    public void Begin(int closed, SignedNote checkpoint)
    {
        if (Read() is { } last && last.Text != checkpoint.Text)
            DurableFile.Replace($"{file}.{closed.ToString(CultureInfo.InvariantCulture)}", last.ToUtf8());
        Raise(checkpoint);
    }

    /// <summary>Returns when it would survive a power cut. Before the checkpoint is stored or given away.</summary>
    public void Raise(SignedNote checkpoint)
    {
        DurableFolder.Create(Path.GetDirectoryName(file)!);
        DurableFile.Replace(file, checkpoint.ToUtf8());
    }
}
