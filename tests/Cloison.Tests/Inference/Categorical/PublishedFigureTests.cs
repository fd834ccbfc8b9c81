using Cloison.Formats.Votes;
using Cloison.Inference.Categorical;
using Cloison.Inference.Categorical.Calibration;
using Cloison.Inference.Categorical.DawidSkene;
using Cloison.Inference.Votes;
using Cloison.Tests.TestData;

namespace Cloison.Tests.Inference.Categorical;

/// <summary>Figures of others on public data; shown as skipped where the data is not there.</summary>
public sealed class PublishedFigureTests
{
    [Theory]
    [InlineData("bluebird", 2, 0.8889)]
    [InlineData("rte", 9, 0.9275)]
    [InlineData("s_adult", 2, 0.7658)]
    [InlineData("med_cause", 22, 0.8030)]
    [InlineData("sp", 9, 0.9152)]
    public void Dawid_and_Skene_with_as_many_rounds_as_crowd_kit_made_is_as_accurate(string set, int rounds, double published)
    {
        var (votes, gold) = Load(set);

        var result = DawidSkeneModel.Fit(votes, new() { Smoothing = 0, MaxIterations = rounds, Tolerance = double.NegativeInfinity });

        Assert.Equal(published, CalibrationMetrics.Of(result.Posteriors, votes.ClassCount, gold).Accuracy, 0.0015);
    }

    [Theory]
    [InlineData("mv", "product", 0.8966)]
    [InlineData("ds", "product", 0.9397)]
    [InlineData("glad", "product", 0.9286)]
    [InlineData("mace", "product", 0.9299)]
    [InlineData("kos", "product", 0.8955)]
    [InlineData("mace", "rte", 0.9263)]
    [InlineData("mmsr", "sp", 0.9008)]
    [InlineData("zbs", "dog", 0.8302)]
    [InlineData("wawa", "med_cause", 0.7826)]
    public void A_method_is_at_most_half_a_point_below_crowd_kit(string id, string set, double published)
    {
        var (votes, gold) = Load(set);

        var accuracy = CalibrationMetrics.Of(CategoricalMethods.Find(id)!.Fit(votes).Posteriors, votes.ClassCount, gold).Accuracy;

        Assert.True(accuracy > published - 0.005, $"{accuracy}");
    }

    [Theory]
    [InlineData("onecoin", "bluebird", 0.74)]
    [InlineData("onecoin", "s_rel", 0.50)]
    [InlineData("kos", "rte", 0.90)]
    public void Where_crowd_kit_collapses_these_do_not(string id, string set, double least)
    {
        var (votes, gold) = Load(set);

        var accuracy = CalibrationMetrics.Of(CategoricalMethods.Find(id)!.Fit(votes).Posteriors, votes.ClassCount, gold).Accuracy;

        Assert.True(accuracy > least, $"{accuracy}");
    }

    [Theory]
    [InlineData("cf", 0.88)]
    [InlineData("bluebird", 0.88)]
    [InlineData("rte", 0.92)]
    [InlineData("labelme", 0.78)]
    public void Auto_is_near_the_best_of_all_methods(string set, double least)
    {
        var (votes, gold) = Load(set);

        var result = CategoricalMethods.Find("auto")!.Fit(votes);

        Assert.True(CalibrationMetrics.Of(result.Posteriors, votes.ClassCount, gold).Accuracy > least);
        Assert.Contains("stated prior", result.Explanation, StringComparison.Ordinal);
    }

    private static (VoteTable Votes, int[] Gold) Load(string set)
    {
        var folder = Repository.Shared($"data/crowd/{set}");
        var builder = new VoteTableBuilder();
        using var text = new StreamReader(Path.Combine(folder, "labels.csv"));
        VoteFile.ReadVotes(text, set, builder.Add);
        var votes = builder.Build();
        var (tasks, labels) = (votes.Tasks.Index().ToDictionary(t => t.Item, t => t.Index), votes.LabelNames.Index().ToDictionary(l => l.Item, l => l.Index));
        var gold = new int[votes.TaskCount];
        Array.Fill(gold, -1);
        using var known = new StreamReader(Path.Combine(folder, "gold.csv"));
        VoteFile.ReadGold(known, set, (task, label) =>
        {
            if (tasks.TryGetValue(task.ToString(), out var t))
            {
                gold[t] = labels.GetValueOrDefault(label.ToString(), votes.ClassCount);
            }
        });
        return (votes, gold);
    }
}
