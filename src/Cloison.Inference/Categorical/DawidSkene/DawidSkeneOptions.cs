namespace Cloison.Inference.Categorical.DawidSkene;

/// <summary>How Dawid-Skene's rounds are made.</summary>
public sealed record DawidSkeneOptions
{
    /// <summary>Most rounds: 100.</summary>
    public int MaxIterations { get; init; } = 100;

    /// <summary>The rounds end when the log likelihood per vote grows by less: 1e-5.</summary>
    public double Tolerance { get; init; } = 1e-5;

    /// <summary>Pseudo-votes in each cell of a confusion matrix. 0.01: nearly maximum likelihood, but what was never seen is not impossible.</summary>
    public double Smoothing { get; init; } = 0.01;
}
