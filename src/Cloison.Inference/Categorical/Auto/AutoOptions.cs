namespace Cloison.Inference.Categorical.Auto;

/// <summary>How <see cref="AutoMethod"/> goes to work.</summary>
public sealed record AutoOptions
{
    /// <summary>Known label of each task, negative where there is none; null: no gold at all.</summary>
    public int[]? Gold { get; init; }

    /// <summary>How often votes are hidden, each time others: 2.</summary>
    public int Repeats { get; init; } = 2;

    /// <summary>Above so many votes the weights are equal, not asked of hidden votes, to save the time of fitting again: 2,000,000.</summary>
    public int MaxStackedVotes { get; init; } = 2_000_000;
}
