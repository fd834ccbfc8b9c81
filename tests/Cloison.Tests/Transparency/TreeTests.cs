using Cloison.Transparency.Merkle;
using Cloison.Transparency.Tiles;

namespace Cloison.Tests.Transparency;

public sealed class TreeTests
{
    [Fact]
    public void The_tree_of_RFC_6962_is_made_of_its_leaves()
    {
        var leaves = Enumerable.Range(0, 3).Select(n => TreeHash.OfLeaf(MemoryTree.Entry(n))).ToList();
        var expected = TreeHash.OfNode(TreeHash.OfNode(leaves[0], leaves[1]), leaves[2]);
        Assert.Equal(expected, MemoryTree.OfNumbers(3).Frontier.Root);
        Assert.Equal("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", new TreeFrontier().Root.ToString());
    }

    [Fact]
    public void Every_entry_of_every_small_tree_is_proven_and_no_other()
    {
        var tree = MemoryTree.OfNumbers(40);
        for (var size = 1L; size <= 40; size++)
        {
            var source = tree.At(size);
            var root = TreeMath.Root(source, size);
            for (var index = 0L; index < size; index++)
            {
                var proof = TreeMath.Inclusion(source, index, size);
                var leaf = TreeHash.OfLeaf(MemoryTree.Entry(index));
                Assert.True(ProofCheck.Includes(root, size, index, leaf, proof), $"{index} of {size}");
                Assert.False(ProofCheck.Includes(root, size, index, TreeHash.OfLeaf(MemoryTree.Entry(index + 1)), proof));
                Assert.False(ProofCheck.Includes(root, size, index, leaf, [.. proof, leaf]));
                Assert.False(size > 1 && ProofCheck.Includes(root, size, (index + 1) % size, leaf, proof));
                Assert.False(proof.Count > 0 && ProofCheck.Includes(root, size, index, leaf, [.. proof.Skip(1)]));
            }

            Assert.False(ProofCheck.Includes(root, size, size, root, []));
            Assert.False(ProofCheck.Includes(root, size, -1, root, []));
        }
    }

    [Fact]
    public void Every_small_tree_extends_all_before_it_and_no_other()
    {
        var tree = MemoryTree.OfNumbers(40);
        var roots = Enumerable.Range(0, 41).Select(size => TreeMath.Root(tree.At(size), size)).ToList();
        for (var newer = 0; newer <= 40; newer++)
            for (var older = 0; older <= newer; older++)
            {
                var proof = TreeMath.Consistency(tree.At(newer), older, newer);
                Assert.True(ProofCheck.Extends(roots[older], older, roots[newer], newer, proof), $"{older} to {newer}");
                if (older == 0)
                    continue;
                Assert.False(ProofCheck.Extends(roots[older - 1], older, roots[newer], newer, proof));
                Assert.False(ProofCheck.Extends(roots[older], older, roots[older - 1], newer, proof));
                Assert.False(ProofCheck.Extends(roots[older], older, roots[newer], newer, [.. proof, roots[0]]));
                for (var i = 0; i < proof.Count; i++)
                {
                    var altered = proof.ToArray();
                    altered[i] = TreeHash.OfNode(altered[i], altered[i]);
                    Assert.False(ProofCheck.Extends(roots[older], older, roots[newer], newer, altered));
                }
            }

        Assert.False(ProofCheck.Extends(roots[3], 3, roots[2], 2, []));
        // A tree without leaves has one root only.
        Assert.False(ProofCheck.Extends(roots[0], 0, roots[1], 0, []));
        Assert.False(ProofCheck.Extends(roots[1], 0, roots[1], 0, []));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    public void The_root_is_the_same_from_tiles_and_from_the_border(long size)
    {
        var tree = MemoryTree.OfNumbers(size);
        Assert.Equal(tree.Frontier.Root, TreeMath.Root(tree.At(size), size));
        Assert.Equal(TileAddress.All(size).Order(Comparer<TileAddress>.Create((a, b) => string.CompareOrdinal(a.Path, b.Path))), tree.Tiles().Keys.Order(Comparer<TileAddress>.Create((a, b) => string.CompareOrdinal(a.Path, b.Path))));
        Assert.Equal(tree.Frontier.Root, new TreeFrontier(size, tree.Frontier.Subtrees).Root);
    }

    [Fact]
    public void A_proof_in_a_large_log_reads_few_tiles()
    {
        const long size = 70_000;
        var tiles = MemoryTree.OfNumbers(size).Tiles();
        var read = 0;
        var source = new TileHashes(size, address => { read++; return tiles[address]; });
        TreeMath.Inclusion(source, 12_345, size);
        Assert.InRange(read, 1, 6);
    }

    [Fact]
    public void A_tile_of_the_wrong_size_is_refused()
    {
        var source = new TileHashes(300, address => new byte[address.Width * TreeHash.Bytes - 1]);
        Assert.Throws<InvalidDataException>(() => TreeMath.Root(source, 300));
    }

    [Theory]
    [InlineData(0, 0, 256, "tile/0/000")]
    [InlineData(0, 1_234_067, 256, "tile/0/x001/x234/067")]
    [InlineData(1, 1, 17, "tile/1/001.p/17")]
    [InlineData(63, 999, 1, "tile/63/999.p/1")]
    public void A_tile_has_one_path(int level, long index, int width, string path)
    {
        var tile = new TileAddress(level, index, width);
        Assert.Equal(path, tile.Path);
        Assert.True(TileAddress.TryParse(path, out var read));
        Assert.Equal(tile, read);
    }

    [Theory]
    [InlineData("tile/64/000")]
    [InlineData("tile/00/000")]
    [InlineData("tile/0/0")]
    [InlineData("tile/0/x000/001")]
    [InlineData("tile/0/001/002")]
    [InlineData("tile/0/000.p/256")]
    [InlineData("tile/0/000.p/0")]
    [InlineData("tile/0/000.p/01")]
    [InlineData("tile/0/-01")]
    [InlineData("tile/0/000/")]
    [InlineData("tile/0/../../checkpoint")]
    public void Another_spelling_is_no_path(string path) => Assert.False(TileAddress.TryParse(path, out _));

    [Fact]
    public void Bundles_give_back_their_entries_and_refuse_a_cut()
    {
        using var bundle = new MemoryStream();
        byte[][] entries = [[], [1, 2, 3], new byte[EntryBundle.MaxEntryBytes]];
        foreach (var entry in entries)
            EntryBundle.Append(bundle, entry);
        Assert.Equal(entries, EntryBundle.Read(bundle.ToArray(), 3).Select(e => e.ToArray()));
        Assert.Throws<InvalidDataException>(() => EntryBundle.Read(bundle.ToArray(), 2));
        Assert.Throws<InvalidDataException>(() => EntryBundle.Read(bundle.ToArray().AsMemory(0, 6), 2));
        Assert.Throws<ArgumentException>(() => EntryBundle.Append(bundle, new byte[EntryBundle.MaxEntryBytes + 1]));
    }
}
