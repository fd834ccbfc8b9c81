namespace Cloison.Inference.Pairwise;

/// <summary>How often, or with what weight, each two items were compared. First below Second.</summary>
internal sealed class PairCounts
{
    private readonly Dictionary<(int, int), int> _index = [];

    public PairCounts(ComparisonTable table)
    {
        Of = new int[table.All.Count];
        foreach (var (n, c) in table.All.Index())
        {
            var key = c.Winner < c.Loser ? (c.Winner, c.Loser) : (c.Loser, c.Winner);
            if (!_index.TryGetValue(key, out var at))
                _index.Add(key, at = _index.Count);
            Of[n] = at;
        }

        (First, Second, Wins, Losses, Ties) = (new int[_index.Count], new int[_index.Count], new double[_index.Count], new double[_index.Count], new double[_index.Count]);
        foreach (var ((i, j), at) in _index)
            (First[at], Second[at]) = (i, j);
        foreach (var (n, c) in table.All.Index())
            if (c.IsTie)
                Ties[Of[n]]++;
            else if (c.Winner < c.Loser)
                Wins[Of[n]]++;
            else
                Losses[Of[n]]++;
    }

    /// <summary>The pair of each comparison.</summary>
    public int[] Of { get; }

    public int[] First { get; }

    public int[] Second { get; }

    /// <summary>Of the first.</summary>
    public double[] Wins { get; }

    public double[] Losses { get; }

    public double[] Ties { get; }
}
