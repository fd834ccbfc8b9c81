namespace Cloison.Inference.QueueOrder;

/// <summary>
/// Items that are unlike one another first: each next one is the furthest from all that were taken before (greedy k-center). Gonzalez (1985),
/// doi:10.1016/0304-3975(85)90224-5: the greatest distance to a taken item is at most twice the least that is possible; for learning, Sener and Savarese
/// (2018), Active learning for convolutional neural networks: a core-set approach. count × items × dimensions steps.
/// </summary>
public static class CoverOrder
{
    /// <param name="vectors">Items × dimensions.</param>
    /// <param name="taken">Items that are labelled already; may be empty: then the one nearest to the mean is the first.</param>
    /// <param name="count">How many to take; fewer where there are not so many.</param>
    /// <returns>Indices of the items in the order in which they are taken.</returns>
    public static int[] Take(ReadOnlySpan<float> vectors, int dimensions, ReadOnlySpan<int> taken, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimensions, 1);
        var items = vectors.Length / dimensions;
        var nearest = new double[items];
        Array.Fill(nearest, double.PositiveInfinity);
        foreach (var item in taken)
        {
            Cover(vectors, dimensions, item, nearest);
        }

        // -1: taken. Two equal items are both 0 from each other, and each may still be taken once.
        foreach (var item in taken)
        {
            nearest[item] = -1;
        }

        var order = new List<int>(Math.Min(count, items));
        while (order.Count < count)
        {
            var next = order.Count == 0 && taken.IsEmpty ? Central(vectors, dimensions, items) : Furthest(nearest);
            if (next < 0)
                break;
            order.Add(next);
            Cover(vectors, dimensions, next, nearest);
            nearest[next] = -1;
        }

        return [.. order];
    }

    private static int Furthest(double[] nearest)
    {
        var best = -1;
        for (var i = 0; i < nearest.Length; i++)
        {
            if (nearest[i] >= 0 && (best < 0 || nearest[i] > nearest[best]))
                best = i;
        }

        return best;
    }

    private static int Central(ReadOnlySpan<float> vectors, int dimensions, int items)
    {
        var mean = new double[dimensions];
        for (var i = 0; i < vectors.Length; i++)
        {
            mean[i % dimensions] += vectors[i] / (double)items;
        }

        var best = -1;
        var least = double.PositiveInfinity;
        for (var i = 0; i < items; i++)
        {
            double sum = 0;
            for (var d = 0; d < dimensions; d++)
            {
                var difference = vectors[i * dimensions + d] - mean[d];
                sum += difference * difference;
            }

            if (sum < least)
                (best, least) = (i, sum);
        }

        return best;
    }

    private static void Cover(ReadOnlySpan<float> vectors, int dimensions, int centre, double[] nearest)
    {
        var from = vectors.Slice(centre * dimensions, dimensions);
        for (var i = 0; i < nearest.Length; i++)
        {
            if (nearest[i] <= 0)
                continue;
            var to = vectors.Slice(i * dimensions, dimensions);
            double sum = 0;
            for (var d = 0; d < dimensions && sum < nearest[i]; d++)
            {
                double difference = to[d] - from[d];
                sum += difference * difference;
            }

            nearest[i] = Math.Min(nearest[i], sum);
        }
    }
}
