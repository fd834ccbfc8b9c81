namespace Cloison.Inference.Masks;

/// <summary>Masks as COCO counts them: pixels of background and foreground in turn, down one column after the other, beginning with background (perhaps none).</summary>
public static class ColumnCounts
{
    /// <exception cref="ArgumentException">The counts do not add up to the mask's pixels, or one is negative.</exception>
    public static RunMask ToMask(int width, int height, ReadOnlySpan<int> counts)
    {
        long at = 0, pixels = (long)width * height;
        if (width < 0 || height < 0 || pixels > Array.MaxLength)
            throw new ArgumentException("A mask has a width and a height, and at most two thousand million pixels.", nameof(counts));
        var runs = new List<int>();
        for (var i = 0; i < counts.Length; at += counts[i++])
        {
            if (counts[i] < 0 || at + counts[i] > pixels)
                throw new ArgumentException($"The counts are not those of a mask of {width} by {height}.", nameof(counts));
            if (i % 2 == 1)
                Append(runs, (int)at, counts[i]);
        }

        return at == pixels ? new(width, height, Turned(runs, height, width)) : throw new ArgumentException($"The counts are not those of a mask of {width} by {height}.", nameof(counts));
    }

    public static int[] Of(RunMask mask)
    {
        var counts = new List<int>();
        var at = 0;
        var runs = Turned(mask.Runs.ToArray(), mask.Width, mask.Height);
        for (var i = 0; i < runs.Length; i += 2)
        {
            counts.Add(runs[i] - at);
            counts.Add(runs[i + 1]);
            at = runs[i] + runs[i + 1];
        }

        if (mask.Width * mask.Height - at is > 0 and var rest)
            counts.Add(rest);
        return [.. counts];
    }

    // Runs along lines of so many pixels become runs across them.
    private static int[] Turned(IReadOnlyList<int> runs, int lineLength, int lines)
    {
        var across = new List<int>?[lineLength];
        for (var r = 0; r < runs.Count; r += 2)
            for (var pixel = runs[r]; pixel < runs[r] + runs[r + 1]; pixel++)
                Append(across[pixel % lineLength] ??= [], pixel / lineLength, 1);
        var turned = new List<int>();
        for (var line = 0; line < lineLength; line++)
            for (var r = 0; r < (across[line]?.Count ?? 0); r += 2)
                Append(turned, line * lines + across[line]![r], across[line]![r + 1]);
        return [.. turned];
    }

    // Runs that touch are one.
    private static void Append(List<int> runs, int start, int length)
    {
        if (length == 0)
            return;
        if (runs.Count > 0 && runs[^2] + runs[^1] == start)
            runs[^1] += length;
        else
            runs.AddRange([start, length]);
    }
}
