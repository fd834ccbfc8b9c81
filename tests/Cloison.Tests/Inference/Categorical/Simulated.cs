using Cloison.Inference.Votes;

namespace Cloison.Tests.Inference.Categorical;

/// <summary>Votes whose truth is known, the same in every run.</summary>
internal static class Simulated
{
    /// <summary>Annotator a is right with probability skill[a]; a wrong answer is the next class mostly.</summary>
    public static (VoteTable Votes, int[] Truth) Make(int tasks, double[] skill, int classes, int perTask, ulong seed = 1)
    {
        var truth = new int[tasks];
        var (task, annotator, label) = (new List<int>(), new List<int>(), new List<int>());
        var draw = seed;
        for (var t = 0; t < tasks; t++)
        {
            truth[t] = (int)(classes * Next(ref draw));
            var first = (int)(skill.Length * Next(ref draw));
            for (var j = 0; j < perTask; j++)
            {
                var a = (first + (j * 7)) % skill.Length;
                task.Add(t);
                annotator.Add(a);
                label.Add(Next(ref draw) < skill[a] ? truth[t] : Next(ref draw) < 0.6 ? (truth[t] + 1) % classes : (int)(classes * Next(ref draw)));
            }
        }

        return (VoteTable.FromIndices([.. task], [.. annotator], [.. label], tasks, skill.Length, classes), truth);
    }

    /// <summary>Names for tests by hand: "t0 a x" is annotator a's vote x on task t0.</summary>
    public static VoteTable Votes(params string[] votes)
    {
        var builder = new VoteTableBuilder();
        foreach (var vote in votes)
        {
            var parts = vote.Split(' ');
            builder.Add(parts[0], parts[1], parts[2]);
        }

        return builder.Build();
    }

    public static double Next(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15;
        var z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return ((z ^ (z >> 31)) >> 11) * (1.0 / (1L << 53));
    }
}
