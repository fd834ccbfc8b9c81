using Cloison.Inference.Votes;

namespace Cloison.Benchmarks.TruthInference;

/// <summary>
/// Votes for measuring speed, the same in any language: every random number is splitmix64 of seed, stream and index. Five classes, five votes a task, skills from 0.45 to 0.95 and a tenth of
/// spammers; annotators' activity is skewed.
/// </summary>
internal static class SyntheticVotes
{
    private const ulong Golden = 0x9E3779B97F4A7C15;
    private const ulong Seed = 20260726;
    private const int Classes = 5;
    private const int PerTask = 5;

    private static readonly double[] Cumulative = [0.35, 0.60, 0.80, 0.92, 1.0];

    public static (VoteTable Votes, int[] Truth) Make(int votes, int workers = 10_000)
    {
        var tasks = votes / PerTask;
        var (task, worker, label, truth) = (new int[tasks * PerTask], new int[tasks * PerTask], new int[tasks * PerTask], new int[tasks]);
        var skill = new double[workers];
        for (var w = 0; w < workers; w++)
            skill[w] = U(3, w) < 0.1 ? 0.2 : 0.45 + (0.5 * U(2, w));
        for (var t = 0; t < tasks; t++)
        {
            var u = U(1, t);
            while (truth[t] < Classes - 1 && u >= Cumulative[truth[t]])
                truth[t]++;
            for (var j = 0; j < PerTask; j++)
            {
                var v = (t * PerTask) + j;
                var w = Math.Min((int)(workers * Math.Pow(U(4, v), 1.5)), workers - 1);
                while (worker.AsSpan(t * PerTask, j).Contains(w))
                    w = (w + 1) % workers;
                task[v] = t;
                worker[v] = w;
                label[v] = U(5, v) < skill[w] ? truth[t]
                    : U(6, v) < 0.5 ? (truth[t] + 1) % Classes
                    : (truth[t] + 1 + (int)(4 * U(7, v))) % Classes;
            }
        }

        return (VoteTable.FromIndices(task, worker, label, tasks, workers, Classes), truth);
    }

    private static double U(ulong stream, int i) => (Mix(Mix(Seed + (stream * Golden)) + (((ulong)i + 1) * Golden)) >> 11) * (1.0 / (1L << 53));

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
