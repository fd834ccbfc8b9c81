namespace Cloison.Inference.QueueOrder;

/// <summary>
/// How unsure a model is of an item: 0 (sure) to 1. Settles (2009), Active learning literature survey, section 3.1.
/// </summary>
public static class Uncertainty
{
    /// <summary>Entropy of the probabilities divided by ln K.</summary>
    public static double Entropy(ReadOnlySpan<double> probabilities)
    {
        double sum = 0;
        foreach (var p in probabilities)
        {
            if (p > 0)
                sum -= p * Math.Log(p);
        }

        return probabilities.Length < 2 ? 0 : Math.Clamp(sum / Math.Log(probabilities.Length), 0, 1);
    }

    /// <summary>1 minus the distance between the two likeliest.</summary>
    public static double Margin(ReadOnlySpan<double> probabilities)
    {
        double first = 0, second = 0;
        foreach (var p in probabilities)
        {
            if (p > first)
                (first, second) = (p, first);
            else if (p > second)
                second = p;
        }

        return probabilities.Length < 2 ? 0 : 1 - (first - second);
    }

    /// <summary>Entropy of the answers that people gave, divided by ln of the number of labels or answers, whichever is less: 1 where all differ.</summary>
    /// <param name="tally">Answers a label.</param>
    public static double Disagreement(ReadOnlySpan<int> tally)
    {
        var all = 0;
        foreach (var n in tally)
        {
            all += n;
        }

        var kinds = Math.Min(all, tally.Length);
        if (kinds < 2)
            return 0;
        double sum = 0;
        foreach (var n in tally)
        {
            if (n > 0)
                sum -= (double)n / all * Math.Log((double)n / all);
        }

        return Math.Clamp(sum / Math.Log(kinds), 0, 1);
    }

    /// <summary>Indices of the items, the greatest value first and among equals the first.</summary>
    public static int[] Order(ReadOnlySpan<double> values)
    {
        var order = new int[values.Length];
        var keys = new double[values.Length];
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = i;
            keys[i] = values[i];
        }

        Array.Sort(order, (a, b) => keys[a] != keys[b] ? keys[b].CompareTo(keys[a]) : a.CompareTo(b));
        return order;
    }
}
