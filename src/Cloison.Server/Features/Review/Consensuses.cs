using Cloison.Contracts;
using Cloison.Inference.Consensus;
using Cloison.Server.Features.Projects;
using Cloison.Storage.Compartments;

namespace Cloison.Server.Features.Review;

/// <summary>What several answers to one task say together.</summary>
internal sealed class Consensuses(Ontologies ontologies)
{
    public async Task<TaskResult?> OfAsync(Compartment compartment, ProjectId project, IReadOnlyList<AnnotationDetail> answers, CancellationToken ct)
    {
        // The newest version that any of them was made with knows every class that was still offered.
        var version = answers.Max(a => a.OntologyVersion);
        if (await ontologies.FindAsync(compartment, project, version, ct) is not { } ontology)
            return null;
        var consensus = SimpleConsensus.Infer(ontology, [.. answers.Select(a => a.Content)]);
        return new(consensus.Content, consensus.Agreement, answers.Max(a => a.CreatedAt));
    }
}
