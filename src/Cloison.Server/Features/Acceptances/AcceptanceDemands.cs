using Cloison.Contracts;
using Cloison.Domain;
using Cloison.Domain.Ontologies;
using Cloison.Inference.Acceptance;

namespace Cloison.Server.Features.Acceptances;

/// <summary>What may be demanded of an acceptance, and what it means to the engine.</summary>
internal static class AcceptanceDemands
{
    // Nearer to each other, and the sample has to tell apart what hardly differs: plans grow without bound.
    private const double MostAcceptable = 0.75;

    public static SamplingDemand ToSampling(this NewAcceptance demand) =>
        new(demand.RejectableErrorRate, demand.AcceptableErrorRate, demand.ConsumerRisk, demand.ProducerRisk);

    public static AcceptanceRules ToRules(this NewAcceptance demand) => new(demand.ToSampling(), demand.Confidence, demand.WrongFrom);

    public static List<InputError> Check(NewAcceptance demand, Ontology ontology)
    {
        var errors = new List<InputError>();
        Between(demand.RejectableErrorRate, 0.001, 0.5, "rejectableErrorRate");
        Between(demand.ConsumerRisk, 0.001, 0.5, "consumerRisk");
        Between(demand.ProducerRisk, 0.001, 0.5, "producerRisk");
        Between(demand.Confidence, 0.5, 0.999, "confidence");
        Between(demand.WrongFrom, 0.01, 1, "wrongFrom");
        if (demand.AcceptableErrorRate is { } acceptable && !(acceptable >= 0 && acceptable <= MostAcceptable * demand.RejectableErrorRate))
            errors.Add(new("acceptableErrorRate", "It is 0 to three quarters of the rejectable rate."));
        if (demand.Kinds is { Count: 0 })
            errors.Add(new("kinds", "Name a kind, or leave it out: then all count."));
        var known = AnnotationKinds.In(ontology);
        for (var i = 0; i < demand.Kinds?.Count; i++)
            if (!known.Contains(demand.Kinds[i]))
                errors.Add(new($"kinds[{i}]", "The ontology has no such kind."));
        return errors;

        void Between(double value, double least, double most, string path)
        {
            // Also refuses what is no number.
            if (!(value >= least && value <= most))
                errors.Add(new(path, FormattableString.Invariant($"It is {least} to {most}.")));
        }
    }
}
