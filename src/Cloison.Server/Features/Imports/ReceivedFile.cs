using System.Data.Common;
using Cloison.Contracts;
using Cloison.Server.Platform;
using Cloison.Storage.Databases;

namespace Cloison.Server.Features.Imports;

/// <summary>What became of a file, for the outcome of a <see cref="FileReceipt"/>.</summary>
internal static class FileOutcomes
{
    public const string Asset = "asset", Task = "task", Labels = "labels", Rows = "rows", Archive = "archive", Duplicate = "duplicate", Refused = "refused";
}

/// <summary>A row of table import_files, sealed columns still sealed.</summary>
/// <param name="Artifact">Where the file waits to be read at the finish.</param>
internal sealed record ReceivedFile(byte[] PathKey, byte[] Path, string Outcome, FileKind Kind, string? Artifact, long Tasks, byte[]? Reason)
{
    public const string Columns = "path_key, path, outcome, kind, artifact, tasks, reason";

    public static ReceivedFile Map(DbDataReader row) => new(
        row.Bytes(0), row.Bytes(1), row.GetString(2), row.Enum<FileKind>(3), row.TextOrNull(4), row.GetInt64(5), row.BytesOrNull(6));

    public static ReceivedFile? Read(Session db, ImportId import, byte[] pathKey) => db.First(
        $"SELECT {Columns} FROM import_files WHERE import = @import AND path_key = @key", Map, ("@import", import.Text), ("@key", pathKey));

    public string OpenPath(ActiveImport import) => import.Sealer.OpenText(Seals.ImportPath(import.Id, Convert.ToHexStringLower(PathKey)), Path);

    public FileReceipt Open(ActiveImport import) => new(
        OpenPath(import), Outcome, Tasks, Reason is null ? null : import.Sealer.OpenText(Seals.ImportReason(import.Id, Convert.ToHexStringLower(PathKey)), Reason));

    /// <summary>Notes what became of a file. A path that was taken in before keeps its first receipt; a refused one may be sent again.</summary>
    /// <param name="isRefusalKept">The refusal stands in the list already.</param>
    public static async Task<FileReceipt> NoteAsync(
        ActiveImport import, FileReceipt receipt, FileKind kind, string? artifact, CancellationToken ct, bool isRefusalKept = false)
    {
        var (key, text) = import.PathKey(receipt.Path);
        var path = import.Sealer.SealText(Seals.ImportPath(import.Id, text), receipt.Path);
        var reason = receipt.Reason is null ? null : import.Sealer.SealText(Seals.ImportReason(import.Id, text), receipt.Reason);
        var stored = await import.Compartment.Database.WriteAsync(
            db =>
            {
                ImportLedger.MakeSureOf(db, import.Id);
                if (Read(db, import.Id, key) is { } before && before.Outcome != FileOutcomes.Refused)
                    return before;
                db.Execute(
                    """
                    INSERT INTO import_files (import, path_key, path, outcome, kind, artifact, tasks, reason) VALUES (@import, @key, @path, @outcome, @kind, @artifact, @tasks, @reason)
                    ON CONFLICT (import, path_key) DO UPDATE
                    SET outcome = excluded.outcome, kind = excluded.kind, artifact = excluded.artifact, tasks = excluded.tasks, reason = excluded.reason
                    """,
                    ("@import", import.Id.Text), ("@key", key), ("@path", path), ("@outcome", receipt.Outcome), ("@kind", (long)kind), ("@artifact", artifact),
                    ("@tasks", receipt.Tasks), ("@reason", reason));
                if (receipt.Outcome != FileOutcomes.Refused)
                    ImportLedger.Count(db, import.Id, files: 1);
                else if (!isRefusalKept && receipt.Reason is not null)
                    ImportLedger.Refuse(db, import, key, [new(receipt.Path, receipt.Reason)]);
                return null;
            },
            ct);
        return stored?.Open(import) ?? receipt;
    }
}
