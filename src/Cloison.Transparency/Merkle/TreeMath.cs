using System.Numerics;

namespace Cloison.Transparency.Merkle;

/// <summary>Roots and proofs out of the roots of perfect subtrees. Source: RFC 6962 §2.1; RFC 9162 §2.1.3.1 and §2.1.4.1.</summary>
/// <remarks>A tree of n leaves is split at the largest power of two below n. A proof reads about 2·log₂ n hashes, however large the log.</remarks>
public static class TreeMath
{
    /// <summary>The root of the first <paramref name="size"/> leaves.</summary>
    public static TreeHash Root(IHashSource source, long size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        return size == 0 ? TreeHash.EmptyRoot : Range(source, 0, size);
    }

    /// <summary>What is needed to get from leaf <paramref name="index"/> to the root of <paramref name="size"/> leaves: siblings, from the leaf up.</summary>
    public static IReadOnlyList<TreeHash> Inclusion(IHashSource source, long index, long size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, size);
        var proof = new List<TreeHash>();
        var (begin, end) = (0L, size);
        while (end - begin > 1)
        {
            var middle = begin + Split(end - begin);
            if (index < middle)
            {
                proof.Add(Range(source, middle, end));
                end = middle;
            }
            else
            {
                proof.Add(Range(source, begin, middle));
                begin = middle;
            }
        }

        proof.Reverse();
        return proof;
    }

    /// <summary>What is needed to see that the first <paramref name="oldSize"/> leaves of both trees are the same. Empty for 0 and for equal sizes.</summary>
    public static IReadOnlyList<TreeHash> Consistency(IHashSource source, long oldSize, long newSize)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(oldSize);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(oldSize, newSize);
        var proof = new List<TreeHash>();
        if (oldSize == 0 || oldSize == newSize)
            return proof;
        var (begin, end) = (0L, newSize);
        while (end != oldSize)
        {
            var middle = begin + Split(end - begin);
            if (oldSize <= middle)
            {
                proof.Add(Range(source, middle, end));
                end = middle;
            }
            else
            {
                proof.Add(Range(source, begin, middle));
                begin = middle;
            }
        }

        // A whole left part of the new tree is the old root itself, which the other side has.
        if (begin > 0)
            proof.Add(Range(source, begin, end));
        proof.Reverse();
        return proof;
    }

    /// <summary>The largest power of two below <paramref name="count"/>.</summary>
    private static long Split(long count) => 1L << BitOperations.Log2((ulong)(count - 1));

    /// <summary>The root of the leaves from <paramref name="begin"/> to before <paramref name="end"/>; such a range is always one that the splitting makes.</summary>
    private static TreeHash Range(IHashSource source, long begin, long end)
    {
        var count = end - begin;
        if (BitOperations.IsPow2(count))
        {
            var level = BitOperations.Log2((ulong)count);
            return source.Read(level, begin >> level);
        }

        var middle = begin + Split(count);
        return TreeHash.OfNode(Range(source, begin, middle), Range(source, middle, end));
    }
}
