namespace Cloison.Inference.Acceptance;

/// <summary>An error in one item.</summary>
/// <param name="Weight">How bad, above 0, at most 1.</param>
public sealed record FoundError(string Kind, double Weight = 1, string Note = "");
