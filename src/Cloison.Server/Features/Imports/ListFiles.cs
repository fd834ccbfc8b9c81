using Cloison.Contracts;
using Cloison.Server.Features.Projects;
using Cloison.Server.Platform.Http;
using Cloison.Storage.Compartments;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Imports;

/// <summary>What an import has received, so that a client that was interrupted sends only the rest. In the order of blind indexes, which is none.</summary>
internal static class ListFiles
{
    private const int PageSize = 500;

    public static async Task<Results<Ok<Page<FileReceipt>>, ProblemHttpResult>> HandleAsync(
        ProjectId project, ImportId import, string? cursor, Compartment compartment, Ontologies ontologies, CancellationToken ct)
    {
        var after = Array.Empty<byte>();
        if (cursor is not null && (cursor.Length > 100 || Convert.FromHexString(cursor, new byte[50], out _, out var bytes) != System.Buffers.OperationStatus.Done || bytes == 0))
            return CommonProblems.Invalid("cursor", "This is not a cursor of this listing.").ToHttp();
        if (cursor is not null)
            after = Convert.FromHexString(cursor);
        var (row, files) = await compartment.Database.ReadAsync(
            db => (
                ImportRow.Read(db, project, import),
                db.List(
                    $"SELECT {ReceivedFile.Columns} FROM import_files WHERE import = @import AND path_key > @after ORDER BY path_key LIMIT @limit", ReceivedFile.Map,
                    ("@import", import.Text), ("@after", after), ("@limit", PageSize + 1L))),
            ct);
        if (row is null || await ActiveImport.FindAsync(compartment, project, import, row.State, ontologies, ct) is not { Succeeded: true } active)
            return CommonProblems.NotFound.ToHttp();
        return TypedResults.Ok(new Page<FileReceipt>(
            [.. files.Take(PageSize).Select(f => f.Open(active.Value))], files.Count > PageSize ? Convert.ToHexStringLower(files[PageSize - 1].PathKey) : null));
    }
}
