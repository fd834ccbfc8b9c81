namespace Cloison.Transparency.Merkle;

/// <summary>Where the roots of a tree's perfect subtrees are read from.</summary>
public interface IHashSource
{
    /// <summary>The root of the 2^<paramref name="level"/> leaves that begin at leaf <paramref name="index"/>·2^<paramref name="level"/>. Level 0: the leaf itself.</summary>
    /// <exception cref="InvalidDataException">The source does not hold it, or contradicts itself.</exception>
    TreeHash Read(int level, long index);
}
