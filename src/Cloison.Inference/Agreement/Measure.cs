using Cloison.Inference.Answers;

namespace Cloison.Inference.Agreement;

/// <summary>A measure by name.</summary>
/// <param name="Name">As people type it: <c>alpha</c>, <c>cohen-linear</c>, <c>f1@0.5</c>.</param>
/// <param name="Prepare">Makes it ready for a table.</param>
public sealed record Measure<T>(string Name, Func<AnswerTable<T>, AgreementOf> Prepare);
