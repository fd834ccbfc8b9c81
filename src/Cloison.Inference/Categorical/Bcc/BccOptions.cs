namespace Cloison.Inference.Categorical.Bcc;

/// <summary>How independent Bayesian classifier combination is fitted.</summary>
public sealed record BccOptions
{
    /// <summary>Most rounds: 200.</summary>
    public int MaxIterations { get; init; } = 200;

    /// <summary>The rounds end when the bound per vote grows by less: 1e-6.</summary>
    public double Tolerance { get; init; } = 1e-6;

    /// <summary>Pseudo-votes in each row of each annotator's confusion matrix: 4.</summary>
    public double PriorVotes { get; init; } = 4;

    /// <summary>Which share of the pseudo-votes is right, if the prior is anchored: 0.7.</summary>
    public double PriorAccuracy { get; init; } = 0.7;

    /// <summary>Where the pseudo-votes lie.</summary>
    public BccPrior Prior { get; init; } = BccPrior.Anchored;

    /// <summary>Pseudo-tasks of each class: 1.</summary>
    public double ClassPrior { get; init; } = 1;
}
