using Cloison.Domain.Ontologies;

namespace Cloison.Formats.Dataset;

/// <summary>What a writer writes: an ontology, and items that can be gone through more than once.</summary>
/// <param name="Items">
/// Starts a new pass over the items. Every pass must give the same items in the same order: some formats (COCO, YOLO) keep
/// their memory constant by going through them twice.
/// </param>
public sealed record DatasetSource(Ontology Ontology, Func<CancellationToken, IAsyncEnumerable<DatasetItem>> Items);
