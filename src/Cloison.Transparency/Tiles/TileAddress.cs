using System.Globalization;

namespace Cloison.Transparency.Tiles;

/// <summary>
/// Which tile: 256 hashes side by side of one level of tiles, or fewer at the right border of the tree. Hash i of tile (level, index) is the root of the
/// 256^level leaves from (index·256 + i)·256^level on. Source: c2sp.org/tlog-tiles v0.1.0.
/// </summary>
/// <param name="Level">0 to 63; 0 holds leaf hashes.</param>
/// <param name="Width">Hashes in it: 1 to 256.</param>
public readonly record struct TileAddress(int Level, long Index, int Width)
{
    public const int FullWidth = 256;

    /// <summary>Tree levels in one level of tiles.</summary>
    public const int Height = 8;

    /// <summary>Below the log's address: <c>tile/0/x001/234.p/17</c>.</summary>
    public string Path => $"tile/{Level.ToString(CultureInfo.InvariantCulture)}/{TilePath.Of(Index, Width)}";

    /// <summary>The entries whose hashes a tile of level 0 holds.</summary>
    public string EntriesPath => Level == 0 ? $"tile/entries/{TilePath.Of(Index, Width)}" : throw new InvalidOperationException("Only tiles of level 0 have entries.");

    /// <summary>How many hashes of this level a tree of so many leaves has.</summary>
    public static long HashesAt(int level, long size) => level * Height >= 63 ? 0 : size >> (level * Height);

    /// <summary>The tile that holds the hash with this number at this level, as wide as it is in a tree of so many leaves; null when the tree has no such hash.</summary>
    public static TileAddress? Holding(int level, long number, long size)
    {
        var count = HashesAt(level, size);
        if (number < 0 || number >= count)
            return null;
        var index = number / FullWidth;
        return new(level, index, (int)Math.Min(FullWidth, count - index * FullWidth));
    }

    /// <summary>All tiles of a tree, level by level: what a log of that size must serve.</summary>
    public static IEnumerable<TileAddress> All(long size)
    {
        for (var level = 0; HashesAt(level, size) is > 0 and var count; level++)
            for (var index = 0L; index * FullWidth < count; index++)
                yield return Holding(level, index * FullWidth, size)!.Value;
    }

    /// <summary>Reads what stands after the log's address. Another spelling of the same tile is none.</summary>
    public static bool TryParse(string path, out TileAddress tile)
    {
        tile = default;
        if (!path.StartsWith("tile/", StringComparison.Ordinal))
            return false;
        var parts = path["tile/".Length..].Split('/', 2);
        if (parts.Length < 2 || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var level) || level > 63
            || !TilePath.TryParse(parts[1], out var index, out var width))
            return false;
        tile = new(level, index, width);
        return tile.Path == path;
    }

    /// <inheritdoc cref="TryParse"/>
    public static bool TryParseEntries(string path, out TileAddress tile)
    {
        tile = default;
        const string prefix = "tile/entries/";
        if (!path.StartsWith(prefix, StringComparison.Ordinal) || !TilePath.TryParse(path[prefix.Length..], out var index, out var width))
            return false;
        tile = new(0, index, width);
        return tile.EntriesPath == path;
    }
}
