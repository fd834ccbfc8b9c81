using Cloison.Formats.Dataset;
using Cloison.Formats.Files;

namespace Cloison.Formats;

/// <summary>
/// Reads one format. Never throws for what is in the files: what cannot be read is yielded as a <see cref="Refusal"/>, and the
/// rest goes on. Exceptions are cancellation and broken machines.
/// </summary>
public interface IDatasetReader
{
    /// <param name="ontology">Learns the inputs, classes, attributes and fields that the data imply; complete when the reading has ended.</param>
    IAsyncEnumerable<DatasetEntry> ReadAsync(IFileSource files, ImportOptions options, OntologyBuilder ontology, CancellationToken ct);
}
