namespace Cloison.Inference.Consensus;

internal static class Statistics
{
    /// <param name="sorted">Ascending, at least one.</param>
    public static double Median(ReadOnlySpan<double> sorted)
    {
        var middle = sorted.Length / 2;
        // Halved first, so that two huge numbers do not overflow.
        return sorted.Length % 2 == 1 ? sorted[middle] : sorted[middle - 1] / 2 + sorted[middle] / 2;
    }

    public static double MedianOf(IEnumerable<double> numbers) => Median([.. numbers.Order()]);
}
