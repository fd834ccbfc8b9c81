using System.Text.Json;
using Cloison.Domain.Json;
using Cloison.Formats.Dataset;

namespace Cloison.Formats.Native;

/// <summary>Writes <see cref="NativeReader"/>'s format. Nothing is lost.</summary>
internal sealed class NativeWriter : IDatasetWriter
{
    public async Task<FidelityReport> WriteAsync(DatasetSource source, Stream output, ExportOptions options, CancellationToken ct)
    {
        var fidelity = new FidelityCount();
        await WriteLineAsync(output, new NativeHeader(NativeHeader.Name, NativeHeader.CurrentVersion, NativeHeader.Utf16, source.Ontology), ct);
        await foreach (var item in source.Items(ct).WithCancellation(ct))
        {
            fidelity.CurrentItem = item.ExternalId ?? item.Id ?? "";
            try
            {
                await WriteLineAsync(output, item, ct);
                fidelity.Wrote((item.Answers ?? []).Sum(a => a.Content.Regions?.Count ?? 0));
            }
            catch (ArgumentException)
            {
                // Numbers that are not finite have no form in JSON. The line is built before a byte of it is written.
                fidelity.Lose("item", "The item has a number that is not finite.");
            }
        }

        await output.FlushAsync(ct);
        return fidelity.Report();
    }

    private static async Task WriteLineAsync<T>(Stream output, T line, CancellationToken ct)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(line, DomainJson.Options);
        await output.WriteAsync(bytes, ct);
        await output.WriteAsync("\n"u8.ToArray(), ct);
    }
}
