namespace Cloison.Inference.Regions;

/// <summary>What belongs together, and what is kept.</summary>
/// <param name="MinOverlap">From this overlap with the middle of a group on a region may belong to it, 0 to 1.</param>
/// <param name="KeepAbove">Groups whose posterior of being there is greater are kept.</param>
/// <param name="PointReachPx">For points: the distance at which the overlap is 0.</param>
/// <param name="PriorRegions">How many hits and misses, and false alarms, of the average everybody is credited with.</param>
/// <param name="ComparesClass">Whether regions of different classes may not be in one group. When they may, the class is voted.</param>
public sealed record RegionCrowdOptions(
    double MinOverlap = 0.2, double KeepAbove = 0.5, double PointReachPx = 20, double PriorRegions = 5, bool ComparesClass = false, int MaxIterations = 100)
{
    public static readonly RegionCrowdOptions Default = new();
}
