namespace Cloison.Inference.Fitting;

/// <summary>How an iterative method ended.</summary>
/// <param name="Iterations">Rounds done.</param>
/// <param name="IsConverged">Whether it came to rest before its limit of rounds.</param>
/// <param name="Objective">What is maximised (a log likelihood or a bound of it; each method says which), after every round.</param>
public sealed record Convergence(int Iterations, bool IsConverged, IReadOnlyList<double> Objective)
{
    /// <summary>Of a method that does not iterate.</summary>
    public static readonly Convergence Immediate = new(0, true, []);
}
