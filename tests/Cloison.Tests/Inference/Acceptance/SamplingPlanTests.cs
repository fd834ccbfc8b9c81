using Cloison.Inference.Acceptance;
using Cloison.Inference.Probability;

namespace Cloison.Tests.Inference.Acceptance;

public sealed class SamplingPlanTests
{
    [Theory]
    [InlineData(0.05, 0.1, 45, 0)]  // 0.95^45 = 0.0994, 0.95^44 = 0.1047
    [InlineData(0.01, 0.05, 299, 0)] // the "rule of three": 0.99^299 = 0.0495
    [InlineData(0.1, 0.1, 22, 0)]
    public void An_endless_batch_without_a_producer_needs_the_published_sample(double ltpd, double beta, int n, int c) =>
        Assert.Equal(new SamplingPlan(null, n, c), SamplingPlan.Find(null, new(ltpd, ConsumerRisk: beta)));

    [Theory]
    [InlineData(0.01, 0.05, 132, 3)] // 2 risks: c = 3, n = 132 by the binomial distribution (Guenther 1969)
    [InlineData(0.02, 0.08, 98, 4)]
    public void Two_risks_give_the_smallest_plan_that_keeps_both(double aql, double ltpd, int n, int c)
    {
        var plan = SamplingPlan.Find(null, new(ltpd, aql));

        Assert.Equal(new SamplingPlan(null, n, c), plan);
        Assert.True(plan.ChanceToPass(ltpd) <= 0.1);
        Assert.True(plan.ChanceToPass(aql) >= 0.95);
        Assert.True((plan with { SampleSize = n - 1 }).ChanceToPass(ltpd) > 0.1);
    }

    [Fact]
    public void A_small_batch_needs_less_and_the_chance_is_that_of_drawing_without_replacement()
    {
        var plan = SamplingPlan.Find(100, new(0.05));

        // 5 wrong of 100: C(95, 37) / C(100, 37) = 63·62·61·60·59 / (100·99·98·97·96); with 36 it is above 0.1
        Assert.Equal(new SamplingPlan(100, 37, 0), plan);
        Assert.Equal(63.0 * 62 * 61 * 60 * 59 / (100.0 * 99 * 98 * 97 * 96), plan.ChanceToPass(0.05), 12);
        Assert.True((plan with { SampleSize = 36 }).ChanceToPass(0.05) > 0.1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(9)]
    public void A_tiny_batch_is_inspected_whole(int lot) => Assert.Equal(lot, SamplingPlan.Find(lot, new(0.05, 0.01)).SampleSize);

    [Fact]
    public void Both_risks_hold_for_batches_of_every_size()
    {
        for (var lot = 50; lot <= 5_000; lot = lot * 3 / 2)
        {
            var plan = SamplingPlan.Find(lot, new(0.08, 0.02));
            Assert.True(plan.ChanceToPass(0.08) <= 0.1, $"{lot}");
            Assert.True(plan.SampleSize == lot || Hypergeometric.Cumulative(lot, (int)(0.02 * lot), plan.SampleSize, plan.AcceptanceNumber) >= 0.95, $"{lot}");
        }
    }

    [Fact]
    public void The_hypergeometric_sum_is_that_of_counting_by_hand()
    {
        // 3 of 10 wrong, 4 drawn: P(0) = C(7,4)/C(10,4) = 35/210, P(≤1) = (35 + 3·35)/210.
        Assert.Equal(35.0 / 210, Hypergeometric.Cumulative(10, 3, 4, 0), 12);
        Assert.Equal(140.0 / 210, Hypergeometric.Cumulative(10, 3, 4, 1), 12);
        Assert.Equal(1, Hypergeometric.Cumulative(10, 3, 4, 3), 12);
        Assert.Equal(0, Hypergeometric.Cumulative(10, 8, 4, 1), 12);
    }
}
