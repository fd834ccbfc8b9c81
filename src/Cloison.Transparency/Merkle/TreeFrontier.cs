using System.Numerics;

namespace Cloison.Transparency.Merkle;

/// <summary>A growing tree, held as the roots of its perfect subtrees from the left: at most 63 hashes, however many leaves there are.</summary>
public sealed class TreeFrontier
{
    private readonly List<TreeHash> subtrees;

    public TreeFrontier() : this(0, [])
    {
    }

    /// <summary>Goes on where another one stopped.</summary>
    /// <param name="subtrees">Roots of the perfect subtrees, the largest (leftmost) first: one for each bit of <paramref name="size"/> that is set.</param>
    /// <exception cref="ArgumentException">The number of subtrees is not that of the size.</exception>
    public TreeFrontier(long size, IEnumerable<TreeHash> subtrees)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        this.subtrees = [.. subtrees];
        if (this.subtrees.Count != BitOperations.PopCount((ulong)size))
            throw new ArgumentException($"A tree of {size} leaves has {BitOperations.PopCount((ulong)size)} perfect subtrees, not {this.subtrees.Count}.", nameof(subtrees));
        Size = size;
    }

    public long Size { get; private set; }

    /// <summary>The largest first.</summary>
    public IReadOnlyList<TreeHash> Subtrees => subtrees;

    public TreeHash Root
    {
        get
        {
            if (subtrees.Count == 0)
                return TreeHash.EmptyRoot;
            var root = subtrees[^1];
            for (var i = subtrees.Count - 2; i >= 0; i--)
                root = TreeHash.OfNode(subtrees[i], root);
            return root;
        }
    }

    public void Append(TreeHash leaf)
    {
        // As in a binary counter: every trailing one of the size is a subtree that becomes whole.
        var carry = leaf;
        for (var size = Size; (size & 1) == 1; size >>= 1)
        {
            carry = TreeHash.OfNode(subtrees[^1], carry);
            subtrees.RemoveAt(subtrees.Count - 1);
        }

        subtrees.Add(carry);
        Size++;
    }
}
