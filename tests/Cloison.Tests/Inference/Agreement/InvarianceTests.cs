using Cloison.Domain.Annotations;
using Cloison.Inference.Agreement;
using Cloison.Inference.Answers;
using Cloison.Inference.Masks;
using Cloison.Inference.Regions;

namespace Cloison.Tests.Inference.Agreement;

public sealed class InvarianceTests
{
    private static readonly int[][] Rows = [[1, 2, 3, 3, 2, 1, 3, 1], [1, 2, 3, 1, 2, 2, 3, 1], [1, 3, 3, 3, 2, 3, 3, 2]];

    [Fact]
    public void Order_of_tasks_and_annotators_changes_nothing()
    {
        var turned = Rows.Reverse().Select(r => r.Reverse().ToArray()).ToArray();
        var (table, other) = (Tables.Of(Rows), Tables.Of(turned));

        foreach (var measure in Measures.Categorical(3).Concat(Measures.Ordered(3)))
            Assert.Equal(Tables.Value(measure.Prepare(table), table), Tables.Value(measure.Prepare(other), other), 12);
        foreach (var measure in Measures.Numeric)
            Assert.Equal(Tables.Value(measure.Prepare(table.Select(x => x + 1.0)), table), Tables.Value(measure.Prepare(other.Select(x => x + 1.0)), other), 12);
    }

    [Fact]
    public void Names_of_categories_change_nothing_where_they_have_no_order()
    {
        var table = Tables.Of(Rows);
        var renamed = table.Select(c => (c + 1) % 3);

        foreach (var measure in Measures.Categorical(3))
            Assert.Equal(Tables.Value(measure.Prepare(table), table), Tables.Value(measure.Prepare(renamed), renamed), 12);
    }

    [Fact]
    public void A_table_without_answers_one_annotator_or_one_answer_for_everything_has_no_chance_corrected_agreement()
    {
        AnswerTable<int>[] tables = [new AnswerTableBuilder<int>().Build(), Tables.Of([[1, 2, 3]]), Tables.Of([[1, 1], [1, 1]])];
        foreach (var table in tables)
        {
            foreach (var measure in Measures.Categorical(3).Where(m => m.Name is not ("raw" or "ac1")))
                Assert.True(double.IsNaN(Tables.Value(measure.Prepare(table), table)), measure.Name);
            foreach (var measure in Measures.Numeric)
                Assert.True(double.IsNaN(Tables.Value(measure.Prepare(table.Select(x => (double)x)), table)), measure.Name);
            Assert.Null(TaskBootstrap.Measure(KrippendorffAlpha.Nominal(table, 3), table.Tasks.Count, AgreementOptions.Default).Interval);
        }
    }

    [Fact]
    public void Numbers_that_are_not_finite_count_as_not_given()
    {
        var table = Tables.Of([[1, 2, 3, 4], [1, 2, 3, 3], [2, 2, 4, 4]]).Select(x => (double)x);
        var without = table.Where((a, x) => a != 2);
        var spoilt = Tables.Of([[1, 2, 3, 4], [1, 2, 3, 3], [9, 9, 9, 9]]).Select(x => x == 8 ? double.NaN : x);

        Assert.Equal(Tables.Value(KrippendorffAlpha.Interval(without), without), Tables.Value(KrippendorffAlpha.Interval(spoilt), spoilt), 12);
        Assert.True(double.IsNaN(Tables.Value(KendallW.Over(spoilt), spoilt)));
    }

    [Fact]
    public void The_interval_holds_the_value_is_the_same_for_the_same_seed_and_shrinks_with_more_tasks()
    {
        AgreementFigure Figure(int copies, ulong seed)
        {
            var table = Tables.Of([.. Rows.Select(r => Enumerable.Repeat(r, copies).SelectMany(x => x).ToArray())]);
            return TaskBootstrap.Measure(KrippendorffAlpha.Nominal(table, 3), table.Tasks.Count, new AgreementOptions(Seed: seed));
        }

        var (few, again, many) = (Figure(4, 1), Figure(4, 1), Figure(64, 1));

        Assert.Equal(few, again);
        Assert.InRange(few.Value, few.Interval!.Value.Low, few.Interval.Value.High);
        // A sixteenth of the variance: a quarter of the width.
        var ratio = (many.Interval!.Value.High - many.Interval.Value.Low) / (few.Interval.Value.High - few.Interval.Value.Low);
        Assert.InRange(ratio, 0.2, 0.3);
    }

    [Fact]
    public void Pairs_and_batches_are_reported_apart_and_pairs_with_few_shared_tasks_not_at_all()
    {
        var table = Tables.Of([[1, 2, 1, 2, 0, 0], [1, 2, 1, 1, 1, 2], [0, 0, 0, 1, 1, 2]]);
        var options = new AgreementOptions(Resamples: 0, MinSharedTasks: 3);
        IReadOnlyList<Measure<int>> raw = [Measures.Categorical(2)[0]];

        Assert.Equal([("a0 a1", 0.75), ("a1 a2", 1)], AgreementReport.OfPairs(table, raw, options).Select(r => (string.Join(' ', r.Of), r.Figure.Value)));
        // t1 and t5 agree; of the three answers to t3 one pair of three does.
        var batches = AgreementReport.OfBatches(table, raw, t => t % 2 == 0 ? "even" : "odd", options).ToArray();
        Assert.Equal(["even", "odd"], batches.Select(r => r.Of[0]));
        Assert.Equal(1, batches[0].Figure.Value, 12);
        Assert.Equal(7.0 / 9, batches[1].Figure.Value, 12);
    }

    [Fact]
    public void Boxes_that_match_count_and_one_to_one_only()
    {
        Region At(double x, string name = "car") => new("r", name, new Box(x, 0, 10, 10));
        var builder = new AnswerTableBuilder<IReadOnlyList<Region>>();
        builder.Add("t", "a", [At(0), At(100), At(200, "dog")]);
        builder.Add("t", "b", [At(1), At(2), At(100), At(200)]);
        var table = builder.Build();

        // Of the two near 0 only one matches; the dog is not a car: 2 matches, 7 regions.
        Assert.Equal(4.0 / 7, Tables.Value(RegionF1.Over(table, new ShapeOverlap(), 0.5), table), 12);
        // 9 / 11 of the first is not enough for 0.9.
        Assert.Equal(2.0 / 7, Tables.Value(RegionF1.Over(table, new ShapeOverlap(), 0.9), table), 12);
    }

    [Fact]
    public void Spans_overlap_by_characters_and_exactly_at_1()
    {
        Region On(int start, int end) => new("r", "name", new Span("text", start, end));
        var builder = new AnswerTableBuilder<IReadOnlyList<Region>>();
        builder.Add("t", "a", [On(0, 10), On(20, 25)]);
        builder.Add("t", "b", [On(0, 8), On(20, 25)]);
        var table = builder.Build();

        Assert.Equal(1, Tables.Value(RegionF1.Over(table, new ShapeOverlap(), 0.8), table), 12);
        Assert.Equal(0.5, Tables.Value(RegionF1.Over(table, new ShapeOverlap(), 1), table), 12);
    }

    [Fact]
    public void Masks_sets_and_rankings_agree_as_one_counts_by_hand()
    {
        RunMask a = new(10, 1, [0, 4]), b = new(10, 1, [2, 4]);
        Assert.Equal(2.0 / 6, a.IntersectionOverUnion(b), 12);
        Assert.Equal(0.5, a.Dice(b), 12);

        HashSet<string> x = ["p", "q"], y = ["p"], z = ["q", "r"];
        Assert.Equal(0.5, SetDistance.Jaccard(x, y), 12);
        Assert.Equal(1 - 0.5 * 2 / 3, SetDistance.Masi(x, y), 12);
        Assert.Equal(1 - 1.0 / 3 / 3, SetDistance.Masi(x, z), 12);

        Assert.Equal(1.0 / 3, RankingDistance.Kendall(["a", "b", "c"], ["b", "a", "c"]), 12);
        Assert.Equal(1, RankingDistance.Kendall(["a", "b", "c"], ["c", "b", "a"]), 12);
    }
}
