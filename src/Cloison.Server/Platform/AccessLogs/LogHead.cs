using System.Data.Common;
using Cloison.Storage.Databases;
using Cloison.Transparency;
using Cloison.Transparency.Notes;

namespace Cloison.Server.Platform.AccessLogs;

/// <summary>The checkpoint that a log has signed last.</summary>
internal sealed record LogHead(Checkpoint Checkpoint, SignedNote Note, DateTimeOffset SignedAt)
{
    public long Size => Checkpoint.Size;

    public static LogHead? Read(Session db) => db.First("SELECT note, signed_at FROM log_head WHERE id = 0", Map);

    /// <summary>Stores it, unless a larger one is there already: another node was quicker.</summary>
    public void Store(Session db) => db.Execute(
        """
        INSERT INTO log_head (id, size, note, signed_at) VALUES (0, @size, @note, @at)
        ON CONFLICT (id) DO UPDATE SET size = excluded.size, note = excluded.note, signed_at = excluded.signed_at WHERE log_head.size < excluded.size
        """,
        ("@size", Size), ("@note", Note.ToUtf8()), ("@at", SignedAt.ToUnixTimeMilliseconds()));

    private static LogHead Map(DbDataReader row)
    {
        var note = SignedNote.Parse(row.Bytes(0));
        return new(Checkpoint.Parse(note.Text), note, row.Time(1));
    }
}
