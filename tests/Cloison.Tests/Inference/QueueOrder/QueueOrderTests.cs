using Cloison.Inference.Probability;
using Cloison.Inference.QueueOrder;

namespace Cloison.Tests.Inference.QueueOrder;

public sealed class QueueOrderTests
{
    [Fact]
    public void Uncertainty_is_0_for_the_sure_and_1_for_the_even()
    {
        Assert.Equal(0, Uncertainty.Entropy([1, 0, 0]));
        Assert.Equal(1, Uncertainty.Entropy([0.25, 0.25, 0.25, 0.25]), 12);
        Assert.Equal(0.8112781244591328, Uncertainty.Entropy([0.25, 0.75]), 12); // bits
        Assert.Equal(0.6, Uncertainty.Margin([0.7, 0.3]), 12);
        Assert.Equal(0, Uncertainty.Margin([1]));
        Assert.Equal(0, Uncertainty.Entropy([]));
    }

    [Fact]
    public void Disagreement_knows_how_many_could_disagree()
    {
        Assert.Equal(0, Uncertainty.Disagreement([3, 0, 0]));
        Assert.Equal(1, Uncertainty.Disagreement([1, 1, 0, 0, 0]), 12);
        Assert.True(Uncertainty.Disagreement([2, 1]) > Uncertainty.Disagreement([4, 1]));
        Assert.Equal(0, Uncertainty.Disagreement([1, 0]));
    }

    [Fact]
    public void The_greatest_comes_first_and_equals_keep_their_order() => Assert.Equal([1, 0, 2, 3], Uncertainty.Order([0.5, 0.9, 0.5, 0.1]));

    [Fact]
    public void Each_next_item_is_the_furthest_from_those_taken()
    {
        float[] line = [0, 1, 2, 10, 11, 5];

        Assert.Equal([4, 5, 2], CoverOrder.Take(line, 1, [0], 3));
        Assert.Equal(5, CoverOrder.Take(line, 1, [], 1)[0]); // the mean is 4.83
        Assert.Equal([0, 1, 2, 3, 4, 5], CoverOrder.Take(line, 1, [], 99).Order());
        Assert.Equal(3, CoverOrder.Take([7, 7, 7], 1, [], 99).Length);
        Assert.Empty(CoverOrder.Take([], 4, [], 5));
    }

    [Fact]
    public void The_cover_is_at_most_twice_as_wide_as_the_best_one()
    {
        var stream = new SeededStream(2);
        for (var trial = 0; trial < 50; trial++)
        {
            var points = new float[12];
            for (var i = 0; i < points.Length; i++)
            {
                points[i] = (float)stream.NextUnit();
            }

            var greedy = Radius(points, CoverOrder.Take(points, 1, [], 3));
            var best = double.PositiveInfinity;
            for (var a = 0; a < points.Length; a++)
            {
                for (var b = a + 1; b < points.Length; b++)
                {
                    for (var c = b + 1; c < points.Length; c++)
                    {
                        best = Math.Min(best, Radius(points, [a, b, c]));
                    }
                }
            }

            Assert.True(greedy <= 2 * best + 1e-6);
        }
    }

    private static double Radius(float[] points, int[] centres) => points.Max(p => centres.Min(c => (double)Math.Abs(p - points[c])));
}
