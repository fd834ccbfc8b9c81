using System.Text.Json.Serialization;

namespace Cloison.Inference.Skill;

/// <summary>Something that was learnt about one answer of a person.</summary>
/// <param name="At">When.</param>
/// <param name="Seconds">How long he took; null: not measured.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(GoldEvidence), "gold")]
[JsonDerivedType(typeof(ReviewEvidence), "review")]
[JsonDerivedType(typeof(ConsensusEvidence), "consensus")]
public abstract record SkillEvidence(DateTimeOffset At, double? Seconds);

/// <summary>The truth was known before.</summary>
/// <param name="Score">1 right, 0 wrong, between for what is partly right.</param>
/// <param name="Truth">Index of the true label, where the answer is one of few labels.</param>
/// <param name="Answer">Index of the label that he gave.</param>
public sealed record GoldEvidence(DateTimeOffset At, double Score, double? Seconds = null, int? Truth = null, int? Answer = null) : SkillEvidence(At, Seconds);

/// <summary>Somebody looked at it.</summary>
/// <param name="Score">1 accepted, 0 rejected, between: what was left of it when it had been put right.</param>
public sealed record ReviewEvidence(DateTimeOffset At, double Score, double? Seconds = null) : SkillEvidence(At, Seconds);

/// <summary>Others answered the same.</summary>
/// <param name="Probability">That his answer is the true one, of an inference in which his own answer had no part.</param>
public sealed record ConsensusEvidence(DateTimeOffset At, double Probability, double? Seconds = null) : SkillEvidence(At, Seconds);
