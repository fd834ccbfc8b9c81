namespace Cloison.Inference.Agreement;

/// <summary>How agreement is resampled.</summary>
/// <param name="Resamples">0 for no intervals.</param>
/// <param name="Level">Of the intervals, between 0 and 1.</param>
/// <param name="Seed">The same seed gives the same intervals.</param>
/// <param name="MinSharedTasks">Pairs of annotators that share fewer tasks are left out.</param>
public sealed record AgreementOptions(int Resamples = 1000, double Level = 0.95, ulong Seed = 1, int MinSharedTasks = 5)
{
    public static readonly AgreementOptions Default = new();
}
