using Cloison.Inference.Probability;
using Cloison.Inference.Votes;

namespace Cloison.Tests.Inference.Adaptive;

/// <summary>Simulated people p0, p1, … who are right with their own probability and otherwise say any other label l0, l1, …</summary>
internal static class Crowds
{
    /// <param name="answersPerTask">So many of them, drawn for each task; null: all.</param>
    public static (VoteTable Votes, int[] Truth) Simulate(int tasks, int labels, double[] accuracies, ulong seed, int? answersPerTask = null)
    {
        var stream = new SeededStream(seed);
        var builder = new VoteTableBuilder();
        for (var l = 0; l < labels; l++)
        {
            builder.AddLabel($"l{l}");
        }

        var truth = new int[tasks];
        var people = Enumerable.Range(0, accuracies.Length).ToArray();
        for (var t = 0; t < tasks; t++)
        {
            truth[t] = stream.NextBelow(labels);
            if (answersPerTask is not null)
                stream.Shuffle(people);
            foreach (var w in people.Take(answersPerTask ?? people.Length))
            {
                var label = stream.NextUnit() < accuracies[w] ? truth[t] : (truth[t] + 1 + stream.NextBelow(labels - 1)) % labels;
                builder.Add($"t{t}", $"p{w}", $"l{label}");
            }
        }

        return (builder.Build(), truth);
    }
}
