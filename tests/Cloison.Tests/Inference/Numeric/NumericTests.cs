using Cloison.Benchmarks.TruthOther.Data;
using Cloison.Inference.Answers;
using Cloison.Inference.Numeric;
using Cloison.Tests.TestData;

namespace Cloison.Tests.Inference.Numeric;

public sealed class NumericTests
{
    [Fact]
    public void Mean_and_median_of_three_numbers_are_what_one_computes_by_hand()
    {
        var table = Table(("t", "a", 1), ("t", "b", 2), ("t", "c", 9), ("u", "a", 4), ("u", "b", double.NaN));

        Assert.Equal([4, 4], SimpleAverage.Mean(table).Values);
        Assert.Equal([2, 4], SimpleAverage.Median(table).Values);
    }

    [Fact]
    public void Crh_s_first_weights_are_minus_the_logarithm_of_each_share_of_the_error()
    {
        // Means 2 and 2, deviations 1 and 1... a is off by 1 and 0, b by 1 and 0, c by 2 and 0: scaled by the task's deviation sqrt 2, shares 1/6, 1/6, 4/6.
        var table = Table(("t", "a", 1), ("t", "b", 1), ("t", "c", 4), ("u", "a", 2), ("u", "b", 2), ("u", "c", 2));
        var result = Crh.Fit(table, maxIterations: 1);

        Assert.Equal([Math.Log(6), Math.Log(6), Math.Log(1.5)], result.Weights!.Select(w => Math.Round(w, 6)), (a, b) => Math.Abs(a - b) < 1e-5);
        Assert.Equal((2 * Math.Log(6) + 4 * Math.Log(1.5)) / (2 * Math.Log(6) + Math.Log(1.5)), result.Values[0], 5);
    }

    [Theory]
    [InlineData("precision")]
    [InlineData("catd")]
    [InlineData("crh")]
    public void Weighted_methods_are_nearer_the_truth_than_the_mean_where_annotators_differ(string method)
    {
        var (table, truth, deviation) = Simulate();
        var result = Fit(method, table);

        Assert.True(Error(result, truth) < (method == "crh" ? 0.8 : 0.5) * Error(SimpleAverage.Mean(table), truth));
        // The careful ones weigh most.
        Assert.True(Correlation.Spearman([.. result.Weights!], [.. deviation.Select(d => -d)]) > 0.8);
        Assert.True(result.Convergence.IsConverged);
    }

    [Fact]
    public void Inferred_variances_and_posterior_deviations_are_those_of_the_simulation_and_the_objective_never_falls()
    {
        var (table, truth, deviation) = Simulate();
        var result = PrecisionWeighted.Fit(table);

        for (var j = 0; j < deviation.Length; j++)
            Assert.InRange(1 / Math.Sqrt(result.Weights![j]) / deviation[j], 0.7, 1.4);
        var inside = truth.Where((x, t) => Math.Abs(x - result.Values[t]) < 1.96 * result.StandardDeviations![t]).Count();
        Assert.InRange(inside / (double)truth.Length, 0.9, 0.99);
        Assert.All(result.Convergence.Objective.Zip(result.Convergence.Objective.Skip(1)), p => Assert.True(p.Second >= p.First - 1e-7 * Math.Abs(p.First)));
    }

    [Theory]
    [InlineData("precision")]
    [InlineData("catd")]
    [InlineData("crh")]
    public void Shift_and_scale_of_all_numbers_shift_and_scale_the_result(string method)
    {
        var (table, _, _) = Simulate();

        var (result, changed) = (Fit(method, table), Fit(method, table.Select(x => 3 * x + 1000)));

        // Not exact: the smallest error that is believed depends on how large the numbers are.
        Assert.All(result.Values.Zip(changed.Values), p => Assert.Equal(3 * p.First + 1000, p.Second, 0.05));
    }

    [Theory]
    [InlineData("precision")]
    [InlineData("catd")]
    [InlineData("crh")]
    public void Nothing_one_annotator_equal_numbers_and_numbers_that_are_not_finite_give_results(string method)
    {
        Assert.Empty(Fit(method, new AnswerTableBuilder<double>().Build()).Values);
        Assert.Equal(5, Fit(method, Table(("t", "a", 5))).Values[0], 6);
        Assert.Equal([7, 7], Fit(method, Table(("t", "a", 7), ("t", "b", 7), ("u", "a", 7), ("u", "b", 7))).Values, (a, b) => Math.Abs(a - b) < 1e-6);
        var spoilt = Fit(method, Table(("t", "a", 1), ("t", "b", 3), ("t", "c", double.PositiveInfinity), ("u", "c", double.NaN)));
        Assert.InRange(spoilt.Values[0], 1, 3);
        Assert.True(double.IsNaN(spoilt.Values[1]));
        Assert.True(double.IsNaN(spoilt.Weights![2]));
    }

    [Theory]
    [InlineData("mean", 12.960, 18.680)]
    [InlineData("median", 15.118, 22.691)]
    [InlineData("crh", 12.888, 18.782)]
    [InlineData("precision", 13.819, 20.691)]
    [InlineData("catd", 13.841, 21.381)]
    public void Emotion_ratings_have_the_errors_that_are_written_down(string method, double mae, double rmse)
    {
        var folder = new CrowdFolder(Repository.Shared("data/crowd/n_emotion_open"));
        var (table, gold) = (folder.Numbers(), folder.Gold());
        var errors = Fit(method, table).Values.Select((x, t) => x - CrowdFolder.Number(gold[table.Tasks[t]])).ToArray();

        Assert.Equal(mae, errors.Average(Math.Abs), 3);
        Assert.Equal(rmse, Math.Sqrt(errors.Average(e => e * e)), 3);
    }

    private static NumericResult Fit(string method, AnswerTable<double> table) => method switch
    {
        "mean" => SimpleAverage.Mean(table),
        "median" => SimpleAverage.Median(table),
        "catd" => Catd.Fit(table),
        "crh" => Crh.Fit(table),
        _ => PrecisionWeighted.Fit(table),
    };

    private static double Error(NumericResult result, double[] truth) => Math.Sqrt(result.Values.Zip(truth, (a, b) => (a - b) * (a - b)).Average());

    private static (AnswerTable<double> Table, double[] Truth, double[] Deviation) Simulate()
    {
        var random = new Simulation(4);
        double[] deviation = [0.5, 1, 2, 4, 8, 16];
        var truth = new double[300];
        var builder = new AnswerTableBuilder<double>();
        for (var t = 0; t < truth.Length; t++)
        {
            truth[t] = 50 + 10 * random.Normal();
            for (var j = 0; j < deviation.Length; j++)
                builder.Add($"t{t}", $"a{j}", truth[t] + deviation[j] * random.Normal());
        }

        return (builder.Build(), truth, deviation);
    }

    private static AnswerTable<double> Table(params (string, string, double)[] answers)
    {
        var builder = new AnswerTableBuilder<double>();
        foreach (var (task, annotator, x) in answers)
            builder.Add(task, annotator, x);
        return builder.Build();
    }
}
