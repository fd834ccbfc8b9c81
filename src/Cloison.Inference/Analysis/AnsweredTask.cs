using Cloison.Domain.Annotations;

namespace Cloison.Inference.Analysis;

/// <summary>A task that several people have answered.</summary>
/// <param name="Answers">In the order in which they were given, one of each person.</param>
/// <param name="Result">What it was decided to be; null: not yet.</param>
public sealed record AnsweredTask(string Task, string? Batch, IReadOnlyList<GivenAnswer> Answers, AnnotationContent? Result);

/// <param name="Seconds">Active time.</param>
public sealed record GivenAnswer(string Person, AnnotationContent Content, double Seconds);
