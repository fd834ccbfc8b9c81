using Cloison.Domain.Annotations;

namespace Cloison.Inference.Consensus;

/// <summary>One answer made of several.</summary>
/// <param name="Agreement">
/// 0 to 1: the mean over the fields, the regions as one part, and the relations as one part. 0 without answers, 1 for a single one.
/// </param>
public sealed record ConsensusResult(AnnotationContent Content, double Agreement, IReadOnlyList<PartAgreement> Parts);

/// <param name="Part"><c>values.NAME</c>, <c>regions.ID</c> and <c>relations.ID</c> with ids of the result, or <c>regions.-</c> and <c>relations.-</c> for what was dropped.</param>
/// <param name="Agreement">How far the answers agree with what was decided, 0 to 1.</param>
public sealed record PartAgreement(string Part, double Agreement);
