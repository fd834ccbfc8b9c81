namespace Cloison.Formats.Dataset;

/// <summary>What was written, and what the format could not hold.</summary>
/// <param name="Items">Items written.</param>
/// <param name="Regions">Regions written.</param>
/// <param name="Losses">Everything that is not in the file, or not as it was; empty when nothing was lost.</param>
public sealed record FidelityReport(long Items, long Regions, IReadOnlyList<FidelityLoss> Losses)
{
    public bool IsLossless => Losses.Count == 0;
}

/// <param name="Kind">Stable and dotted: <c>shape.polygon</c>, <c>relation</c>, <c>answer</c>, <c>attribute</c>, <c>field</c>, <c>item</c> …</param>
/// <param name="Reason">What happened to it, in a sentence.</param>
/// <param name="Count">How often.</param>
/// <param name="Example">The item where it happened first.</param>
public sealed record FidelityLoss(string Kind, string Reason, long Count, string Example);

/// <summary>Counts what a writer writes and loses; memory grows with the kinds of loss, not with their number.</summary>
internal sealed class FidelityCount
{
    private readonly Dictionary<(string Kind, string Reason), (long Count, string Example)> losses = [];
    private long items;
    private long regions;

    public string CurrentItem { get; set; } = "";

    public void Wrote(int regionCount)
    {
        items++;
        regions += regionCount;
    }

    public void Lose(string kind, string reason, long count = 1)
    {
        if (count == 0)
            return;
        var (before, example) = losses.GetValueOrDefault((kind, reason), (0, CurrentItem));
        losses[(kind, reason)] = (before + count, example);
    }

    public FidelityReport Report() =>
        new(items, regions, [.. losses.OrderBy(l => l.Key.Kind, StringComparer.Ordinal).ThenBy(l => l.Key.Reason, StringComparer.Ordinal)
            .Select(l => new FidelityLoss(l.Key.Kind, l.Key.Reason, l.Value.Count, l.Value.Example))]);
}
