using Cloison.Inference.Fitting;

namespace Cloison.Inference.Regions;

/// <summary>The regions of every task.</summary>
/// <param name="Regions">Of each task those that are kept, the surest first.</param>
/// <param name="Dropped">Of each task those that are not.</param>
/// <param name="HitRates">Of each annotator: how likely he draws what is there. NaN without answers.</param>
/// <param name="FalseAlarmRates">Of each annotator: how likely he joins a group that nothing is behind.</param>
public sealed record RegionCrowdResult(
    IReadOnlyList<IReadOnlyList<CrowdRegion>> Regions, IReadOnlyList<IReadOnlyList<CrowdRegion>> Dropped,
    IReadOnlyList<double> HitRates, IReadOnlyList<double> FalseAlarmRates, Convergence Convergence);
