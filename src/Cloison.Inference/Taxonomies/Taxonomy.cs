namespace Cloison.Inference.Taxonomies;

/// <summary>A tree of labels, or several.</summary>
public sealed class Taxonomy
{
    private readonly int[] _parents;

    /// <param name="parents">Of each node; -1 for a root.</param>
    /// <exception cref="ArgumentException">A parent does not exist, or a node is its own ancestor.</exception>
    public Taxonomy(IReadOnlyList<int> parents)
    {
        _parents = [.. parents];
        Depths = new int[_parents.Length];
        for (var n = 0; n < _parents.Length; n++)
            for (var at = n; at >= 0; at = _parents[at])
            {
                if (_parents[at] >= _parents.Length)
                    throw new ArgumentException($"Node {at} has a parent that does not exist.", nameof(parents));
                if (++Depths[n] > _parents.Length)
                    throw new ArgumentException($"Node {n} is its own ancestor.", nameof(parents));
            }
    }

    public int Count => _parents.Length;

    /// <summary>1 for a root.</summary>
    internal int[] Depths { get; }

    /// <summary>-1 for a root.</summary>
    public int ParentOf(int node) => _parents[node];

    /// <summary>
    /// Wu, Z., Palmer, M. (1994), doi:10.3115/981732.981751: 2 d(common) / (d(a) + d(b)), d the number of nodes from the root: 1 for the same node, 0 for
    /// nodes of different trees.
    /// </summary>
    public double PartialCredit(int a, int b)
    {
        var (x, y) = (a, b);
        while (x >= 0 && y >= 0 && x != y)
            if (Depths[x] >= Depths[y])
                x = _parents[x];
            else
                y = _parents[y];
        return x >= 0 && x == y ? 2.0 * Depths[x] / (Depths[a] + Depths[b]) : 0;
    }
}
