using Cloison.Formats.Coco;
using Cloison.Inference.Masks;

namespace Cloison.Tests.Formats;

public sealed class CocoCountsTests
{
    // By hand, from rleToString: -3 is the digit 29 with its sign bit and no more, 29 + 48 is M; 1024 is 32 * 32, so two digits 0 that go on, and 1.
    [Theory]
    [InlineData("", new int[0])]
    [InlineData("121", new[] { 1, 2, 1 })]
    [InlineData("061M", new[] { 0, 6, 1, 3 })]
    [InlineData("0610", new[] { 0, 6, 1, 6 })]
    [InlineData("011101010", new[] { 0, 1, 1, 2, 1, 3, 1, 4, 1 })]
    [InlineData("0PP1", new[] { 0, 1024 })]
    [InlineData("PeQ35fdQ32", new[] { 100_000, 5, 99_990, 7 })]
    public void Counts_become_text_and_text_counts(string text, int[] counts)
    {
        Assert.Equal(text, CocoCounts.Format(counts));
        Assert.Equal(counts, CocoCounts.Parse(text));
    }

    [Theory]
    [InlineData("P", "The counts are cut off.")]
    [InlineData("12 1", "' ' has no place in counts.")]
    [InlineData("O", "-1 is no count.")]
    [InlineData("oooooooooooooooo", "'o' has no place in counts.")]
    public void Text_that_is_no_counts_is_refused(string text, string said) => Assert.Equal(said, Assert.Throws<FormatException>(() => CocoCounts.Parse(text)).Message);

    [Fact]
    public void Columns_become_rows_and_rows_columns()
    {
        // . # #
        // # # .
        var mask = ColumnCounts.ToMask(3, 2, [1, 4, 1]);

        Assert.Equal([1, 4], mask.Runs.ToArray());
        Assert.Equal([1, 4, 1], ColumnCounts.Of(mask));
        Assert.Equal([6], ColumnCounts.Of(new RunMask(3, 2, [])));
        Assert.Equal([0, 6], ColumnCounts.Of(new RunMask(3, 2, [0, 6])));
        Assert.Equal([], ColumnCounts.Of(ColumnCounts.ToMask(0, 0, [])));
        // Empty runs in between are none.
        Assert.Equal([1, 4, 1], ColumnCounts.Of(ColumnCounts.ToMask(3, 2, [1, 2, 0, 2, 1])));
    }

    [Fact]
    public void A_mask_of_any_pixels_comes_back_as_it_was()
    {
        var random = new Inference.Simulation(4);
        for (var n = 0; n < 200; n++)
        {
            var (width, height) = (1 + random.Next(12), 1 + random.Next(12));
            var mask = RunMask.OfPixels(width, height, [.. Enumerable.Range(0, width * height).Select(_ => random.Uniform() < 0.5)]);

            Assert.Equal(mask.Runs, ColumnCounts.ToMask(width, height, CocoCounts.Parse(CocoCounts.Format(ColumnCounts.Of(mask)))).Runs);
        }
    }
}
