using Cloison.Inference.Answers;
using Cloison.Inference.Masks;

namespace Cloison.Benchmarks.TruthOther.Data;

/// <summary>A folder with one mask a line: height, width, runs.</summary>
internal sealed class MaskFolder
{
    public MaskFolder(string path)
    {
        var folder = new CrowdFolder(path);
        Table = folder.Answers(row => MaskOf(row.AsSpan(2)));
        foreach (var row in folder.Rows("gold.csv"))
            Gold.Add(row[0], MaskOf(row.AsSpan(1)));
    }

    public AnswerTable<RunMask> Table { get; }

    public Dictionary<string, RunMask> Gold { get; } = new(StringComparer.Ordinal);

    public (double Mean, double Median) Score(IReadOnlyList<RunMask?> masks)
    {
        var sorted = masks.Select((m, t) => m!.IntersectionOverUnion(Gold[Table.Tasks[t]])).Order().ToArray();
        return (sorted.Average(), (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2);
    }

    private static RunMask MaskOf(ReadOnlySpan<string> cells) => new(
        int.Parse(cells[1]), int.Parse(cells[0]), Array.ConvertAll(cells[2].Split(' ', StringSplitOptions.RemoveEmptyEntries), int.Parse));
}
