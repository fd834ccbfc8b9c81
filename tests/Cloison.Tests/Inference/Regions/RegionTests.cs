using Cloison.Benchmarks.TruthOther.Data;
using Cloison.Domain.Annotations;
using Cloison.Inference.Answers;
using Cloison.Inference.Regions;
using Cloison.Tests.TestData;

namespace Cloison.Tests.Inference.Regions;

public sealed class RegionTests
{
    [Fact]
    public void The_best_assignment_is_the_best_of_all_permutations()
    {
        var random = new Simulation(9);
        for (var n = 0; n < 200; n++)
        {
            var (rows, columns) = (1 + random.Next(5), 1 + random.Next(5));
            var worth = Enumerable.Range(0, rows * columns).Select(_ => Math.Max(0, random.Uniform() - 0.3)).ToArray();
            var matched = Assignment.Best(worth, rows, columns);

            Assert.Equal(matched.Where(m => m >= 0).Distinct().Count(), matched.Count(m => m >= 0));
            Assert.Equal(Best(worth, rows, columns, 0, 0), matched.Index().Sum(m => m.Item < 0 ? 0 : worth[m.Index * columns + m.Item]), 9);
        }
    }

    [Fact]
    public void Greed_would_take_the_best_pair_and_lose_the_sum() => Assert.Equal([1, 0], Assignment.Best([0.9, 0.8, 0.8, 0.1], 2, 2));

    [Fact]
    public void Boxes_of_three_people_become_two_in_their_middle_and_a_ghost_is_dropped()
    {
        var builder = new AnswerTableBuilder<IReadOnlyList<Region>>();
        for (var t = 0; t < 20; t++)
        {
            builder.Add($"t{t}", "a", [At(0), At(100)]);
            builder.Add($"t{t}", "b", [At(1), At(101)]);
            builder.Add($"t{t}", "c", t == 0 ? [At(2), At(102), At(500)] : [At(2), At(102)]);
        }

        var result = RegionCrowd.Fit(builder.Build());

        Assert.All(result.Regions, r => Assert.Equal([1, 101], r.Select(b => Math.Round(((Box)b.Shape).X, 6)).Order()));
        var ghost = Assert.Single(result.Dropped.SelectMany(d => d));
        Assert.Equal([(2, 2)], ghost.Members);
        Assert.All(result.HitRates, h => Assert.True(h > 0.9));
    }

    [Fact]
    public void Who_misses_much_or_sees_ghosts_is_known_by_his_rates()
    {
        var random = new Simulation(21);
        double[] hits = [0.95, 0.95, 0.95, 0.6, 0.95], ghosts = [0, 0, 0, 0, 1.5];
        var (builder, truth) = (new AnswerTableBuilder<IReadOnlyList<Region>>(), 0);
        for (var t = 0; t < 80; t++)
        {
            truth += 4;
            for (var j = 0; j < hits.Length; j++)
            {
                var drawn = Enumerable.Range(0, 4).Where(_ => random.Uniform() < hits[j]).Select(n => At(100 * n + random.Normal())).ToList();
                for (var n = random.Uniform() * 2 * ghosts[j]; n >= 1; n--)
                    drawn.Add(At(1000 + 5000 * random.Uniform()));
                builder.Add($"t{t}", $"a{j}", drawn);
            }
        }

        var result = RegionCrowd.Fit(builder.Build());

        Assert.InRange(result.Regions.Sum(r => r.Count), 0.97 * truth, 1.03 * truth);
        Assert.InRange(result.HitRates[3], 0.5, 0.7);
        Assert.Equal(4, result.FalseAlarmRates.Index().MaxBy(f => f.Item).Index);
        Assert.All(result.Convergence.Objective.Zip(result.Convergence.Objective.Skip(1)), p => Assert.True(p.Second > p.First - 0.5));
    }

    [Fact]
    public void Order_of_tasks_and_names_of_classes_change_nothing()
    {
        var builder = new AnswerTableBuilder<IReadOnlyList<Region>>();
        builder.Add("t", "a", [At(0), At(50, "dog")]);
        builder.Add("t", "b", [At(52, "dog"), At(2)]);
        builder.Add("u", "a", [At(9)]);
        builder.Add("u", "b", []);
        var table = builder.Build();
        var turned = table.OnlyTasks([1, 0]);

        string Text(RegionCrowdResult r, int t) => string.Join(' ', r.Regions[t].Concat(r.Dropped[t]).Select(x => $"{x.Class} {((Box)x.Shape).X:F4} {x.Existence:F6}").Order());

        Assert.Equal(Text(RegionCrowd.Fit(table), 0), Text(RegionCrowd.Fit(turned), 1));
        Assert.Equal(Text(RegionCrowd.Fit(table), 1), Text(RegionCrowd.Fit(turned), 0));
        Assert.Equal(["cat", "dog"], RegionCrowd.Fit(table, new(KeepAbove: 0)).Regions[0].Select(r => r.Class).Order());
    }

    [Fact]
    public void Points_polygons_and_spans_are_grouped_as_well()
    {
        var builder = new AnswerTableBuilder<IReadOnlyList<Region>>();
        for (var j = 0; j < 3; j++)
            builder.Add("t", $"a{j}", [
                new("p", "eye", new Point(10 + j, 20)), new("q", "lake", new Polygon([0, 0, 10 + j, 0, 10 + j, 10, 0, 10])), new("s", "name", new Span("text", 4, 8 + j))]);

        var shapes = RegionCrowd.Fit(builder.Build()).Regions[0].Select(r => r.Shape).ToArray();

        Assert.Equal(3, shapes.Length);
        Assert.Contains(shapes, s => s is Point { X: > 10.8 and < 11.2, Y: 20 });
        Assert.Contains(new Span("text", 4, 9), shapes);
        Assert.Contains(new Polygon([0, 0, 11, 0, 11, 10, 0, 10]), shapes);
    }

    [Fact]
    public void Nothing_one_annotator_and_shapes_that_are_not_finite_give_results()
    {
        Assert.Empty(RegionCrowd.Fit(new AnswerTableBuilder<IReadOnlyList<Region>>().Build()).Regions);
        var builder = new AnswerTableBuilder<IReadOnlyList<Region>>();
        builder.Add("t", "a", [At(double.NaN), At(5)]);
        builder.Add("u", "a", []);
        var result = RegionCrowd.Fit(builder.Build());
        Assert.Single(result.Regions[0].Concat(result.Dropped[0]));
        Assert.Empty(result.Regions[1]);
    }

    [Theory]
    [InlineData(0.5, 0.9215)]
    [InlineData(0.7, 0.822)]
    public void Pedestrians_are_found_and_placed_at_least_as_well_as_by_the_best_baseline(double threshold, double f1)
    {
        var folder = new BoxFolder(Repository.Shared("data/crowd/boxes_a"));
        var regions = RegionCrowd.Fit(folder.Table).Regions.Select(t => (IReadOnlyList<Region>)[.. t.Select(r => new Region("r", r.Class, r.Shape))]).ToArray();

        Assert.True(folder.Score(regions, threshold).F1 >= f1);
    }

    private static Region At(double x, string name = "cat") => new("r", name, new Box(x, 0, 10, 10));

    private static double Best(double[] worth, int rows, int columns, int row, int used)
    {
        if (row == rows)
            return 0;
        var best = Best(worth, rows, columns, row + 1, used);
        for (var j = 0; j < columns; j++)
            if ((used >> j & 1) == 0)
                best = Math.Max(best, worth[row * columns + j] + Best(worth, rows, columns, row + 1, used | 1 << j));
        return best;
    }
}
