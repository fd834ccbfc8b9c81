using Cloison.Formats.Dataset;

namespace Cloison.Formats;

/// <summary>Writes one format, in memory that does not grow with the number of items (archives keep one directory entry a file).</summary>
public interface IDatasetWriter
{
    /// <param name="output">Needs neither seeking nor synchronous writes; it stays open. After a cancellation its content is worthless.</param>
    Task<FidelityReport> WriteAsync(DatasetSource source, Stream output, ExportOptions options, CancellationToken ct);
}
