using System.Globalization;

namespace Cloison.Transparency.Tiles;

/// <summary>The number of a tile in groups of three digits, all but the last marked with x, and its width when it is not full: 1234067 is <c>x001/x234/067</c>.</summary>
internal static class TilePath
{
    public static string Of(long index, int width)
    {
        var path = Group(index % 1000);
        for (var rest = index / 1000; rest > 0; rest /= 1000)
            path = $"x{Group(rest % 1000)}/{path}";
        return width == TileAddress.FullWidth ? path : $"{path}.p/{width.ToString(CultureInfo.InvariantCulture)}";
    }

    public static bool TryParse(string path, out long index, out int width)
    {
        index = 0;
        width = TileAddress.FullWidth;
        if (path.IndexOf(".p/", StringComparison.Ordinal) is >= 0 and var at)
        {
            if (!int.TryParse(path.AsSpan(at + 3), NumberStyles.None, CultureInfo.InvariantCulture, out width) || width is < 1 or >= TileAddress.FullWidth)
                return false;
            path = path[..at];
        }

        var groups = path.Split('/');
        // Six groups hold every number that a 64-bit size can need.
        if (groups.Length > 6)
            return false;
        for (var i = 0; i < groups.Length; i++)
        {
            var isLast = i == groups.Length - 1;
            var digits = isLast ? groups[i] : groups[i] is ['x', .. var rest] ? rest : "";
            if (digits.Length != 3 || !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var value))
                return false;
            index = index * 1000 + value;
        }

        return true;
    }

    private static string Group(long value) => value.ToString("D3", CultureInfo.InvariantCulture);
}
