using Cloison.Contracts;
using Cloison.Formats.Files;
using Cloison.Formats.Rows;
using Cloison.Server.Features.Projects;
using Cloison.Server.Platform.Http;
using Cloison.Storage.Compartments;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Imports;

/// <summary>Shows the head of a table and what its columns seem to be. Nothing is stored; the rest of the body is not read.</summary>
internal static class PreviewRows
{
    private const int MaxHeadBytes = 1 << 20;
    private const int MaxRows = 20;

    public static async Task<Results<Ok<RowsPreview>, ProblemHttpResult>> HandleAsync(
        ProjectId project, string name, HttpRequest request, Compartment compartment, Ontologies ontologies, CancellationToken ct)
    {
        if (!FileName.TryNormalise(name, out var fileName, out var reason))
            return ImportProblems.BadPath(reason).ToHttp();
        if (await compartment.Database.ReadAsync(db => ProjectRow.Read(db, project), ct) is not { } row)
            return CommonProblems.NotFound.ToHttp();
        var ontology = (await ontologies.FindAsync(compartment, project, row.OntologyVersion, ct))!;
        var head = new byte[MaxHeadBytes];
        var count = await request.Body.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, ct);
        var isLines = !fileName.EndsWith(".json", StringComparison.OrdinalIgnoreCase);
        // A client may send the head only, too: a last line without an end is not told apart from one that was cut.
        var whole = isLines && head.AsSpan(0, count).LastIndexOf((byte)'\n') is > 0 and var end ? end + 1 : count;
        var source = new MemorySource((fileName, head[..whole]));
        var preview = await RowPreview.ReadAsync(source, source.Files[0], MaxRows, ct: ct);
        if (preview.Columns.Count == 0)
            return ImportProblems.NoRows.ToHttp();
        return TypedResults.Ok(new RowsPreview(
            preview.Delimiter switch { '\t' => "tsv", not null => "csv", _ => isLines ? "jsonl" : "json" },
            preview.Columns, preview.Rows, RowMappings.Guess(ontology, preview.Columns, preview.Rows)));
    }
}
