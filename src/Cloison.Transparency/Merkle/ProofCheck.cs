using System.Numerics;

namespace Cloison.Transparency.Merkle;

/// <summary>Checks proofs with nothing but the roots: what somebody runs who does not trust the log. Source: RFC 9162 §2.1.3.2 and §2.1.4.2.</summary>
public static class ProofCheck
{
    /// <summary>Whether the tree of <paramref name="size"/> leaves with this root has this leaf at this index.</summary>
    public static bool Includes(TreeHash root, long size, long index, TreeHash leaf, IReadOnlyList<TreeHash> proof)
    {
        if (index < 0 || index >= size)
            return false;
        var (at, last, hash) = (index, size - 1, leaf);
        foreach (var sibling in proof)
        {
            if (last == 0)
                return false;
            if ((at & 1) == 1 || at == last)
            {
                hash = TreeHash.OfNode(sibling, hash);
                SkipToRightChild(ref at, ref last);
            }
            else
                hash = TreeHash.OfNode(hash, sibling);
            at >>= 1;
            last >>= 1;
        }

        return last == 0 && hash == root;
    }

    /// <summary>Whether the larger tree begins with the smaller one. Every tree begins with the empty one, without a proof; a size of 0 has the empty root.</summary>
    public static bool Extends(TreeHash oldRoot, long oldSize, TreeHash newRoot, long newSize, IReadOnlyList<TreeHash> proof)
    {
        if (oldSize < 0 || oldSize > newSize)
            return false;
        if (oldSize == newSize)
            return proof.Count == 0 && oldRoot == newRoot && (newSize > 0 || newRoot == TreeHash.EmptyRoot);
        if (oldSize == 0)
            return proof.Count == 0 && oldRoot == TreeHash.EmptyRoot;
        if (proof.Count == 0)
            return false;
        // For a power of two the proof leaves out its first hash: it is the old root.
        var skipsFirst = BitOperations.IsPow2(oldSize);
        var (at, last) = (oldSize - 1, newSize - 1);
        while ((at & 1) == 1)
        {
            at >>= 1;
            last >>= 1;
        }

        var first = skipsFirst ? oldRoot : proof[0];
        var (oldHash, newHash) = (first, first);
        for (var i = skipsFirst ? 0 : 1; i < proof.Count; i++)
        {
            if (last == 0)
                return false;
            if ((at & 1) == 1 || at == last)
            {
                oldHash = TreeHash.OfNode(proof[i], oldHash);
                newHash = TreeHash.OfNode(proof[i], newHash);
                SkipToRightChild(ref at, ref last);
            }
            else
                newHash = TreeHash.OfNode(newHash, proof[i]);
            at >>= 1;
            last >>= 1;
        }

        return last == 0 && oldHash == oldRoot && newHash == newRoot;
    }

    /// <summary>Goes up past the levels where the right border has no sibling.</summary>
    private static void SkipToRightChild(ref long at, ref long last)
    {
        while (at != 0 && (at & 1) == 0)
        {
            at >>= 1;
            last >>= 1;
        }
    }
}
