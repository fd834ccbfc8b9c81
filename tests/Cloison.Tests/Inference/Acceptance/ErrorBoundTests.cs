using Cloison.Inference.Acceptance;
using Cloison.Inference.Probability;

namespace Cloison.Tests.Inference.Acceptance;

public sealed class ErrorBoundTests
{
    [Theory]
    [InlineData(60, 0, 0.95, 0.0487)]  // 1 − 0.05^(1/60)
    [InlineData(10, 1, 0.95, 0.3942)]  // Clopper and Pearson's chart
    [InlineData(100, 5, 0.975, 0.1128)]
    public void An_endless_batch_has_the_bound_of_Clopper_and_Pearson(int inspected, int wrong, double confidence, double expected) =>
        Assert.Equal(expected, ErrorBound.Upper(null, inspected, wrong, confidence), 4);

    [Fact]
    public void A_batch_that_was_inspected_whole_has_its_own_rate_and_one_that_was_not_at_all_has_no_bound()
    {
        Assert.Equal(0.3, ErrorBound.Upper(10, 10, 3, 0.95));
        Assert.Equal(1, ErrorBound.Upper(10, 0, 0, 0.95));
        Assert.Equal(1, ErrorBound.Upper(null, 4, 4, 0.95));
    }

    [Fact]
    public void A_finite_batch_has_the_lower_bound_and_both_meet_for_large_ones()
    {
        Assert.True(ErrorBound.Upper(200, 100, 3, 0.95) < ErrorBound.Upper(null, 100, 3, 0.95));
        Assert.Equal(ErrorBound.Upper(null, 100, 3, 0.95), ErrorBound.Upper(1_000_000, 100, 3, 0.95), 3);
    }

    [Fact]
    public void The_bound_fails_no_more_often_than_it_says()
    {
        // Summed exactly over what can be drawn: no simulation.
        foreach (var errors in (int[])[1, 5, 20, 60, 150])
        {
            double failing = 0;
            for (var x = 0; x <= 40; x++)
            {
                var chance = Hypergeometric.Cumulative(200, errors, 40, x) - Hypergeometric.Cumulative(200, errors, 40, x - 1);
                failing += chance > 0 && ErrorBound.Upper(200, 40, x, 0.9) < errors / 200.0 ? chance : 0;
            }

            Assert.InRange(failing, 0, 0.1 + 1e-9);
        }
    }

    [Fact]
    public void A_weighted_bound_fails_no_more_often_than_it_says()
    {
        var stream = new SeededStream(11);
        int failed = 0;
        for (var trial = 0; trial < 1_000; trial++)
        {
            // Of all items 4 % weigh 1, 10 % weigh 0.5 and 20 % weigh 0.1: the mean is 0.11.
            var weights = new double[80];
            for (var i = 0; i < weights.Length; i++)
            {
                var u = stream.NextUnit();
                weights[i] = u < 0.04 ? 1 : u < 0.14 ? 0.5 : u < 0.34 ? 0.1 : 0;
            }

            var bound = ErrorBound.UpperWeighted(null, weights, 0.9);
            failed += bound < 0.11 ? 1 : 0;
            Assert.True(bound <= ErrorBound.Upper(null, 80, weights.Count(w => w > 0), 0.9999), "as wrong as if all weighed 1");
        }

        Assert.InRange(failed, 0, 100);
    }

    [Fact]
    public void Items_that_weigh_all_or_nothing_have_the_plain_bound() =>
        Assert.Equal(ErrorBound.Upper(null, 20, 2, 0.95), ErrorBound.UpperWeighted(null, [1, 1, .. new double[18]], 0.95), 12);
}
