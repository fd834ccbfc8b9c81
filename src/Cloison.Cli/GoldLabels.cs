using Cloison.Formats.Votes;
using Cloison.Inference.Answers;
using Cloison.Inference.Votes;

namespace Cloison.Cli;

/// <summary>
/// Known labels beside a table of votes. A label that nobody voted for is known, and never right; gold of a task that nobody answered counts for nothing; of several for one task the last counts.
/// </summary>
internal sealed class GoldLabels
{
    private const ulong Seed = 20260726;

    private GoldLabels(int[] labels, int unanswered, int unseen) => (Labels, Unanswered, Unseen) = (labels, unanswered, unseen);

    /// <summary>The label of each task: -1 where there is none, the number of classes where nobody voted for it.</summary>
    public int[] Labels { get; }

    /// <summary>Gold rows of tasks without votes.</summary>
    public int Unanswered { get; }

    /// <summary>Gold rows with a label that nobody voted for.</summary>
    public int Unseen { get; }

    public static GoldLabels Read(string path, VoteTable votes)
    {
        var gold = new Collector(votes);
        using var text = Open(path);
        VoteFile.ReadGold(text, Path.GetFileName(path), gold.Add);
        return gold.Build();
    }

    public static GoldLabels Of(AnswerTable<string> known, VoteTable votes)
    {
        var gold = new Collector(votes);
        for (var t = 0; t < known.Tasks.Count; t++)
            foreach (var label in known.AnswersTo(t))
                gold.Add(known.Tasks[t], label);
        return gold.Build();
    }

    public static StreamReader Open(string path) => File.Exists(path) ? new(path) : throw new CommandException($"There is no file {path}.");

    /// <summary>That part of the known labels, chosen at random with a fixed seed; -1 for the others.</summary>
    public int[] Sample(double share)
    {
        var tasks = Enumerable.Range(0, Labels.Length).Where(t => Labels[t] >= 0).OrderBy(t => Mix((ulong)t ^ Seed)).ToArray();
        var chosen = Unknown(Labels.Length);
        foreach (var t in tasks.Take((int)(tasks.Length * share)))
            chosen[t] = Labels[t];
        return chosen;
    }

    private static int[] Unknown(int tasks)
    {
        var labels = new int[tasks];
        Array.Fill(labels, -1);
        return labels;
    }

    private static Dictionary<string, int> Index(IReadOnlyList<string> names)
    {
        var index = new Dictionary<string, int>(names.Count, StringComparer.Ordinal);
        for (var i = 0; i < names.Count; i++)
            index.Add(names[i], i);
        return index;
    }

    // splitmix64
    private static ulong Mix(ulong z)
    {
        z += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    private sealed class Collector(VoteTable votes)
    {
        private readonly Dictionary<string, int> tasks = Index(votes.Tasks);
        private readonly Dictionary<string, int> labels = Index(votes.LabelNames);
        private readonly int[] known = Unknown(votes.TaskCount);
        private int unanswered;
        private int unseen;

        public void Add(ReadOnlySpan<char> task, ReadOnlySpan<char> label)
        {
            if (!tasks.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(task, out var t))
            {
                unanswered++;
                return;
            }

            if (!labels.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(label, out var l))
            {
                unseen++;
                l = votes.ClassCount;
            }

            known[t] = l;
        }

        public GoldLabels Build() => new(known, unanswered, unseen);
    }
}
