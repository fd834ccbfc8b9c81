using System.Data.Common;
using System.Globalization;
using Cloison.Contracts;
using Cloison.Storage.Databases;
using Cloison.Transparency;
using Cloison.Transparency.Merkle;
using Cloison.Transparency.Notes;
using Cloison.Transparency.Tiles;

namespace Cloison.Server.Platform.AccessLogs;

/// <summary>A log that was closed because its database was put back, and the one that takes its place.</summary>
/// <param name="Head">The last checkpoint of the one that was closed.</param>
/// <param name="Successor">Sealed: the private key of the other one, as long as it is not yet where keys belong.</param>
internal sealed record StoredBreak(int Number, SignedNote Note, SignedNote Head, byte[]? Successor, DateTimeOffset? AcknowledgedAt, string? AcknowledgedBy)
{
    public LogBreak Break { get; } = LogBreak.Open(Note);

    public LogBreakSummary Summary => new(
        Number, Break.Closed.Name, Break.Closed.ToString(), Break.Size, Break.Root.ToString(), Break.Kept, Break.Missing, Break.Next.Name, Break.Next.ToString(), Break.At, Break.Reason, AcknowledgedAt);
}

/// <summary>What is stored of logs that were closed, in the database that they lay in: see <see cref="LogBreak"/>.</summary>
internal static class LogBreaks
{
    public const string Folder = "breaks/";

    public static List<StoredBreak> List(Session db) => db.List("SELECT n, note, head, successor, acknowledged_at, acknowledged_by FROM log_breaks ORDER BY n", Map);

    /// <summary>Takes what is left of the log out of the way, and lets the next one begin. Whole or not at all: in the caller's transaction.</summary>
    public static void Store(Session db, StoredBreak broken, PreparedEntry first, LogHead head)
    {
        db.Execute("INSERT INTO log_kept (log, n, leaf, entry) SELECT @log, n, leaf, entry FROM log_entries", ("@log", (long)broken.Number));
        foreach (var table in new[] { "log_entries", "log_nodes", "log_head" })
            db.Execute($"DELETE FROM {table}");
        db.Execute(
            "INSERT INTO log_breaks (n, note, head, successor) VALUES (@n, @note, @head, @successor)",
            ("@n", (long)broken.Number), ("@note", broken.Note.ToUtf8()), ("@head", broken.Head.ToUtf8()), ("@successor", broken.Successor));
        LogTree.Append(db, first.Leaf, first.Sealed);
        head.Store(db);
    }

    /// <summary>The change of keys is through.</summary>
    public static void Settle(Session db, int number) => db.Execute("UPDATE log_breaks SET successor = NULL WHERE n = @n", ("@n", (long)number));

    /// <returns>False when there is no such break, or somebody has taken note of it already.</returns>
    public static bool Acknowledge(Session db, int number, PersonId by, DateTimeOffset now) => db.Execute(
        "UPDATE log_breaks SET acknowledged_at = @now, acknowledged_by = @by WHERE n = @n AND acknowledged_at IS NULL",
        ("@now", now.ToUnixTimeMilliseconds()), ("@by", by.Text), ("@n", (long)number)) > 0;

    /// <summary>How much is left, and the roots of it all and of its first <paramref name="size"/> entries (null: there are not so many). From the leaves alone: what lies above may be of another state.</summary>
    public static (long Kept, TreeHash Root, TreeHash? RootAt) Measure(Session db, long size)
    {
        const int atOnce = 10_000;
        var tree = new TreeFrontier();
        var rootAt = size == 0 ? tree.Root : (TreeHash?)null;
        while (true)
        {
            var leaves = db.List("SELECT leaf FROM log_entries WHERE n >= @first AND n < @end ORDER BY n", row => row.Bytes(0), ("@first", tree.Size), ("@end", tree.Size + atOnce));
            foreach (var leaf in leaves)
            {
                tree.Append(TreeHash.Of(leaf));
                if (tree.Size == size)
                    rootAt = tree.Root;
            }

            if (leaves.Count < atOnce)
                return (tree.Size, tree.Root, rootAt);
        }
    }

    /// <summary>A file of a closed log: <c>breaks/1/note</c>, <c>breaks/1/checkpoint</c>, <c>breaks/1/tile/entries/000.p/3</c>.</summary>
    /// <param name="open">Opens an entry as it is stored.</param>
    /// <returns>Null when there is none.</returns>
    public static async Task<byte[]?> ReadFileAsync(Database database, string path, Func<(byte[] Leaf, byte[] Entry), byte[]> open, CancellationToken ct)
    {
        if (path[Folder.Length..].Split('/', 2) is not [var text, var file] || !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || (await database.ReadAsync(List, ct)).Find(b => b.Number == number) is not { } broken)
            return null;
        if (file == "note")
            return broken.Note.ToUtf8();
        if (file == "checkpoint")
            return broken.Head.ToUtf8();
        if (!TileAddress.TryParseEntries(file, out var bundle) || TileAddress.Holding(0, bundle.Index * TileAddress.FullWidth, broken.Break.Kept) != bundle)
            return null;
        var first = bundle.Index * TileAddress.FullWidth;
        var stored = await database.ReadAsync(
            db => db.List(
                "SELECT leaf, entry FROM log_kept WHERE log = @log AND n >= @first AND n < @end ORDER BY n", row => (row.Bytes(0), row.Bytes(1)),
                ("@log", (long)number), ("@first", first), ("@end", first + bundle.Width)),
            ct);
        using var bytes = new MemoryStream();
        foreach (var entry in stored)
            EntryBundle.Append(bytes, open(entry));
        return bytes.ToArray();
    }

    /// <summary>All files of all closed logs.</summary>
    public static IEnumerable<string> Paths(IEnumerable<StoredBreak> breaks)
    {
        foreach (var broken in breaks)
        {
            var folder = $"{Folder}{broken.Number.ToString(CultureInfo.InvariantCulture)}";
            yield return $"{folder}/note";
            yield return $"{folder}/checkpoint";
            for (var first = 0L; first < broken.Break.Kept; first += TileAddress.FullWidth)
                yield return $"{folder}/{TileAddress.Holding(0, first, broken.Break.Kept)!.Value.EntriesPath}";
        }
    }

    private static StoredBreak Map(DbDataReader row) => new(
        row.Int(0), SignedNote.Parse(row.Bytes(1)), SignedNote.Parse(row.Bytes(2)), row.BytesOrNull(3), row.TimeOrNull(4), row.TextOrNull(5));
}
