namespace Cloison.Inference.Consensus;

/// <summary>What counts as the same region, and how many must have it.</summary>
/// <param name="KeepShare">A region, span or relation is kept when at least this share of the answers has it, 0 to 1.</param>
/// <param name="MinIou">Two boxes or polygons are one region from this intersection over union on, 0 to 1.</param>
/// <param name="MaxPointDistancePx">Two points are one up to this distance.</param>
/// <param name="MaxTextLength">Texts are compared by their first so many UTF-16 code units: comparing costs the square of it.</param>
public sealed record ConsensusOptions(double KeepShare = 0.5, double MinIou = 0.5, double MaxPointDistancePx = 10, int MaxTextLength = 1_000)
{
    public static readonly ConsensusOptions Default = new();
}
