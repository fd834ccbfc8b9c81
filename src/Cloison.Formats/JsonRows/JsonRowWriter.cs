using System.Text.Json;
using Cloison.Formats.Dataset;
using Cloison.Formats.Rows;

namespace Cloison.Formats.JsonRows;

/// <summary>Writes the table of <see cref="RowLayout"/> as JSON objects: one a line, or in one array. Absent cells are left out.</summary>
internal sealed class JsonRowWriter(bool asArray) : IDatasetWriter
{
    public async Task<FidelityReport> WriteAsync(DatasetSource source, Stream output, ExportOptions options, CancellationToken ct)
    {
        var fidelity = new FidelityCount { CurrentItem = "ontology" };
        var layout = new RowLayout(source.Ontology);
        fidelity.Lose("ontology.class", "The rows have no classes.", source.Ontology.Classes?.Count ?? 0);
        await using var json = new Utf8JsonWriter(output, new() { SkipValidation = true });
        var isFirst = true;
        if (asArray)
            await output.WriteAsync("["u8.ToArray(), ct);
        await foreach (var item in source.Items(ct).WithCancellation(ct))
        {
            if (asArray && !isFirst)
                await output.WriteAsync(",\n"u8.ToArray(), ct);
            isFirst = false;
            var cells = layout.Cells(item, options, fidelity);
            json.WriteStartObject();
            for (var i = 0; i < cells.Length; i++)
                if (cells[i] is { } cell)
                {
                    json.WritePropertyName(layout.Columns[i]);
                    cell.WriteTo(json);
                }

            json.WriteEndObject();
            await json.FlushAsync(ct);
            json.Reset();
            if (!asArray)
                await output.WriteAsync("\n"u8.ToArray(), ct);
        }

        if (asArray)
            await output.WriteAsync("]\n"u8.ToArray(), ct);
        return fidelity.Report();
    }
}
