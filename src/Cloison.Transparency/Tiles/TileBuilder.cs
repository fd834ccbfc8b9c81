using Cloison.Transparency.Merkle;

namespace Cloison.Transparency.Tiles;

/// <summary>Makes a log's tiles leaf by leaf. In memory: the tile in the making of each level, at most 8 of them for any log.</summary>
/// <param name="whenFull">Gets each tile that has become full, and its 32·256 bytes; from then on it never changes.</param>
public sealed class TileBuilder(Action<TileAddress, ReadOnlyMemory<byte>> whenFull)
{
    private readonly List<Row> rows = [];

    public long Size { get; private set; }

    /// <summary>Of all leaves so far.</summary>
    public TreeHash Root
    {
        get
        {
            // A tile in the making is a piece of the tree's right border: its perfect subtrees, from the highest level down, are those of the whole tree.
            var subtrees = new List<TreeHash>();
            for (var level = rows.Count - 1; level >= 0; level--)
                subtrees.AddRange(FrontierOf(rows[level].Bytes.AsSpan(0, rows[level].Width * TreeHash.Bytes)).Subtrees);
            return new TreeFrontier(Size, subtrees).Root;
        }
    }

    public void Append(TreeHash leaf)
    {
        Append(0, leaf);
        Size++;
    }

    /// <summary>The tiles at the border that are not full, as they are now.</summary>
    public IEnumerable<(TileAddress Address, ReadOnlyMemory<byte> Bytes)> Partial()
    {
        for (var level = 0; level < rows.Count; level++)
            if (rows[level] is { Width: > 0 } row)
                yield return (new(level, row.Index, row.Width), row.Bytes[..(row.Width * TreeHash.Bytes)].ToArray());
    }

    private void Append(int level, TreeHash hash)
    {
        if (level == rows.Count)
            rows.Add(new());
        var row = rows[level];
        hash.CopyTo(row.Bytes.AsSpan(row.Width * TreeHash.Bytes));
        row.Width++;
        if (row.Width < TileAddress.FullWidth)
            return;
        var tile = row.Bytes.ToArray();
        whenFull(new(level, row.Index, TileAddress.FullWidth), tile);
        row.Width = 0;
        row.Index++;
        Append(level + 1, FrontierOf(tile).Root);
    }

    private static TreeFrontier FrontierOf(ReadOnlySpan<byte> hashes)
    {
        var frontier = new TreeFrontier();
        for (var at = 0; at < hashes.Length; at += TreeHash.Bytes)
            frontier.Append(TreeHash.Of(hashes.Slice(at, TreeHash.Bytes)));
        return frontier;
    }

    private sealed class Row
    {
        public byte[] Bytes { get; } = new byte[TileAddress.FullWidth * TreeHash.Bytes];

        public long Index { get; set; }

        public int Width { get; set; }
    }
}
