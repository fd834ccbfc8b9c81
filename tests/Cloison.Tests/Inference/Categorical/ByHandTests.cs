using Cloison.Inference.Probability;
using Cloison.Inference.Categorical.Auto;
using Cloison.Inference.Categorical.Calibration;
using Cloison.Inference.Categorical.Confusions;
using Cloison.Inference.Categorical.DawidSkene;
using Cloison.Inference.Categorical.Incremental;
using Cloison.Inference.Categorical.Majority;
using Cloison.Inference.Categorical.Results;
using Cloison.Inference.Categorical.Wawa;
using Cloison.Inference.Votes;

namespace Cloison.Tests.Inference.Categorical;

/// <summary>Numbers that were worked out on paper.</summary>
public sealed class ByHandTests
{
    [Fact]
    public void A_tie_counts_half_in_an_evaluation_and_its_label_is_the_more_common_one()
    {
        var result = MajorityVote.Fit(Simulated.Votes("t0 a x", "t0 b y", "t1 a y", "t1 b y", "t2 a x", "t2 b y"));

        Assert.Equal([0.5, 0.5], result.Of(0));
        Assert.Equal([1, 1, 1], result.Labels);
        Assert.Equal(0.5, LabelChoice.ExpectedHit(result.Of(0), 0));
        Assert.Equal(0, LabelChoice.ExpectedHit(result.Of(1), 0));
        Assert.Equal(0, LabelChoice.ExpectedHit(result.Of(1), 5));
    }

    [Fact]
    public void Weights_are_shares_of_agreement_with_the_majority()
    {
        // a and b always agree (weight 1), c agrees on one of two (0.5): on t1 2 of 2.5 say x.
        var result = WeightedMajority.Fit(Simulated.Votes("t0 a x", "t0 b x", "t0 c x", "t1 a x", "t1 b x", "t1 c y"));

        Assert.Equal(0.8, result.Of(1)[0], 12);
    }

    [Fact]
    public void The_first_round_of_Dawid_and_Skene_is_what_the_paper_s_equations_give()
    {
        // Shares: t0 (1, 0), t1 (1/2, 1/2), t2 (0, 1). Class weights 1.5 each.
        // a says x, x, y: pi(x|x) = 1.5/1.5 = 1, pi(x|y) = 0.5/1.5 = 1/3. b says x, y, y: pi(y|x) = 0.5/1.5 = 1/3, pi(y|y) = 1.
        // t1 has x from a and y from b: 1 * 1/3 against 1/3 * 1: a half each. t0: 1 * 2/3 against 1/3 * 0.
        var result = DawidSkeneModel.Fit(Simulated.Votes("t0 a x", "t0 b x", "t1 a x", "t1 b y", "t2 a y", "t2 b y"), new() { MaxIterations = 1, Smoothing = 0 });

        Assert.Equal(0.5, result.Of(1)[0], 9);
        Assert.Equal(1, result.Of(0)[0], 6);
        // ln(½·1·⅔) + ln(½·⅓ + ½·⅓) + ln(½·⅔·1)
        Assert.Equal(3 * Math.Log(1.0 / 3), result.BoundHistory[0], 6);
    }

    [Fact]
    public void The_likelihood_of_Dawid_and_Skene_never_falls()
    {
        var (votes, _) = Simulated.Make(300, [0.9, 0.8, 0.7, 0.6, 0.6, 0.5, 0.4, 0.3], 4, 4);

        var bounds = DawidSkeneModel.Fit(votes, new() { Smoothing = 0, Tolerance = 1e-9 }).BoundHistory;

        Assert.True(bounds.Count > 3);
        Assert.All(bounds.Skip(1).Index(), b => Assert.True(b.Item >= bounds[b.Index] - 1e-6));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(11)]
    public void Every_width_of_the_hot_loop_gives_the_same_as_the_plain_sum(int classes)
    {
        var (votes, _) = Simulated.Make(400, [0.9, 0.8, 0.7, 0.6, 0.6, 0.5, 0.4, 0.3], classes, 6);
        var rows = AnswerRows.Of(votes);
        var (counts, again, log, sums) = (rows.NewTable(), rows.NewTable(), rows.NewTable(), new double[rows.Stride]);
        ConfusionPass.AccumulateGiven(rows, MajorityVote.Shares(votes, []), counts, sums);
        DawidSkeneModel.LogConfusions(rows, counts, 0.5, log);
        var prior = ConfusionPass.LogPrior(ConfusionTable.Shares(sums.AsSpan(0, classes)), rows.Stride);
        var posteriors = new double[votes.TaskCount * classes];

        ConfusionPass.Accumulate(rows, log, prior, counts, sums);
        ConfusionPass.Posteriors(rows, log, prior, posteriors);
        ConfusionPass.AccumulateGiven(rows, posteriors, again, new double[rows.Stride]);

        Assert.All(counts.Index(), c => Assert.Equal(again[c.Index], c.Item, 9));
        Assert.Equal(votes.TaskCount, sums.Sum(), 6);
    }

    [Theory]
    [InlineData(1, -0.577215664901532861, 0)]
    [InlineData(0.5, -1.963510026021423479, 0.572364942924700087)]
    [InlineData(10, 2.251752589066721108, 12.801827480081469611)]
    public void Digamma_and_the_logarithm_of_gamma_are_right(double x, double psi, double logGamma)
    {
        Assert.Equal(psi, Gamma.Digamma(x), 11);
        Assert.Equal(logGamma, Gamma.Log(x), 10);
    }

    [Fact]
    public void Another_answer_moves_a_task_by_the_annotator_s_table_and_one_by_a_stranger_less()
    {
        var (votes, _) = Simulated.Make(400, [0.95, 0.95, 0.6, 0.6, 0.6], 2, 3);
        var model = DawidSkeneModel.Fit(votes).Confusion!;
        var before = CategoricalPosterior.Start(model);

        var good = CategoricalPosterior.Update(model, before, 0, 1);
        var stranger = CategoricalPosterior.Update(model, before, -1, 1);

        Assert.True(good[1] > stranger[1] && stranger[1] > before[1]);
        var ratio = model.Probability(0, 1, 1) / model.Probability(0, 0, 1);
        Assert.Equal(before[1] / before[0] * ratio, good[1] / good[0], 9);
        Assert.Throws<ArgumentException>(() => CategoricalPosterior.Update(model, before, 0, 2));
    }

    [Fact]
    public void A_row_of_a_confusion_table_adds_up_to_one_with_labels_that_the_annotator_never_gave()
    {
        var model = DawidSkeneModel.Fit(Simulated.Votes("t0 a x", "t0 b x", "t1 a y", "t1 b z", "t2 a y", "t2 b y")).Confusion!;

        for (var c = 0; c < 3; c++)
        {
            Assert.Equal(1, model.Of(0).AsSpan(c * 3, 3).ToArray().Sum(), 9);
        }
    }

    [Fact]
    public void Calibration_error_and_log_loss_are_those_of_the_definition()
    {
        // Confidences 0.95, 0.95 (one right) and 0.65 (right): (|1 - 1.9| + |1 - 0.65|) / 3.
        var metrics = CalibrationMetrics.Of([0.95, 0.05, 0.05, 0.95, 0.65, 0.35], 2, [0, 0, 0]);

        Assert.Equal((0.9 + 0.35) / 3, metrics.CalibrationError, 12);
        Assert.Equal(-(Math.Log(0.95) + Math.Log(0.05) + Math.Log(0.65)) / 3, metrics.LogLoss, 12);
        Assert.Equal(2.0 / 3, metrics.Accuracy, 12);
    }

    [Fact]
    public void Calibration_learns_that_confidence_is_too_high_and_keeps_every_label()
    {
        // 400 tasks of five votes at confidence 0.99, of which four in five are right.
        var votes = VoteTable.FromIndices([.. Enumerable.Range(0, 2000).Select(i => i / 5)], [.. Enumerable.Range(0, 2000).Select(i => i % 5)], new int[2000], 400, 5, 2);
        var posteriors = Enumerable.Range(0, 800).Select(i => i % 2 == 0 ? 0.99 : 0.01).ToArray();
        var gold = Enumerable.Range(0, 400).Select(t => t % 5 == 0 ? 1 : 0).ToArray();

        var calibrated = Temperature.Fit(votes, posteriors, gold).Apply(votes, posteriors);

        Assert.Equal(0.8, calibrated[0], 0.03);
        Assert.Equal(0.8, Platt.Fit(posteriors, gold).Apply(posteriors)[0], 0.03);
        Assert.Equal(posteriors, Temperature.None.Apply(votes, posteriors).Select(p => Math.Round(p, 12)));
        Assert.Equal(Temperature.PriorCorrelation, Temperature.Fit(votes, posteriors, new int[400].Select(_ => -1).ToArray()).Correlation);
    }

    [Fact]
    public void Stacking_gives_the_weight_to_the_model_that_predicts_what_came_to_pass()
    {
        var weights = Stacking.Weights([[0.9, 0.9, 0.9, 0.9], [0.1, 0.1, 0.1, 0.1]], [0.001, 0.001]);

        Assert.True(weights[0] > 0.99);
    }
}
