using Cloison.Inference.Probability;
using FsCheck;
using FsCheck.Fluent;

namespace Cloison.Tests.Inference.Probability;

public sealed class DistributionTests
{
    [Theory]
    [InlineData(1, 0)]
    [InlineData(0.5, 0.57236494292470008)] // ln √π
    [InlineData(10, 12.801827480081469)]   // ln 9!
    [InlineData(101, 363.73937555556347)]  // ln 100!
    public void The_logarithm_of_gamma_has_its_known_values(double x, double expected) => Assert.Equal(expected, Gamma.Log(x), 11);

    [Theory]
    [InlineData(1, -0.57721566490153286)] // −γ
    [InlineData(0.5, -1.9635100260214235)] // −γ − 2 ln 2
    [InlineData(10, 2.2517525890667211)]
    public void Digamma_has_its_known_values(double x, double expected) => Assert.Equal(expected, Gamma.Digamma(x), 8);

    [Theory]
    [InlineData(2, 3, 0.4, 0.5248)]  // 1 − Σ_{k<2} C(4,k) 0.4^k 0.6^(4−k)
    [InlineData(1, 1, 0.3, 0.3)]
    [InlineData(5, 1, 0.5, 0.03125)]
    public void The_beta_distribution_sums_the_binomial_tail(double a, double b, double x, double expected) =>
        Assert.Equal(expected, BetaDistribution.Cumulative(a, b, x), 12);

    [Fact]
    public void A_beta_quantile_is_the_inverse_of_the_cumulative_function() =>
        Prop.ForAll(ArbMap.Default.ArbFor<(byte, byte, byte)>(), v =>
        {
            double a = 1.0 + v.Item1, b = 1.0 + v.Item2, p = (v.Item3 + 0.5) / 256;
            Assert.Equal(p, BetaDistribution.Cumulative(a, b, BetaDistribution.Quantile(a, b, p)), 7);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_stream_repeats_itself_for_its_seed_and_for_no_other()
    {
        var a = new SeededStream(7);
        var b = new SeededStream(7);
        var c = new SeededStream(8);

        Assert.Equal(a.Next(), b.Next());
        Assert.NotEqual(a.Next(), c.Next());
        Assert.NotEqual(SeededStream.Derive(7, "ann"), SeededStream.Derive(7, "ben"));
    }

    [Fact]
    public void A_stream_is_even()
    {
        var stream = new SeededStream(3);
        var counts = new int[10];
        double sum = 0;
        for (var i = 0; i < 100_000; i++)
        {
            counts[stream.NextBelow(10)]++;
            sum += stream.NextUnit();
        }

        Assert.All(counts, n => Assert.InRange(n, 9_600, 10_400));
        Assert.InRange(sum / 100_000, 0.495, 0.505);
    }
}
