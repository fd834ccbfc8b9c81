using Cloison.Domain.Annotations;
using Cloison.Inference.Answers;
using Cloison.Inference.Regions;

namespace Cloison.Benchmarks.TruthOther.Data;

/// <summary>A folder with one box a line, and <c>annotations.csv</c> with everybody's number of boxes, also none.</summary>
internal sealed class BoxFolder
{
    private readonly Dictionary<string, List<Region>> _gold = new(StringComparer.Ordinal);

    public BoxFolder(string path)
    {
        var folder = new CrowdFolder(path);
        var boxes = new Dictionary<(string, string), List<Region>>();
        foreach (var row in folder.Rows("annotations.csv"))
            boxes.Add((row[0], row[1]), []);
        foreach (var row in folder.Rows("labels.csv"))
            boxes[(row[0], row[1])].Add(BoxOf(row.AsSpan(2)));
        foreach (var row in folder.Rows("gold.csv"))
        {
            if (!_gold.TryGetValue(row[0], out var all))
                _gold.Add(row[0], all = []);
            all.Add(BoxOf(row.AsSpan(1)));
        }

        var builder = new AnswerTableBuilder<IReadOnlyList<Region>>();
        foreach (var ((task, worker), all) in boxes)
            builder.Add(task, worker, all);
        Table = builder.Build();
    }

    public AnswerTable<IReadOnlyList<Region>> Table { get; }

    /// <summary>Matched one to one.</summary>
    public (double Precision, double Recall, double F1, double MeanOverlap) Score(IReadOnlyList<IReadOnlyList<Region>> regions, double threshold)
    {
        var overlap = new ShapeOverlap();
        double hits = 0, said = 0, inTruth = 0, sum = 0;
        for (var t = 0; t < regions.Count; t++)
        {
            var truth = _gold.GetValueOrDefault(Table.Tasks[t]) ?? [];
            var matched = RegionMatching.Match(regions[t], truth, overlap, threshold);
            for (var i = 0; i < matched.Length; i++)
                if (matched[i] >= 0)
                {
                    hits++;
                    sum += overlap.Of(regions[t][i].Shape, truth[matched[i]].Shape);
                }

            said += regions[t].Count;
            inTruth += truth.Count;
        }

        return (hits / said, hits / inTruth, 2 * hits / (said + inTruth), sum / hits);
    }

    private static Region BoxOf(ReadOnlySpan<string> cells)
    {
        double x = CrowdFolder.Number(cells[0]), y = CrowdFolder.Number(cells[1]);
        return new("b", "person", new Box(x, y, CrowdFolder.Number(cells[2]) - x, CrowdFolder.Number(cells[3]) - y));
    }
}
