using System.Collections.Concurrent;
using Cloison.Domain.Ontologies;
using Cloison.Server.Platform;
using Cloison.Storage.Compartments;

namespace Cloison.Server.Features.Projects;

/// <summary>Stored ontologies. A version never changes, so what was read once is kept.</summary>
internal sealed class Ontologies
{
    private const int MostKept = 2_000;
    private readonly ConcurrentDictionary<(CustomerId, ProjectId, int), Ontology> known = new();

    public async Task<Ontology?> FindAsync(Compartment compartment, ProjectId project, int version, CancellationToken ct)
    {
        if (known.TryGetValue((compartment.Customer, project, version), out var ontology))
        {
            if (compartment.Keys.CanOpen(project))
                return ontology;
            // What its owner withholds is not kept either; opening it below says why.
            known.TryRemove((compartment.Customer, project, version), out _);
        }

        var stored = await compartment.Database.ReadAsync(
            db => db.First(
                "SELECT content FROM ontologies WHERE project = @project AND version = @version",
                row => (byte[])row.GetValue(0), ("@project", project.Text), ("@version", (long)version)),
            ct);
        if (stored is null)
            return null;
        ontology = compartment.Sealer(project).OpenJson<Ontology>(Seals.Ontology(project, version), stored);
        if (known.Count >= MostKept)
            known.Clear();
        known[(compartment.Customer, project, version)] = ontology;
        return ontology;
    }
}
