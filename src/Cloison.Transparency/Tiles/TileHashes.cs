using Cloison.Transparency.Merkle;

namespace Cloison.Transparency.Tiles;

/// <summary>The hashes of a tree of a given size, read from its tiles. Keeps the tiles that it has read.</summary>
/// <param name="size">Leaves of the tree: says how wide the tiles at its border are.</param>
/// <param name="read">Gives a tile's bytes, 32 a hash. Throws when there is none.</param>
public sealed class TileHashes(long size, Func<TileAddress, ReadOnlyMemory<byte>> read) : IHashSource
{
    private readonly Dictionary<TileAddress, ReadOnlyMemory<byte>> tiles = [];

    public TreeHash Read(int level, long index)
    {
        var (tileLevel, above) = Math.DivRem(level, TileAddress.Height);
        var first = index << above;
        return Combine(tileLevel, first, 1 << above);
    }

    /// <summary>The root over <paramref name="count"/> neighbours of one level of tiles; they lie in one tile, since their number is a power of two up to 128.</summary>
    private TreeHash Combine(int level, long first, int count)
    {
        if (count == 1)
            return One(level, first);
        return TreeHash.OfNode(Combine(level, first, count / 2), Combine(level, first + count / 2, count / 2));
    }

    private TreeHash One(int level, long number)
    {
        var address = TileAddress.Holding(level, number, size) ?? throw new InvalidDataException($"A tree of {size} entries has no hash {number} at tile level {level}.");
        if (!tiles.TryGetValue(address, out var tile))
        {
            tile = read(address);
            if (tile.Length != address.Width * TreeHash.Bytes)
                throw new InvalidDataException($"{address.Path} has {tile.Length} bytes instead of {address.Width * TreeHash.Bytes}.");
            tiles.Add(address, tile);
        }

        var at = (int)(number - address.Index * TileAddress.FullWidth);
        return TreeHash.Of(tile.Span.Slice(at * TreeHash.Bytes, TreeHash.Bytes));
    }
}
