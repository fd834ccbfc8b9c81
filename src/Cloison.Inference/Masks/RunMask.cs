namespace Cloison.Inference.Masks;

/// <summary>A binary mask as runs of foreground pixels, row by row.</summary>
public sealed class RunMask
{
    private readonly int[] _runs;

    /// <param name="runs">Start, length, start, length, …; starts count pixels from 0, ascending, runs do not touch or overlap the next one's start.</param>
    /// <exception cref="ArgumentException">The runs are not of that form or leave the mask.</exception>
    public RunMask(int width, int height, ReadOnlySpan<int> runs)
    {
        if (width < 0 || height < 0 || runs.Length % 2 != 0)
            throw new ArgumentException("A mask has a width, a height, and pairs of start and length.", nameof(runs));
        long end = 0;
        for (var i = 0; i < runs.Length; i += 2)
        {
            if (runs[i] < end || runs[i + 1] <= 0)
                throw new ArgumentException("Runs ascend, do not overlap, and are not empty.", nameof(runs));
            end = (long)runs[i] + runs[i + 1];
            Area += runs[i + 1];
        }

        if (end > (long)width * height)
            throw new ArgumentException("A run leaves the mask.", nameof(runs));
        (Width, Height, _runs) = (width, height, runs.ToArray());
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>Foreground pixels.</summary>
    public long Area { get; }

    /// <summary>Start, length, start, length, …</summary>
    public ReadOnlySpan<int> Runs => _runs;

    /// <param name="isForeground">Row by row; width times height of them.</param>
    public static RunMask OfPixels(int width, int height, ReadOnlySpan<bool> isForeground)
    {
        var runs = new List<int>();
        for (var i = 0; i < isForeground.Length;)
        {
            if (!isForeground[i])
            {
                i++;
                continue;
            }

            var start = i;
            while (i < isForeground.Length && isForeground[i])
                i++;
            runs.Add(start);
            runs.Add(i - start);
        }

        return new(width, height, [.. runs]);
    }

    /// <summary>Foreground pixels that both have. Masks of different sizes have none.</summary>
    public long Intersection(RunMask other)
    {
        if (Width != other.Width || Height != other.Height)
            return 0;
        long both = 0;
        for (int i = 0, j = 0; i < _runs.Length && j < other._runs.Length;)
        {
            int endI = _runs[i] + _runs[i + 1], endJ = other._runs[j] + other._runs[j + 1];
            both += Math.Max(0, Math.Min(endI, endJ) - Math.Max(_runs[i], other._runs[j]));
            if (endI <= endJ)
                i += 2;
            else
                j += 2;
        }

        return both;
    }

    /// <summary>Intersection over union; 1 for two empty masks.</summary>
    public double IntersectionOverUnion(RunMask other)
    {
        var both = Intersection(other);
        var either = Area + other.Area - both;
        return either == 0 ? 1 : (double)both / either;
    }

    /// <summary>Dice's coefficient, 2 |A and B| / (|A| + |B|); 1 for two empty masks.</summary>
    public double Dice(RunMask other) => Area + other.Area == 0 ? 1 : 2.0 * Intersection(other) / (Area + other.Area);
}
