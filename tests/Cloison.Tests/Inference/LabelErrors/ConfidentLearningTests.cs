using Cloison.Inference.LabelErrors;
using Cloison.Inference.Probability;

namespace Cloison.Tests.Inference.LabelErrors;

public sealed class ConfidentLearningTests
{
    [Fact]
    public void A_small_set_is_counted_as_by_hand()
    {
        // Labelled 0: 0.9, 0.8, 0.1 of 0: t0 = 0.6. Labelled 1: 0.7, 0.6 of 1: t1 = 0.65.
        int[] given = [0, 0, 0, 1, 1];
        double[] p = [0.9, 0.1, 0.8, 0.2, 0.1, 0.9, 0.3, 0.7, 0.4, 0.6];

        var report = ConfidentLearning.Find(given, p, 2);

        Assert.Equal([0.6, 0.65], report.Thresholds.Select(t => Math.Round(t, 12)));
        Assert.Equal([2, 1, 0, 1], report.ConfidentJoint); // the last item is sure of nothing
        Assert.Equal([0.4, 0.2, 0, 0.4], report.Joint.Select(s => Math.Round(s, 12)));
        Assert.Equal(0.2, report.ErrorRate, 12);
        var error = Assert.Single(report.Errors);
        Assert.Equal((2, 0, 1), (error.Item, error.Given, error.Suggested));
        Assert.Equal((0.1, -0.8), (error.SelfConfidence, Math.Round(error.Margin, 12)));
    }

    [Fact]
    public void Planted_errors_are_found_and_their_share_estimated()
    {
        var stream = new SeededStream(4);
        const int Items = 3_000, Labels = 4;
        var given = new int[Items];
        var p = new double[Items * Labels];
        var planted = new HashSet<int>();
        for (var n = 0; n < Items; n++)
        {
            var truth = stream.NextBelow(Labels);
            // A model that is right on nine of ten and less sure of some classes than of others.
            var top = stream.NextUnit() < 0.93 ? truth : stream.NextBelow(Labels);
            var sure = 0.5 + 0.1 * truth + 0.2 * stream.NextUnit();
            for (var j = 0; j < Labels; j++)
            {
                p[n * Labels + j] = j == top ? sure : (1 - sure) / (Labels - 1);
            }

            given[n] = truth;
            if (stream.NextUnit() >= 0.1)
                continue;
            given[n] = (truth + 1) % Labels;
            planted.Add(n);
        }

        var report = ConfidentLearning.Find(given, p, Labels, ErrorOrder.SelfConfidence);

        var precision = report.Errors.Count(e => planted.Contains(e.Item)) / (double)report.Errors.Count;
        var recall = report.Errors.Count(e => planted.Contains(e.Item)) / (double)planted.Count;
        Assert.InRange(precision, 0.6, 1);
        Assert.InRange(recall, 0.6, 1);
        Assert.InRange(report.ErrorRate, 0.07, 0.2);
        Assert.Equal(1, report.Joint.Sum(), 9);
        Assert.Equal(report.Errors.OrderBy(e => e.SelfConfidence).ThenBy(e => e.Item), report.Errors);
    }

    [Fact]
    public void Nothing_a_label_nobody_gave_and_too_few_probabilities()
    {
        Assert.Empty(ConfidentLearning.Find([], [], 3).Errors);
        Assert.Empty(ConfidentLearning.Find([0, 0], [0.1, 0.9, 0.2, 0.8], 2).Errors);
        Assert.Throws<ArgumentException>(() => ConfidentLearning.Find([0], [0.5], 2));
    }
}
