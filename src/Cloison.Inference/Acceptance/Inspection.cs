namespace Cloison.Inference.Acceptance;

/// <summary>What an inspector found of one item.</summary>
/// <param name="Kinds">The kinds of annotation that it holds: "box", "field:colour". Each is judged by itself.</param>
public sealed record Inspection(string ItemId, IReadOnlyList<string> Kinds, IReadOnlyList<FoundError> Errors);
