// Percentile bootstrap: Efron, B., Tibshirani, R. J. (1993). An Introduction to the Bootstrap, ch. 13. doi:10.1201/9780429246593
// Tasks are resampled, not votes: the votes of one task depend on each other.
using Cloison.Inference.Probability;

namespace Cloison.Inference.Agreement;

/// <summary>Evaluates a measure on all tasks and on resamples of them.</summary>
public static class TaskBootstrap
{
    /// <param name="tasks">Number of tasks of the table that the measure was made ready for.</param>
    public static AgreementFigure Measure(AgreementOf measure, int tasks, AgreementOptions options)
    {
        var weights = new int[tasks];
        Array.Fill(weights, 1);
        var value = measure(weights);
        if (!double.IsFinite(value) || options.Resamples <= 0)
            return new(value, null, tasks);
        var random = new SeededStream(options.Seed);
        var sample = new double[options.Resamples];
        var finite = 0;
        for (var b = 0; b < options.Resamples; b++)
        {
            Array.Clear(weights);
            for (var t = 0; t < tasks; t++)
                weights[random.NextBelow(tasks)]++;
            sample[finite] = measure(weights);
            if (double.IsFinite(sample[finite]))
                finite++;
        }

        // Where one resample in ten has no value, the rest no longer say how far the value may be off.
        if (finite < 0.9 * options.Resamples)
            return new(value, null, tasks);
        var sorted = sample.AsSpan(0, finite);
        sorted.Sort();
        return new(value, new(Quantile(sorted, (1 - options.Level) / 2), Quantile(sorted, (1 + options.Level) / 2)), tasks);
    }

    private static double Quantile(ReadOnlySpan<double> sorted, double share)
    {
        var at = share * (sorted.Length - 1);
        var below = (int)at;
        return below + 1 < sorted.Length ? sorted[below] + (at - below) * (sorted[below + 1] - sorted[below]) : sorted[below];
    }
}
