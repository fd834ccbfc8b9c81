namespace Cloison.Inference.Acceptance;

/// <summary>One item of a batch.</summary>
/// <param name="Stratum">The annotator or the class by which the sample is spread; empty: none.</param>
public sealed record LotItem(string Id, string Stratum = "");
