using Cloison.Benchmarks.TruthOther.Data;
using Cloison.Inference.Answers;
using Cloison.Inference.Masks;
using Cloison.Tests.TestData;

namespace Cloison.Tests.Inference.Masks;

public sealed class MaskTests
{
    [Fact]
    public void A_pixel_is_foreground_when_half_of_the_annotators_mark_it()
    {
        var result = PixelVote.Fit(Table([0, 4], [2, 4], [3, 1]));

        // Marked by 1 1 2 3 1 1 of three.
        Assert.Equal([2, 2], result.Masks[0]!.Runs);
        Assert.Equal(1, result.Probabilities![0]![3], 6);
    }

    [Fact]
    public void Masks_become_runs_and_runs_become_masks()
    {
        Assert.Equal([1, 2, 4, 1], RunMask.OfPixels(5, 1, [false, true, true, false, true]).Runs);
        Assert.Throws<ArgumentException>(() => new RunMask(2, 2, [3, 2]));
        Assert.Throws<ArgumentException>(() => new RunMask(9, 1, [4, 2, 1, 1]));
        Assert.Throws<ArgumentException>(() => new RunMask(9, 1, [4]));
    }

    [Fact]
    public void Careless_annotators_are_known_and_the_mask_is_nearer_the_truth_than_the_vote()
    {
        var random = new Simulation(2);
        // Sensitivity and specificity: two good ones, three who miss half and see what is not there.
        double[] p = [0.95, 0.95, 0.5, 0.5, 0.5], q = [0.95, 0.95, 0.6, 0.6, 0.6];
        var truth = RunMask.OfPixels(40, 40, [.. Enumerable.Range(0, 1600).Select(i => i % 40 is > 8 and < 30 && i / 40 is > 8 and < 30)]);
        var builder = new AnswerTableBuilder<RunMask>();
        for (var t = 0; t < 30; t++)
            for (var j = 0; j < p.Length; j++)
                builder.Add($"t{t}", $"a{j}", RunMask.OfPixels(40, 40, [.. Enumerable.Range(0, 1600).Select(i =>
                    random.Uniform() < (i % 40 is > 8 and < 30 && i / 40 is > 8 and < 30 ? p[j] : 1 - q[j]))]));
        var table = builder.Build();
        var (vote, staple) = (PixelVote.Fit(table), Staple.Fit(table));

        Assert.True(staple.Masks[0]!.IntersectionOverUnion(truth) > vote.Masks[0]!.IntersectionOverUnion(truth));
        Assert.True(staple.Sensitivity!.Take(2).Min() > 0.1 + staple.Sensitivity!.Skip(2).Max());
        Assert.True(staple.Specificity!.Take(2).Min() > 0.1 + staple.Specificity!.Skip(2).Max());
        Assert.True(staple.Convergence.IsConverged);
    }

    [Fact]
    public void Order_of_the_annotators_changes_nothing()
    {
        var one = Staple.Fit(Table([0, 4], [2, 4], [3, 3]));
        var other = Staple.Fit(Table([3, 3], [2, 4], [0, 4]));

        Assert.Equal(one.Masks[0]!.Runs, other.Masks[0]!.Runs);
        Assert.Equal(one.Sensitivity!.Reverse(), other.Sensitivity!, (a, b) => Math.Abs(a - b) < 1e-9);
    }

    [Fact]
    public void Nothing_one_annotator_empty_masks_and_masks_of_two_sizes()
    {
        Assert.Empty(Staple.Fit(new AnswerTableBuilder<RunMask>().Build()).Masks);
        Assert.Equal([1, 2], Staple.Fit(Table([1, 2])).Masks[0]!.Runs);
        Assert.True(Staple.Fit(Table([], [])).Masks[0]!.Runs.IsEmpty);
        var builder = new AnswerTableBuilder<RunMask>();
        builder.Add("t", "a", new RunMask(2, 2, []));
        builder.Add("t", "b", new RunMask(2, 3, []));
        Assert.Throws<ArgumentException>(() => Staple.Fit(builder.Build()));
        Assert.Throws<ArgumentException>(() => PixelVote.Fit(builder.Build()));
    }

    [Fact]
    public void Outlines_of_cells_are_fused_as_well_as_by_crowd_kit_s_vote()
    {
        var folder = new MaskFolder(Repository.Shared("data/crowd/seg_a"));

        Assert.Equal(0.7726, folder.Score(PixelVote.Fit(folder.Table).Masks).Mean, 4);
        Assert.InRange(folder.Score(Staple.Fit(folder.Table).Masks).Mean, 0.7720, 0.78);
    }

    private static AnswerTable<RunMask> Table(params int[][] runs)
    {
        var builder = new AnswerTableBuilder<RunMask>();
        foreach (var (j, r) in runs.Index())
            builder.Add("t", $"a{j}", new RunMask(8, 1, r));
        return builder.Build();
    }
}
