namespace Cloison.Inference.LabelErrors;

/// <summary>
/// Finds wrong labels with the probabilities of a model that did not see them (cross-validated, or a pre-label model). Northcutt, Jiang and Chuang (2021),
/// Confident learning: estimating uncertainty in dataset labels, doi:10.1613/jair.1.12125.
/// <para>
/// ỹ: given label; p(j; x): the model's probability. t_j = mean of p(j; x) over ỹ = j (equation 2). An item with ỹ = i is counted in C_ij for the j with
/// the greatest p(j; x) among those with p(j; x) ≥ t_j (equation 1). Q_ij: C scaled so that row i has its |ỹ = i| items (equation 3). Errors:
/// the items counted off the diagonal ("C_confident").
/// </para>
/// </summary>
public static class ConfidentLearning
{
    /// <param name="given">Label of each item, 0 to K − 1.</param>
    /// <param name="probabilities">Items × K, every row sums to 1.</param>
    public static LabelErrorReport Find(ReadOnlySpan<int> given, ReadOnlySpan<double> probabilities, int labels, ErrorOrder order = ErrorOrder.NormalisedMargin)
    {
        if (probabilities.Length != given.Length * labels)
            throw new ArgumentException($"{given.Length} items of {labels} labels need {given.Length * labels} probabilities, not {probabilities.Length}.", nameof(probabilities));
        var (thresholds, counts) = Thresholds(given, probabilities, labels);
        var joint = new int[labels * labels];
        var errors = new List<LabelError>();
        for (var n = 0; n < given.Length; n++)
        {
            var row = probabilities.Slice(n * labels, labels);
            var confident = -1;
            for (var j = 0; j < labels; j++)
            {
                if (row[j] >= thresholds[j] && (confident < 0 || row[j] > row[confident]))
                    confident = j;
            }

            if (confident < 0)
                continue;
            joint[given[n] * labels + confident]++;
            if (confident != given[n])
                errors.Add(new LabelError(n, given[n], confident, row[given[n]], row[given[n]] - GreatestOther(row, given[n])));
        }

        errors.Sort((a, b) => Compare(a, b, order));
        var shares = Calibrate(joint, counts, given.Length, labels);
        double right = 0;
        for (var j = 0; j < labels; j++)
        {
            right += shares[j * labels + j];
        }

        return new LabelErrorReport(thresholds, joint, shares, given.IsEmpty ? 0 : Math.Max(0, 1 - right), errors);
    }

    private static (double[] Thresholds, int[] Counts) Thresholds(ReadOnlySpan<int> given, ReadOnlySpan<double> probabilities, int labels)
    {
        var sums = new double[labels];
        var counts = new int[labels];
        for (var n = 0; n < given.Length; n++)
        {
            sums[given[n]] += probabilities[n * labels + given[n]];
            counts[given[n]]++;
        }

        for (var j = 0; j < labels; j++)
        {
            // Nothing is at least NaN: a label that nobody gave is suggested for nothing.
            sums[j] = counts[j] == 0 ? double.NaN : sums[j] / counts[j];
        }

        return (sums, counts);
    }

    private static double[] Calibrate(int[] joint, int[] counts, int items, int labels)
    {
        var shares = new double[labels * labels];
        for (var i = 0; i < labels; i++)
        {
            double sum = 0;
            for (var j = 0; j < labels; j++)
            {
                sum += joint[i * labels + j];
            }

            for (var j = 0; j < labels; j++)
            {
                // A label of which nothing is sure is taken as right.
                var share = sum > 0 ? joint[i * labels + j] / sum : i == j ? 1 : 0;
                shares[i * labels + j] = items == 0 ? 0 : share * counts[i] / items;
            }
        }

        return shares;
    }

    private static double GreatestOther(ReadOnlySpan<double> row, int label)
    {
        double greatest = 0;
        for (var j = 0; j < row.Length; j++)
        {
            if (j != label)
                greatest = Math.Max(greatest, row[j]);
        }

        return greatest;
    }

    private static int Compare(LabelError a, LabelError b, ErrorOrder order)
    {
        var by = order == ErrorOrder.SelfConfidence ? a.SelfConfidence.CompareTo(b.SelfConfidence) : a.Margin.CompareTo(b.Margin);
        return by != 0 ? by : a.Item.CompareTo(b.Item);
    }
}
