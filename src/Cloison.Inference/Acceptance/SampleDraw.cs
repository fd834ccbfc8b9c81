using Cloison.Inference.Probability;

namespace Cloison.Inference.Acceptance;

/// <summary>
/// Drawing without replacement. The same items, whatever their order, and the same seed give the same sample, so that anybody can check it.
/// Strata get shares in proportion to their size, by largest remainders, and at least one each while that is possible.
/// </summary>
public static class SampleDraw
{
    /// <returns>The drawn items, by stratum and id.</returns>
    public static IReadOnlyList<LotItem> Draw(IReadOnlyList<LotItem> lot, int sampleSize, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sampleSize);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sampleSize, lot.Count);
        var items = lot.OrderBy(i => i.Stratum, StringComparer.Ordinal).ThenBy(i => i.Id, StringComparer.Ordinal).ToArray();
        var strata = Strata(items);
        var shares = Shares([.. strata.Select(s => s.End - s.Start)], sampleSize, items.Length);
        var drawn = new List<LotItem>(sampleSize);
        for (var s = 0; s < strata.Count; s++)
        {
            var (start, end) = strata[s];
            var order = Enumerable.Range(start, end - start).ToArray();
            // A seed for each stratum: another one that grows does not change what is drawn here.
            new SeededStream(SeededStream.Derive(seed, items[start].Stratum)).Shuffle(order);
            drawn.AddRange(order.Take(shares[s]).Order().Select(i => items[i]));
        }

        return drawn;
    }

    private static List<(int Start, int End)> Strata(LotItem[] items)
    {
        var strata = new List<(int, int)>();
        for (int start = 0, i = 1; i <= items.Length; i++)
        {
            if (i < items.Length && items[i].Stratum == items[start].Stratum)
                continue;
            strata.Add((start, i));
            start = i;
        }

        return strata;
    }

    private static int[] Shares(int[] sizes, int sampleSize, int lotSize)
    {
        var shares = new int[sizes.Length];
        var left = sampleSize;
        if (sampleSize >= sizes.Length)
        {
            Array.Fill(shares, 1);
            left -= sizes.Length;
        }

        // One after the other to the stratum that is furthest below its proportion.
        for (; left > 0; left--)
        {
            var best = -1;
            var most = double.NegativeInfinity;
            for (var s = 0; s < sizes.Length; s++)
            {
                var behind = (double)sizes[s] * sampleSize / lotSize - shares[s];
                if (shares[s] < sizes[s] && behind > most)
                    (best, most) = (s, behind);
            }

            shares[best]++;
        }

        return shares;
    }
}
