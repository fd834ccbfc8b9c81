using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Cloison.Inference.Categorical.Confusions;

/// <summary>
/// The hot loop of every model with a table per annotator: one walk over the votes that works out each task's posterior
/// <c>p(c) ∝ exp(logPrior[c] + Σ votes logTable[row of vote, c])</c> and at once adds it to the counts of the rows of its votes, while both are in the cache.
/// So the posteriors need not be stored, and expectation and maximisation cost one walk together.
/// </summary>
/// <remarks>
/// Several threads take parts of the tasks, whose number depends on the votes alone; sums are joined in the order of the parts. The result is the same on any number of processors,
/// but for the last bits of a posterior, which the runtime's exponential computes a little otherwise before it is fully compiled.
/// Columns that stand for no class have the prior <see cref="Never"/> and end with probability 0.
/// </remarks>
internal static class ConfusionPass
{
    /// <summary>Log probability of a column that only fills up a row.</summary>
    public const double Never = -1e300;

    private const int VotesPerPart = 400_000;
    private const int MaxParts = 8;
    private const long MaxPartCells = 64L << 20;

    // The product of normalisers is kept as a number and its logarithm taken before it runs out of range: a logarithm a task would cost more than the votes.
    private const double TooLarge = 1e250;

    /// <summary>A prior's logarithms in the width of a row.</summary>
    public static double[] LogPrior(ReadOnlySpan<double> prior, int stride)
    {
        var log = new double[stride];
        Array.Fill(log, Never);
        for (var c = 0; c < prior.Length; c++)
        {
            log[c] = Math.Log(Math.Max(prior[c], 1e-300));
        }

        return log;
    }

    /// <summary>Sets <paramref name="counts"/> and <paramref name="classCounts"/> to the expected counts, over the tasks that have votes.</summary>
    /// <returns>The log likelihood of the votes.</returns>
    public static double Accumulate(AnswerRows rows, double[] logTable, double[] logPrior, double[] counts, double[] classCounts)
    {
        Array.Clear(counts);
        Array.Clear(classCounts);
        var parts = Parts(rows, counts.Length);
        if (parts == 1)
        {
            return Part(rows, logTable, logPrior, counts, classCounts, 0, rows.Votes.TaskCount);
        }

        var sums = new double[parts];
        var partCounts = new double[parts][];
        var partClasses = new double[parts][];
        Parallel.For(0, parts, p =>
        {
            partCounts[p] = p == 0 ? counts : new double[counts.Length];
            partClasses[p] = p == 0 ? classCounts : new double[classCounts.Length];
            var (first, last) = Range(rows, p, parts);
            sums[p] = Part(rows, logTable, logPrior, partCounts[p], partClasses[p], first, last);
        });
        for (var p = 1; p < parts; p++)
        {
            Add(counts, partCounts[p]);
            Add(classCounts, partClasses[p]);
            sums[0] += sums[p];
        }

        return sums[0];
    }

    /// <summary>Sets the counts to those of posteriors that are given (a row of <see cref="AnswerRows.ClassCount"/> a task).</summary>
    public static void AccumulateGiven(AnswerRows rows, ReadOnlySpan<double> posteriors, double[] counts, double[] classCounts)
    {
        Array.Clear(counts);
        Array.Clear(classCounts);
        var starts = rows.Votes.TaskStarts;
        var classes = rows.ClassCount;
        var stride = rows.Stride;
        var rowOf = rows.RowOfVote;
        for (var t = 0; t + 1 < starts.Length; t++)
        {
            if (starts[t] == starts[t + 1])
            {
                continue;
            }

            var p = posteriors.Slice(t * classes, classes);
            for (var c = 0; c < p.Length; c++)
            {
                classCounts[c] += p[c];
            }

            for (var v = starts[t]; v < starts[t + 1]; v++)
            {
                var row = counts.AsSpan(rowOf[v] * stride, classes);
                for (var c = 0; c < row.Length; c++)
                {
                    row[c] += p[c];
                }
            }
        }
    }

    /// <summary>Writes the posterior of every task.</summary>
    /// <param name="temperature">The votes' evidence is divided by it; 1 is Bayes' rule.</param>
    public static void Posteriors(AnswerRows rows, double[] logTable, double[] logPrior, double[] posteriors, double temperature = 1)
    {
        var parts = Parts(rows, 0);
        Parallel.For(0, parts, p =>
        {
            var (first, last) = Range(rows, p, parts);
            var starts = rows.Votes.TaskStarts;
            var classes = rows.ClassCount;
            var stride = rows.Stride;
            var rowOf = rows.RowOfVote;
            for (var t = first; t < last; t++)
            {
                var to = posteriors.AsSpan(t * classes, classes);
                to.Clear();
                for (var v = starts[t]; v < starts[t + 1]; v++)
                {
                    var row = logTable.AsSpan(rowOf[v] * stride, classes);
                    for (var c = 0; c < to.Length; c++)
                    {
                        to[c] += row[c];
                    }
                }

                for (var c = 0; c < to.Length; c++)
                {
                    to[c] = logPrior[c] + (to[c] / temperature);
                }

                SoftMax.InPlace(to);
            }
        });
    }

    private static int Parts(AnswerRows rows, int cells)
    {
        var parts = Math.Clamp(rows.Votes.Count / VotesPerPart, 1, MaxParts);
        while (parts > 1 && (long)parts * cells > MaxPartCells)
        {
            parts--;
        }

        return parts;
    }

    private static (int First, int Last) Range(AnswerRows rows, int part, int parts)
    {
        var tasks = rows.Votes.TaskCount;
        return ((int)((long)tasks * part / parts), (int)((long)tasks * (part + 1) / parts));
    }

    private static void Add(double[] to, double[] what)
    {
        for (var i = 0; i < to.Length; i++)
        {
            to[i] += what[i];
        }
    }

    private static double Part(AnswerRows rows, double[] logTable, double[] logPrior, double[] counts, double[] classCounts, int first, int last) => rows.Stride switch
    {
        4 => Part4(rows, logTable, logPrior, counts, classCounts, first, last),
        8 => Part8(rows, logTable, logPrior, counts, classCounts, first, last),
        _ => PartAny(rows, logTable, logPrior, counts, classCounts, first, last),
    };

    private static double Part4(AnswerRows rows, double[] logTable, double[] logPrior, double[] counts, double[] classCounts, int first, int last)
    {
        var starts = rows.Votes.TaskStarts;
        var rowOf = rows.RowOfVote;
        ref var log = ref MemoryMarshal.GetArrayDataReference(logTable);
        ref var count = ref MemoryMarshal.GetArrayDataReference(counts);
        var prior = Vector256.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(logPrior));
        var classSum = Vector256<double>.Zero;
        var (sum, product) = (0.0, 1.0);
        var begin = starts[first];
        for (var t = first; t < last; t++)
        {
            var end = starts[t + 1];
            if (begin == end)
            {
                continue;
            }

            var votes = rowOf.AsSpan(begin, end - begin);
            begin = end;
            var p = prior;
            foreach (var row in votes)
            {
                p += Vector256.LoadUnsafe(ref log, (nuint)row * 4);
            }

            var top = Vector128.Max(p.GetLower(), p.GetUpper());
            var max = Math.Max(top[0], top[1]);
            p = Vector256.Exp(p - Vector256.Create(max));
            var total = Vector256.Sum(p);
            p *= 1 / total;
            sum += max;
            product *= total;
            if (product > TooLarge)
            {
                sum += Math.Log(product);
                product = 1;
            }

            classSum += p;
            foreach (var row in votes)
            {
                var at = (nuint)row * 4;
                (Vector256.LoadUnsafe(ref count, at) + p).StoreUnsafe(ref count, at);
            }
        }

        (Vector256.LoadUnsafe(ref classCounts[0]) + classSum).StoreUnsafe(ref classCounts[0]);
        return sum + Math.Log(product);
    }

    private static double Part8(AnswerRows rows, double[] logTable, double[] logPrior, double[] counts, double[] classCounts, int first, int last)
    {
        var starts = rows.Votes.TaskStarts;
        var rowOf = rows.RowOfVote;
        ref var log = ref MemoryMarshal.GetArrayDataReference(logTable);
        ref var count = ref MemoryMarshal.GetArrayDataReference(counts);
        var prior = Vector512.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(logPrior));
        var classSum = Vector512<double>.Zero;
        var (sum, product) = (0.0, 1.0);
        var begin = starts[first];
        for (var t = first; t < last; t++)
        {
            var end = starts[t + 1];
            if (begin == end)
            {
                continue;
            }

            var votes = rowOf.AsSpan(begin, end - begin);
            begin = end;
            var p = prior;
            foreach (var row in votes)
            {
                p += Vector512.LoadUnsafe(ref log, (nuint)row * 8);
            }

            var half = Vector256.Max(p.GetLower(), p.GetUpper());
            var top = Vector128.Max(half.GetLower(), half.GetUpper());
            var max = Math.Max(top[0], top[1]);
            p = Vector512.Exp(p - Vector512.Create(max));
            var total = Vector512.Sum(p);
            p *= 1 / total;
            sum += max;
            product *= total;
            if (product > TooLarge)
            {
                sum += Math.Log(product);
                product = 1;
            }

            classSum += p;
            foreach (var row in votes)
            {
                var at = (nuint)row * 8;
                (Vector512.LoadUnsafe(ref count, at) + p).StoreUnsafe(ref count, at);
            }
        }

        (Vector512.LoadUnsafe(ref classCounts[0]) + classSum).StoreUnsafe(ref classCounts[0]);
        return sum + Math.Log(product);
    }

    private static double PartAny(AnswerRows rows, double[] logTable, double[] logPrior, double[] counts, double[] classCounts, int first, int last)
    {
        var starts = rows.Votes.TaskStarts;
        var rowOf = rows.RowOfVote;
        var classes = rows.ClassCount;
        var stride = rows.Stride;
        var p = new double[classes];
        var sum = 0.0;
        for (var t = first; t < last; t++)
        {
            var votes = rowOf.AsSpan(starts[t], starts[t + 1] - starts[t]);
            if (votes.IsEmpty)
            {
                continue;
            }

            logPrior.AsSpan(0, classes).CopyTo(p);
            foreach (var row in votes)
            {
                AddTo(p, logTable.AsSpan(row * stride, classes));
            }

            sum += SoftMax.InPlace(p);
            AddTo(classCounts, p);
            foreach (var row in votes)
            {
                AddTo(counts.AsSpan(row * stride, classes), p);
            }
        }

        return sum;
    }

    private static void AddTo(Span<double> to, ReadOnlySpan<double> what)
    {
        for (var i = 0; i < what.Length; i++)
        {
            to[i] += what[i];
        }
    }
}
