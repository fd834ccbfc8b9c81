using Cloison.Benchmarks.TruthOther.Data;
using Cloison.Inference.Pairwise;
using Cloison.Tests.TestData;

namespace Cloison.Tests.Inference.Pairwise;

public sealed class PairwiseTests
{
    [Fact]
    public void Three_wins_of_four_are_odds_of_three()
    {
        var result = BradleyTerry.Fit(Of(("a", "b", 3), ("b", "a", 1)), priorGames: 0);

        Assert.Equal(Math.Log(3), result.Scores[0] - result.Scores[1], 6);
    }

    [Fact]
    public void Davidson_s_tie_strength_is_the_odds_of_a_tie_between_equals()
    {
        var table = Of(("a", "b", 5), ("b", "a", 5));
        for (var n = 0; n < 5; n++)
            table.AddTie("x", "a", "b");

        // 5 ties of 15 between equals: nu / (2 + nu) = 1/3.
        Assert.Equal(1, BradleyTerry.Fit(table, priorGames: 0).TieStrength, 4);
    }

    [Fact]
    public void A_hundred_games_of_two_equals_are_known_as_well_as_the_Fisher_information_says()
    {
        var result = BradleyTerry.Fit(Of(("a", "b", 50), ("b", "a", 50)), priorGames: 0);

        // The difference has variance 1 / (100 / 4), each score half of the difference.
        Assert.Equal(1.96 * 0.2 / 2, result.Intervals![0].High, 3);
    }

    [Fact]
    public void Strengths_and_ties_of_a_simulation_are_found_and_the_intervals_hold_them()
    {
        var random = new Simulation(7);
        var truth = Enumerable.Range(0, 20).Select(i => (i - 9.5) / 5).ToArray();
        var table = new ComparisonTable();
        for (var i = 0; i < truth.Length; i++)
            table.AddItem($"i{i}");
        for (var n = 0; n < 8000; n++)
        {
            int i = random.Next(20), j = (i + 1 + random.Next(19)) % 20;
            double a = Math.Exp(truth[i]), b = Math.Exp(truth[j]), tie = 0.5 * Math.Sqrt(a * b), u = random.Uniform() * (a + b + tie);
            if (u < tie)
                table.AddTie("x", $"i{i}", $"i{j}");
            else
                table.AddWin("x", $"i{(u < tie + a ? i : j)}", $"i{(u < tie + a ? j : i)}");
        }

        var result = BradleyTerry.Fit(table);

        Assert.InRange(result.TieStrength, 0.45, 0.55);
        Assert.InRange(truth.Index().Count(t => t.Item > result.Intervals![t.Index].Low && t.Item < result.Intervals[t.Index].High), 17, 20);
        AssertNeverFalls(result);
    }

    [Fact]
    public void Groups_that_were_never_compared_and_items_that_never_lost_stay_finite_by_the_prior()
    {
        var table = Of(("a", "b", 3), ("c", "d", 2));
        table.AddItem("e");

        var result = BradleyTerry.Fit(table);

        Assert.True(result.Convergence.IsConverged);
        Assert.All(result.Scores, s => Assert.True(double.IsFinite(s)));
        // Each group lies around the virtual item.
        Assert.Equal(0, result.Scores[0] + result.Scores[1], 0.05);
        Assert.Equal(0, result.Scores[4], 0.05);
        Assert.True(result.Scores[0] > result.Scores[2]);
        // How e compares is not known at all.
        Assert.True(result.Intervals![4].High > 5);
    }

    [Theory]
    [InlineData(Insincerity.Guesses)]
    [InlineData(Insincerity.Reverses)]
    public void Annotators_who_do_not_mean_it_are_found_and_count_less(Insincerity insincerity)
    {
        var random = new Simulation(11);
        var truth = Enumerable.Range(0, 15).Select(i => i / 3.0).ToArray();
        double[] reliability = [1, 1, 0.9, 0.2, 0.1];
        var table = new ComparisonTable();
        for (var n = 0; n < 2500; n++)
        {
            int i = random.Next(15), j = (i + 1 + random.Next(14)) % 15, k = n % 5;
            var isFirst = random.Uniform() < 1 / (1 + Math.Exp(truth[j] - truth[i]));
            if (random.Uniform() >= reliability[k])
                isFirst = insincerity == Insincerity.Reverses ? !isFirst : random.Uniform() < 0.5;
            table.AddWin($"a{k}", $"i{(isFirst ? i : j)}", $"i{(isFirst ? j : i)}");
        }

        var (plain, noisy) = (BradleyTerry.Fit(table), NoisyBradleyTerry.Fit(table, insincerity: insincerity));
        var gold = table.Items.Select(i => truth[int.Parse(i[1..])]).ToArray();

        Assert.True(Correlation.Pearson([.. noisy.Scores], gold) > Correlation.Pearson([.. plain.Scores], gold));
        Assert.True(noisy.Reliability!.Take(3).Min() > 0.8);
        Assert.True(noisy.Reliability!.Skip(3).Max() < 0.5);
        AssertNeverFalls(noisy);
    }

    [Fact]
    public void Order_of_the_comparisons_changes_nothing_but_Elo()
    {
        (string, string, int)[] games = [("a", "b", 3), ("b", "c", 2), ("c", "a", 1), ("b", "a", 1)];
        var (one, other) = (Of(games), Of([.. games.Reverse()]));

        double Score(ComparisonTable table, PairwiseResult result, string item) => result.Scores[table.Items.ToList().IndexOf(item)];

        foreach (var item in one.Items)
        {
            Assert.Equal(Score(one, BradleyTerry.Fit(one), item), Score(other, BradleyTerry.Fit(other), item), 6);
            Assert.Equal(Score(one, NoisyBradleyTerry.Fit(one), item), Score(other, NoisyBradleyTerry.Fit(other), item), 6);
        }

        Assert.NotEqual(Score(one, Elo.Fit(one), "a"), Score(other, Elo.Fit(other), "a"));
    }

    [Fact]
    public void Elo_gives_the_winner_of_two_equals_sixteen_points() => Assert.Equal([1516, 1484], Elo.Fit(Of(("a", "b", 1))).Scores);

    [Fact]
    public void Nothing_compared_gives_no_scores_and_an_item_is_not_compared_with_itself()
    {
        Assert.Empty(BradleyTerry.Fit(new ComparisonTable()).Scores);
        Assert.Empty(NoisyBradleyTerry.Fit(new ComparisonTable()).Scores);
        Assert.Throws<ArgumentException>(() => new ComparisonTable().AddWin("x", "a", "a"));
    }

    [Theory]
    [InlineData("pw_valence", 0.7512, 0.7796)]
    [InlineData("pw_surprise", 0.5378, 0.5372)]
    public void Emotion_comparisons_are_ranked_at_least_as_well_as_by_crowd_kit(string set, double plain, double noisy)
    {
        var folder = new CrowdFolder(Repository.Shared($"data/crowd/{set}"));
        var (table, gold) = (new ComparisonTable(), folder.Gold());
        foreach (var row in folder.Rows("labels.csv"))
            table.AddWin(row[0], row[3], row[3] == row[1] ? row[2] : row[1]);
        var truth = table.Items.Select(i => CrowdFolder.Number(gold[i])).ToArray();

        Assert.True(Correlation.Spearman([.. BradleyTerry.Fit(table).Scores], truth) > plain);
        Assert.True(Correlation.Spearman([.. NoisyBradleyTerry.Fit(table).Scores], truth) > noisy);
    }

    private static void AssertNeverFalls(PairwiseResult result) => Assert.All(
        result.Convergence.Objective.Zip(result.Convergence.Objective.Skip(1)), p => Assert.True(p.Second >= p.First - 1e-8 * Math.Abs(p.First)));

    private static ComparisonTable Of(params (string Winner, string Loser, int Times)[] games)
    {
        var table = new ComparisonTable();
        foreach (var (winner, loser, times) in games)
            for (var n = 0; n < times; n++)
                table.AddWin("x", winner, loser);
        return table;
    }
}
