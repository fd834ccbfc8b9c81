using Cloison.Contracts;
using Cloison.Domain;
using Cloison.Domain.Ontologies;
using Cloison.Server.Features.Projects;
using Cloison.Server.Platform.Http;
using Cloison.Storage.Compartments;
using Cloison.Storage.Sealing;

namespace Cloison.Server.Features.Imports;

/// <summary>An import at work: where it goes, what it was asked to do, and what the project shows.</summary>
/// <param name="Batch">The tasks' batch, when they do not name their own.</param>
internal sealed record ActiveImport(Compartment Compartment, ProjectId Project, ImportId Id, NewImport Options, BatchId? Batch, Ontology Ontology)
{
    public Sealer Sealer => Compartment.Sealer(Project);

    /// <summary>The input that an image becomes; null when the project shows no images.</summary>
    public string? ImageInput => Ontology.Inputs.FirstOrDefault(i => i.Kind == InputKind.Image)?.Name;

    /// <summary>The input that a text becomes; null when the project shows no texts.</summary>
    public string? TextInput => Ontology.Inputs.FirstOrDefault(i => i.Kind != InputKind.Image)?.Name;

    /// <param name="wanted">The state that it must be in.</param>
    public static async Task<Outcome<ActiveImport>> FindAsync(
        Compartment compartment, ProjectId project, ImportId import, TransferState wanted, Ontologies ontologies, CancellationToken ct)
    {
        var (row, version) = await compartment.Database.ReadAsync(
            db => (ImportRow.Read(db, project, import), ProjectRow.Read(db, project)?.OntologyVersion), ct);
        if (row is null || version is null)
            return CommonProblems.NotFound;
        if (row.State != wanted)
            return row.State == TransferState.Cancelled ? ImportProblems.Cancelled : ImportProblems.Closed;
        return new ActiveImport(
            compartment, project, import, row.OpenOptions(compartment), row.Batch, (await ontologies.FindAsync(compartment, project, version.Value, ct))!);
    }

    /// <summary>The blind index of a path, and what its sealed columns are bound to.</summary>
    public (byte[] Key, string Text) PathKey(string path)
    {
        var key = Compartment.Keys.Index.Of("import_files.path", path);
        return (key, Convert.ToHexStringLower(key));
    }
}
