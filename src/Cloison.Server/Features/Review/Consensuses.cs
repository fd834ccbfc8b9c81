using Cloison.Contracts;
using Cloison.Domain.Ontologies;
using Cloison.Inference.Consensus;
using Cloison.Server.Features.Projects;
using Cloison.Server.Features.Quality;
using Cloison.Storage.Compartments;

namespace Cloison.Server.Features.Review;

/// <summary>What several answers to one task say together.</summary>
internal sealed class Consensuses(Ontologies ontologies)
{
    public async Task<TaskResult?> OfAsync(Compartment compartment, ProjectId project, IReadOnlyList<AnnotationDetail> answers, CancellationToken ct) =>
        await OntologyOfAsync(compartment, project, answers, ct) is { } ontology
            ? Of(ontology, answers, await compartment.Database.ReadAsync(db => ResultQuality.TrustIn(db, project, answers), ct))
            : null;

    /// <summary>The newest version that any of them was made with: it knows every class that was still offered.</summary>
    public Task<Ontology?> OntologyOfAsync(Compartment compartment, ProjectId project, IReadOnlyList<AnnotationDetail> answers, CancellationToken ct) =>
        ontologies.FindAsync(compartment, project, answers.Max(a => a.OntologyVersion), ct);

    /// <param name="trust">In each who answered.</param>
    public static TaskResult Of(Ontology ontology, IReadOnlyList<AnnotationDetail> answers, IReadOnlyDictionary<PersonId, double> trust)
    {
        var consensus = TaskConsensus.Infer(ontology, [.. answers.Select(a => a.Content)], trust: [.. answers.Select(a => trust[a.Person])]);
        return new(consensus.Content, consensus.Agreement, answers.Max(a => a.CreatedAt));
    }
}
