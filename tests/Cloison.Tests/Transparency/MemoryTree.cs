using Cloison.Transparency.Merkle;
using Cloison.Transparency.Tiles;

namespace Cloison.Tests.Transparency;

/// <summary>A log's tree in memory, built through its tiles as a real log is.</summary>
internal sealed class MemoryTree
{
    private readonly Dictionary<TileAddress, byte[]> full = [];
    private readonly TileBuilder builder;

    public MemoryTree() => builder = new((address, bytes) => full.Add(address, bytes.ToArray()));

    public TreeFrontier Frontier { get; } = new();

    public long Size => Frontier.Size;

    /// <summary>Leaf n is the decimal number n, as in the vectors.</summary>
    public static MemoryTree OfNumbers(long count)
    {
        var tree = new MemoryTree();
        for (var n = 0L; n < count; n++)
            tree.Append(Entry(n));
        return tree;
    }

    public static byte[] Entry(long n) => System.Text.Encoding.ASCII.GetBytes(n.ToString());

    public void Append(ReadOnlySpan<byte> entry)
    {
        var leaf = TreeHash.OfLeaf(entry);
        Frontier.Append(leaf);
        builder.Append(leaf);
    }

    public Dictionary<TileAddress, byte[]> Tiles()
    {
        var all = new Dictionary<TileAddress, byte[]>(full);
        foreach (var (address, bytes) in builder.Partial())
            all.Add(address, bytes.ToArray());
        return all;
    }

    /// <summary>The tree as it was when it had so many leaves: border tiles are cut from wider ones.</summary>
    public IHashSource At(long size)
    {
        var tiles = Tiles();
        return new TileHashes(size, wanted => tiles.First(t => t.Key.Level == wanted.Level && t.Key.Index == wanted.Index).Value.AsMemory(0, wanted.Width * TreeHash.Bytes));
    }
}
