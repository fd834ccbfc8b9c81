namespace Cloison.Inference.Categorical.OneCoin;

/// <summary>How the one-coin model is fitted.</summary>
public sealed record OneCoinOptions
{
    /// <summary>Most rounds: 100.</summary>
    public int MaxIterations { get; init; } = 100;

    /// <summary>The rounds end when the bound per vote grows by less: 1e-5.</summary>
    public double Tolerance { get; init; } = 1e-5;

    /// <summary>Pseudo-votes at the mean agreement that each skill begins with: 1.</summary>
    public double PriorVotes { get; init; } = 1;

    /// <summary>Whether a skill below chance is lifted to it.</summary>
    public bool StaysAboveChance { get; init; } = true;

    /// <summary>Whether the shares of the classes are learned, instead of being alike.</summary>
    public bool LearnsPrior { get; init; }
}
