namespace Cloison.Inference.Consensus;
internal sealed record ConsensusStub(Cloison.Domain.Annotations.AnnotationContent Content, double? Agreement);
internal static class SimpleConsensus { public static ConsensusStub Of(Cloison.Domain.Ontologies.Ontology o, System.Collections.Generic.IReadOnlyList<Cloison.Domain.Annotations.AnnotationContent> a) => new(a[0], null); }
