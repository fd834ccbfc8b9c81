using Cloison.Inference.Votes;

namespace Cloison.Inference.Categorical.Confusions;

/// <summary>
/// What each annotator answers to tasks of each class: P(given label | true class), and how common the classes are. Kept by the pairs that occur; what an annotator
/// never said has the probability that the method's prior leaves to it.
/// </summary>
public sealed class ConfusionTable
{
    private readonly AnswerRows _rows;
    private readonly double[] _probabilities;
    private readonly double[] _pooled;

    internal ConfusionTable(AnswerRows rows, double[] probabilities, double[] classPrior, double[] pooled) =>
        (_rows, _probabilities, ClassPrior, _pooled) = (rows, probabilities, classPrior, pooled);

    /// <summary>How common each class is.</summary>
    public double[] ClassPrior { get; }

    /// <summary>Number of classes.</summary>
    public int ClassCount => _rows.ClassCount;

    /// <summary>Probability that the annotator gives the label to a task of the class.</summary>
    public double Probability(int annotator, int trueClass, int given)
    {
        if ((uint)annotator >= (uint)_rows.Votes.AnnotatorCount || _rows.RowStarts[annotator] == _rows.RowStarts[annotator + 1])
        {
            return _pooled[(trueClass * ClassCount) + given];
        }

        var (begin, end) = (_rows.RowStarts[annotator], _rows.RowStarts[annotator + 1]);
        var at = Array.BinarySearch(_rows.RowLabels, begin, end - begin, given);
        if (at >= 0)
        {
            return _probabilities[(at * _rows.Stride) + trueClass];
        }

        var rest = 1.0;
        for (var row = begin; row < end; row++)
        {
            rest -= _probabilities[(row * _rows.Stride) + trueClass];
        }

        return Math.Max(rest, 0) / (ClassCount - (end - begin));
    }

    /// <summary>The annotator's whole table: a row per true class, a column per given label, row by row.</summary>
    public double[] Of(int annotator)
    {
        var table = new double[ClassCount * ClassCount];
        for (var c = 0; c < ClassCount; c++)
        {
            for (var l = 0; l < ClassCount; l++)
            {
                table[(c * ClassCount) + l] = Probability(annotator, c, l);
            }
        }

        return table;
    }

    /// <summary>The table of an annotator nobody knows: that of all annotators together.</summary>
    public ReadOnlySpan<double> Pooled => _pooled;

    /// <summary>From the counts that go with the posteriors, smoothed by one pseudo-vote of the pooled table in every row.</summary>
    internal static ConfusionTable FromPosteriors(VoteTable votes, ReadOnlySpan<double> posteriors)
    {
        var rows = AnswerRows.Of(votes);
        var (counts, classCounts) = (rows.NewTable(), new double[rows.Stride]);
        ConfusionPass.AccumulateGiven(rows, posteriors, counts, classCounts);
        return FromCounts(rows, counts, classCounts);
    }

    internal static ConfusionTable FromCounts(AnswerRows rows, double[] counts, double[] classCounts)
    {
        var classes = rows.ClassCount;
        var pooled = PooledOf(rows, counts);
        var probabilities = new double[counts.Length];
        for (var a = 0; a < rows.Votes.AnnotatorCount; a++)
        {
            for (var c = 0; c < classes; c++)
            {
                var total = 1.0;
                for (var row = rows.RowStarts[a]; row < rows.RowStarts[a + 1]; row++)
                {
                    total += counts[(row * rows.Stride) + c];
                }

                for (var row = rows.RowStarts[a]; row < rows.RowStarts[a + 1]; row++)
                {
                    var cell = (row * rows.Stride) + c;
                    probabilities[cell] = (counts[cell] + pooled[(c * classes) + rows.RowLabels[row]]) / total;
                }
            }
        }

        return new(rows, probabilities, Shares(classCounts.AsSpan(0, classes)), pooled);
    }

    /// <summary>All annotators' expected answers together, a row per true class; each row begins with one pseudo-vote, half of it right and half spread evenly.</summary>
    internal static double[] PooledOf(AnswerRows rows, double[] counts)
    {
        var classes = rows.ClassCount;
        var pooled = new double[classes * classes];
        Array.Fill(pooled, 0.5 / classes);
        for (var c = 0; c < classes; c++)
        {
            pooled[(c * classes) + c] += 0.5;
        }

        for (var row = 0; row < rows.RowCount; row++)
        {
            for (var c = 0; c < classes; c++)
            {
                pooled[(c * classes) + rows.RowLabels[row]] += counts[(row * rows.Stride) + c];
            }
        }

        for (var c = 0; c < classes; c++)
        {
            var line = pooled.AsSpan(c * classes, classes);
            Shares(line).CopyTo(line);
        }

        return pooled;
    }

    internal static double[] Shares(ReadOnlySpan<double> counts)
    {
        var total = 0.0;
        foreach (var count in counts)
        {
            total += count;
        }

        var shares = new double[counts.Length];
        for (var c = 0; c < shares.Length; c++)
        {
            shares[c] = total > 0 ? counts[c] / total : 1.0 / shares.Length;
        }

        return shares;
    }
}
