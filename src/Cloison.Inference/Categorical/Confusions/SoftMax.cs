namespace Cloison.Inference.Categorical.Confusions;

/// <summary>From logarithms to probabilities that add up to 1, without overflow.</summary>
internal static class SoftMax
{
    /// <returns>The logarithm of what the exponentials added up to.</returns>
    public static double InPlace(Span<double> logs)
    {
        if (logs.IsEmpty)
        {
            return 0;
        }

        var max = logs[0];
        for (var c = 1; c < logs.Length; c++)
        {
            max = Math.Max(max, logs[c]);
        }

        var total = 0.0;
        for (var c = 0; c < logs.Length; c++)
        {
            logs[c] = Math.Exp(logs[c] - max);
            total += logs[c];
        }

        for (var c = 0; c < logs.Length; c++)
        {
            logs[c] /= total;
        }

        return max + Math.Log(total);
    }
}
