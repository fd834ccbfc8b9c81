using Cloison.Inference.Agreement;
using Cloison.Inference.Answers;

namespace Cloison.Tests.Inference.Agreement;

/// <summary>Examples that the papers compute by hand.</summary>
public sealed class WorkedExampleTests
{
    // Krippendorff 2011, section C; Gwet's raw4raters is the same table. 0: not given.
    private static readonly int[][] FourObservers =
    [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, 0, 0, 0],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, 0, 3],
        [0, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 0],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, 0],
    ];

    // Shrout and Fleiss 1979, table 2: six targets, four judges.
    private static readonly int[][] FourJudges = [[9, 6, 8, 7, 10, 6], [2, 1, 4, 1, 5, 2], [5, 3, 6, 2, 6, 4], [8, 2, 8, 6, 9, 7]];

    [Fact]
    public void Krippendorff_s_four_observers_have_the_alphas_that_he_prints()
    {
        var table = Tables.Of(FourObservers);
        var numbers = table.Select(c => c + 1.0);

        Assert.Equal(0.743, Tables.Value(KrippendorffAlpha.Nominal(table, 5), table), 3);
        Assert.Equal(0.815, Tables.Value(KrippendorffAlpha.Ordinal(table, 5), table), 3);
        Assert.Equal(0.849, Tables.Value(KrippendorffAlpha.Interval(numbers), table), 3);
        Assert.Equal(0.797, Tables.Value(KrippendorffAlpha.Ratio(numbers), table), 3);
    }

    [Fact]
    public void Any_distance_gives_the_alpha_of_the_level_whose_metric_it_is()
    {
        var table = Tables.Of(FourObservers);
        var numbers = table.Select(c => c + 1.0);

        Assert.Equal(Tables.Value(KrippendorffAlpha.Nominal(table, 5), table), Tables.Value(KrippendorffAlpha.Over(table, (a, b) => a == b ? 0 : 1), table), 12);
        Assert.Equal(Tables.Value(KrippendorffAlpha.Interval(numbers), table), Tables.Value(KrippendorffAlpha.Over(numbers, (a, b) => (a - b) * (a - b)), table), 12);
        Assert.Equal(Tables.Value(KrippendorffAlpha.Ordinal(table, 5), table), Tables.Value(KrippendorffAlpha.Ordinal(numbers), table), 12);
    }

    [Fact]
    public void Weighted_resamples_of_a_distance_alpha_are_those_of_the_coincidence_matrix()
    {
        var table = Tables.Of(FourObservers);
        int[] weights = [2, 0, 1, 1, 3, 1, 0, 2, 1, 1, 0, 4];

        Assert.Equal(KrippendorffAlpha.Nominal(table, 5)(weights), KrippendorffAlpha.Over(table, (a, b) => a == b ? 0 : 1)(weights), 12);
    }

    [Fact]
    public void Gwet_s_four_raters_have_the_coefficients_that_he_prints()
    {
        var table = Tables.Of(FourObservers);

        Assert.Equal(0.8181818, Tables.Value(RawAgreement.Over(table, 5), table), 7);
        Assert.Equal(0.77544, Tables.Value(PooledKappa.Gwet(table, 5), table), 5);
        Assert.Equal(0.76117, Tables.Value(PooledKappa.Fleiss(table, 5), table), 5);
    }

    [Fact]
    public void Fleiss_kappa_of_ten_patients_and_fourteen_psychiatrists_is_0_210()
    {
        int[][] counts = [[0, 0, 0, 0, 14], [0, 2, 6, 4, 2], [0, 0, 3, 5, 6], [0, 3, 9, 2, 0], [2, 2, 8, 1, 1], [7, 7, 0, 0, 0], [3, 2, 6, 3, 0], [2, 5, 3, 2, 2], [6, 5, 2, 1, 0], [0, 2, 2, 3, 7]];
        var builder = new AnswerTableBuilder<int>();
        foreach (var (t, row) in counts.Index())
            foreach (var (n, category) in row.SelectMany((n, c) => Enumerable.Repeat(c, n)).Index())
                builder.Add($"t{t}", $"a{n}", category);
        var table = builder.Build();

        Assert.Equal(0.378, Tables.Value(RawAgreement.Over(table, 5), table), 3);
        Assert.Equal(0.210, Tables.Value(PooledKappa.Fleiss(table, 5), table), 3);
    }

    [Fact]
    public void Cohen_s_kappa_of_fifty_proposals_is_0_4_and_Scott_s_pi_a_little_less()
    {
        // 20 yes yes, 5 yes no, 10 no yes, 15 no no: p_o 0.7, Cohen's chance 0.5, Scott's 0.55^2 + 0.45^2 = 0.505.
        var first = Enumerable.Repeat(1, 25).Concat(Enumerable.Repeat(2, 25)).ToArray();
        var second = Enumerable.Repeat(1, 20).Concat(Enumerable.Repeat(2, 5)).Concat(Enumerable.Repeat(1, 10)).Concat(Enumerable.Repeat(2, 15)).ToArray();
        var table = Tables.Of([first, second]);

        Assert.Equal(0.4, Tables.Value(PairKappa.Cohen(table, 2), table), 12);
        Assert.Equal(0.195 / 0.495, Tables.Value(PairKappa.Scott(table, 2), table), 12);
        Assert.Equal(0.195 / 0.495, Tables.Value(PooledKappa.Fleiss(table, 2), table), 12);
    }

    [Fact]
    public void Weighted_kappa_of_four_tasks_is_what_one_computes_by_hand()
    {
        // a: 1 2 3 3, b: 1 2 3 2. Linear weights 1, 1/2, 0: p_o = 3.5/4; shares a (1,1,2)/4, b (1,2,1)/4;
        // p_e = [1*1 + 1*2 + 2*1 + 0.5 (1*2 + 1*1 + 1*1 + 2*2)] / 16 = 9/16. Quadratic 1, 3/4, 0: p_o = 3.75/4, p_e = (5 + 0.75 * 8) / 16 = 11/16.
        var table = Tables.Of([[1, 2, 3, 3], [1, 2, 3, 2]]);

        Assert.Equal((3.5 / 4 - 9.0 / 16) / (1 - 9.0 / 16), Tables.Value(PairKappa.Cohen(table, 3, CategoryWeights.Linear), table), 12);
        Assert.Equal((3.75 / 4 - 11.0 / 16) / (1 - 11.0 / 16), Tables.Value(PairKappa.Cohen(table, 3, CategoryWeights.Quadratic), table), 12);
        // AC2, linear: pi = (2,3,3)/8, T_w = 5 of 9, p_e = 5/6 sum pi (1 - pi) = 5/6 * 42/64.
        var chance = 5.0 / 6 * 42 / 64;
        Assert.Equal((3.5 / 4 - chance) / (1 - chance), Tables.Value(PooledKappa.Gwet(table, 3, CategoryWeights.Linear), table), 12);
    }

    [Theory]
    [InlineData(IccCase.OneWay, false, 0.17)]
    [InlineData(IccCase.TwoWayRandom, false, 0.29)]
    [InlineData(IccCase.TwoWayFixed, false, 0.71)]
    [InlineData(IccCase.OneWay, true, 0.44)]
    [InlineData(IccCase.TwoWayRandom, true, 0.62)]
    [InlineData(IccCase.TwoWayFixed, true, 0.91)]
    public void Shrout_and_Fleiss_print_these_six_correlations(IccCase form, bool isOfMean, double printed)
    {
        var table = Tables.Of(FourJudges).Select(x => (double)x);

        Assert.Equal(printed, Tables.Value(IntraclassCorrelation.Over(table, form, isOfMean), table), 2);
    }

    [Fact]
    public void Kendall_s_W_is_1_for_equal_rankings_0_for_opposite_ones_and_by_hand_between()
    {
        double W(params int[][] ranks)
        {
            var table = Tables.Of(ranks).Select(x => (double)x);
            return Tables.Value(KendallW.Over(table), table);
        }

        Assert.Equal(1, W([1, 2, 3], [1, 2, 3]), 12);
        Assert.Equal(0, W([1, 2, 3], [3, 2, 1]), 12);
        // Rank sums 4, 5, 9 of 6 on average: S = 4 + 1 + 9 = 14, W = 12 * 14 / (9 * 24).
        Assert.Equal(12 * 14.0 / (9 * 24), W([1, 2, 3], [1, 2, 3], [2, 1, 3]), 12);
        // One tie: ranks 1.5 1.5 3 and 1 2 3; S = 0.25 + 0.25 + ... sums 2.5 3.5 6, mean 4: 2.25 + 0.25 + 4 = 6.5; T = 6; 12 * 6.5 / (4 * 24 - 2 * 6).
        Assert.Equal(12 * 6.5 / (4 * 24 - 12), W([1, 1, 2], [1, 2, 3]), 12);
    }
}
