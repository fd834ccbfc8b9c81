namespace Cloison.Inference.Gold;

/// <summary>A gold task that could be given.</summary>
/// <param name="Exposure">How many people have had it.</param>
public sealed record GoldCandidate(string Task, int Exposure);
