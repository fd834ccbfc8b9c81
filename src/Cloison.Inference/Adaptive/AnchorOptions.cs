namespace Cloison.Inference.Adaptive;

/// <summary>What is believed of a person before his answers count.</summary>
/// <param name="Strength">Pseudo-votes in every row of his confusion table.</param>
/// <param name="Accuracy">The share of them that is right, 0 to 1.</param>
/// <param name="MaxIterations">The fit ends here if it has not converged.</param>
public sealed record AnchorOptions(double Strength = 4, double Accuracy = 0.7, int MaxIterations = 60)
{
    public static readonly AnchorOptions Default = new();
}
