using Cloison.Contracts;
using Cloison.Server.Platform;
using Cloison.Storage.Databases;

namespace Cloison.Server.Features.Imports;

/// <summary>What an import did, counted in the same transaction that did it. All of it runs in the writer.</summary>
internal static class ImportLedger
{
    /// <summary>Beyond them refusals are counted and not kept: a file of a million wrong rows is wrong in one way.</summary>
    public const int MostRefusals = 100_000;

    /// <summary>Stops work that somebody has cancelled meanwhile.</summary>
    /// <exception cref="ImportCancelledException">It was.</exception>
    public static void MakeSureOf(Session db, ImportId import)
    {
        var state = (TransferState)db.Scalar<long>("SELECT state FROM imports WHERE id = @import", ("@import", import.Text));
        if (state is not (TransferState.Receiving or TransferState.Running))
            throw new ImportCancelledException();
    }

    public static void Count(Session db, ImportId import, long files = 0, long tasks = 0, long duplicates = 0, long labels = 0) => db.Execute(
        """
        UPDATE imports SET files = files + @files, tasks = tasks + @tasks, duplicates = duplicates + @duplicates, labels_added = labels_added + @labels WHERE id = @import
        """,
        ("@files", files), ("@tasks", tasks), ("@duplicates", duplicates), ("@labels", labels), ("@import", import.Text));

    /// <param name="source">What they came with; see <see cref="TakeBack"/>.</param>
    public static void Refuse(Session db, ActiveImport import, byte[] source, IReadOnlyList<Refusal> refusals)
    {
        if (refusals.Count == 0)
            return;
        db.Execute("UPDATE imports SET refused = refused + @count WHERE id = @import", ("@count", (long)refusals.Count), ("@import", import.Id.Text));
        var next = db.Scalar<long>("SELECT COALESCE(MAX(n), -1) + 1 FROM import_refusals WHERE import = @import", ("@import", import.Id.Text));
        foreach (var refusal in refusals.Take((int)Math.Max(0, MostRefusals - next)))
        {
            // Sealed here, because only here its number is known; refusals are few.
            db.Execute(
                "INSERT INTO import_refusals (import, n, source, content) VALUES (@import, @n, @source, @content)",
                ("@import", import.Id.Text), ("@n", next), ("@source", source), ("@content", import.Sealer.SealJson(Seals.ImportRefusal(import.Id, next), refusal)));
            next++;
        }
    }

    /// <summary>Forgets what an earlier, interrupted reading of the same source refused.</summary>
    public static void TakeBack(Session db, ImportId import, byte[] source)
    {
        var taken = db.Execute("DELETE FROM import_refusals WHERE import = @import AND source = @source", ("@import", import.Text), ("@source", source));
        if (taken > 0)
            db.Execute("UPDATE imports SET refused = refused - @taken WHERE id = @import", ("@taken", (long)taken), ("@import", import.Text));
    }
}
