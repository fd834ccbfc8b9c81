namespace Cloison.Inference.Agreement;

/// <summary>Kendall, M. G. (1938), doi:10.1093/biomet/30.1-2.81: the share of pairs of items that two rankings put in opposite order.</summary>
public static class RankingDistance
{
    /// <summary>0 to 1, over the items that both rank. 0 with fewer than two of those.</summary>
    /// <param name="a">Items, best first, each once.</param>
    public static double Kendall(IReadOnlyList<string> a, IReadOnlyList<string> b)
    {
        var placeInB = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < b.Count; i++)
            placeInB.TryAdd(b[i], i);
        var places = new List<int>();
        foreach (var item in a)
            if (placeInB.TryGetValue(item, out var place))
                places.Add(place);
        double opposite = 0;
        for (var i = 0; i < places.Count; i++)
            for (var j = i + 1; j < places.Count; j++)
                if (places[i] > places[j])
                    opposite++;
        return places.Count < 2 ? 0 : opposite / (places.Count * (places.Count - 1) / 2.0);
    }
}
