using Cloison.Inference.Votes;

namespace Cloison.Inference.Categorical.Msr;

/// <summary>The pairs of annotators who share a task, both ways round: neighbours of annotator i are at Starts[i] .. Starts[i + 1] - 1.</summary>
internal sealed class AnnotatorPairs
{
    private AnnotatorPairs(int[] starts, int[] neighbours, int[] common, float[] covariance) =>
        (Starts, Neighbours, Common, Covariance) = (starts, neighbours, common, covariance);

    public int[] Starts { get; }

    public int[] Neighbours { get; }

    /// <summary>Number of common tasks.</summary>
    public int[] Common { get; }

    public float[] Covariance { get; }

    /// <summary>Fewest neighbours of an annotator who has any.</summary>
    public int LeastNeighbours { get; private init; }

    public int MostNeighbours { get; private init; }

    public static AnnotatorPairs Of(VoteTable votes)
    {
        var taskStarts = votes.TaskStarts;
        var annotators = votes.Annotators;
        var labels = votes.Labels;
        var n = votes.AnnotatorCount;
        // Votes by annotator, to gather one annotator's pairs at a time in one dense line.
        var voteStarts = new int[n + 1];
        foreach (var a in annotators)
        {
            voteStarts[a + 1]++;
        }

        for (var a = 0; a < n; a++)
        {
            voteStarts[a + 1] += voteStarts[a];
        }

        var (next, taskOf, labelOf) = (voteStarts.AsSpan(0, n).ToArray(), new int[votes.Count], new int[votes.Count]);
        for (var t = 0; t < votes.TaskCount; t++)
        {
            for (var v = taskStarts[t]; v < taskStarts[t + 1]; v++)
            {
                var at = next[annotators[v]]++;
                (taskOf[at], labelOf[at]) = (t, labels[v]);
            }
        }

        var starts = new int[n + 1];
        var (neighbours, common, covariance) = (new List<int>(), new List<int>(), new List<float>());
        var (shared, agreed, touched) = (new int[n], new int[n], new List<int>());
        var classes = Math.Max(votes.ClassCount, 2);
        var (least, most) = (int.MaxValue, 0);
        for (var i = 0; i < n; i++)
        {
            touched.Clear();
            for (var at = voteStarts[i]; at < voteStarts[i + 1]; at++)
            {
                for (var v = taskStarts[taskOf[at]]; v < taskStarts[taskOf[at] + 1]; v++)
                {
                    var j = annotators[v];
                    if (j == i)
                    {
                        continue;
                    }

                    if (shared[j]++ == 0)
                    {
                        touched.Add(j);
                    }

                    agreed[j] += labels[v] == labelOf[at] ? 1 : 0;
                }
            }

            touched.Sort();
            foreach (var j in touched)
            {
                neighbours.Add(j);
                common.Add(shared[j]);
                covariance.Add((float)(((double)agreed[j] / shared[j] * classes / (classes - 1)) - (1.0 / (classes - 1))));
                (shared[j], agreed[j]) = (0, 0);
            }

            starts[i + 1] = neighbours.Count;
            if (touched.Count > 0)
            {
                (least, most) = (Math.Min(least, touched.Count), Math.Max(most, touched.Count));
            }
        }

        return new(starts, [.. neighbours], [.. common], [.. covariance]) { LeastNeighbours = most == 0 ? 0 : least, MostNeighbours = most };
    }
}
