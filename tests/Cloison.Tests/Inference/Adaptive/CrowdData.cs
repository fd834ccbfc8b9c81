using Cloison.Inference.Votes;

namespace Cloison.Tests.Inference.Adaptive;

/// <summary>A folder with labels.csv (task,worker,label,…) and gold.csv (task,label).</summary>
internal static class CrowdData
{
    public static (VoteTable Votes, int[] Gold) Read(string folder)
    {
        var builder = new VoteTableBuilder();
        foreach (var row in Rows("labels.csv"))
        {
            builder.Add(row[0], row[1], row[2]);
        }

        var truth = Rows("gold.csv").ToDictionary(row => row[0], row => row[1]);
        foreach (var label in truth.Values)
        {
            builder.AddLabel(label);
        }

        var votes = builder.Build(RepeatedVotes.KeepFirst);
        var labels = votes.LabelNames.ToList();
        return (votes, [.. votes.Tasks.Select(t => truth.TryGetValue(t, out var label) ? labels.IndexOf(label) : -1)]);

        IEnumerable<string[]> Rows(string file) => File.ReadLines(Path.Combine(folder, file)).Skip(1).Select(line => line.Split(','));
    }
}
