using Cloison.Inference.Votes;

namespace Cloison.Inference.Categorical.Confusions;

/// <summary>
/// The pairs of annotator and label that occur: one row each, ordered by annotator and then label. Every table of a confusion model has a row per pair and a column
/// per class, <see cref="Stride"/> apart, so that a vote costs one read of neighbouring numbers, and labels that an annotator never gives cost nothing.
/// </summary>
internal sealed class AnswerRows
{
    // Above this many cells the map from pair to row is too large to be an array (256 MB).
    private const long MaxMapped = 64L << 20;

    private AnswerRows(VoteTable votes, int[] rowOfVote, int[] rowStarts, int[] rowLabels)
    {
        (Votes, RowOfVote, RowStarts, RowLabels) = (votes, rowOfVote, rowStarts, rowLabels);
        Stride = StrideOf(votes.ClassCount);
    }

    public VoteTable Votes { get; }

    /// <summary>The row of each vote, in the table's order.</summary>
    public int[] RowOfVote { get; }

    /// <summary>Where each annotator's rows begin; one more than there are annotators.</summary>
    public int[] RowStarts { get; }

    /// <summary>The label of each row.</summary>
    public int[] RowLabels { get; }

    public int RowCount => RowLabels.Length;

    public int ClassCount => Votes.ClassCount;

    /// <summary>Columns of a row: the classes, and zeros up to what the processor handles at once.</summary>
    public int Stride { get; }

    public double[] NewTable()
    {
        var cells = (long)RowCount * Stride;
        return cells <= Array.MaxLength
            ? new double[cells]
            : throw new CategoricalException($"{RowCount:N0} pairs of annotator and label times {ClassCount:N0} classes are too many for a confusion model; a vote by majority does without.");
    }

    public static int StrideOf(int classes) => classes <= 4 ? 4 : (classes + 7) / 8 * 8;

    public static AnswerRows Of(VoteTable votes)
    {
        var classes = votes.ClassCount;
        return (long)votes.AnnotatorCount * classes <= MaxMapped ? Mapped(votes) : Sorted(votes);
    }

    private static AnswerRows Mapped(VoteTable votes)
    {
        var classes = votes.ClassCount;
        var annotators = votes.Annotators;
        var labels = votes.Labels;
        var map = new int[votes.AnnotatorCount * classes];
        for (var v = 0; v < labels.Length; v++)
        {
            map[(annotators[v] * classes) + labels[v]] = 1;
        }

        var count = 0;
        foreach (var used in map)
        {
            count += used;
        }

        var starts = new int[votes.AnnotatorCount + 1];
        var rowLabels = new int[count];
        var row = 0;
        for (var a = 0; a < votes.AnnotatorCount; a++)
        {
            for (var l = 0; l < classes; l++)
            {
                if (map[(a * classes) + l] != 0)
                {
                    rowLabels[row] = l;
                    map[(a * classes) + l] = row++;
                }
            }

            starts[a + 1] = row;
        }

        var rows = new int[votes.Count];
        for (var v = 0; v < rows.Length; v++)
        {
            rows[v] = map[(annotators[v] * classes) + labels[v]];
        }

        return new(votes, rows, starts, rowLabels);
    }

    private static AnswerRows Sorted(VoteTable votes)
    {
        var annotators = votes.Annotators;
        var labels = votes.Labels;
        var keys = new long[votes.Count];
        var order = new int[votes.Count];
        for (var v = 0; v < keys.Length; v++)
        {
            (keys[v], order[v]) = (((long)annotators[v] << 32) | (uint)labels[v], v);
        }

        Array.Sort(keys, order);
        var starts = new int[votes.AnnotatorCount + 1];
        var rows = new int[votes.Count];
        var rowLabels = new List<int>();
        for (var i = 0; i < keys.Length; i++)
        {
            if (i == 0 || keys[i] != keys[i - 1])
            {
                rowLabels.Add((int)(keys[i] & uint.MaxValue));
                starts[(int)(keys[i] >> 32) + 1]++;
            }

            rows[order[i]] = rowLabels.Count - 1;
        }

        for (var a = 0; a < votes.AnnotatorCount; a++)
        {
            starts[a + 1] += starts[a];
        }

        return new(votes, rows, starts, [.. rowLabels]);
    }
}
