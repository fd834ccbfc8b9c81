namespace Cloison.Inference.Adaptive;

/// <summary>How past answers are played again.</summary>
/// <param name="Seed">Of the orders of the answers inside the tasks, of the batches and of the choice of gold.</param>
/// <param name="Orders">The curves are means over so many orders.</param>
/// <param name="KeepOrder">The answers are asked for as they were given; the orders differ in nothing but the batches then.</param>
/// <param name="MinAnswers">No task stops before.</param>
/// <param name="Batches">With routing, tasks come in so many batches, so that people are known when the later ones come.</param>
/// <param name="GoldShare">The share of the tasks with gold that calibrate the promise; all answers to them are counted.</param>
/// <param name="MinGold">At least so many of them, at most half.</param>
public sealed record ReplaySettings(
    ulong Seed = 1, int Orders = 3, bool KeepOrder = false, int MinAnswers = 2, int Batches = 8, double GoldShare = 0.1, int MinGold = 60)
{
    /// <summary>Margins of the curve.</summary>
    public IReadOnlyList<double> Margins { get; init; } = [1.4, 2.2, 3, 3.7, 4.6, 5.3, 6.2, 7, 8, 9.2, 11, 13, 16, 20];

    /// <summary>Errors that are promised.</summary>
    public IReadOnlyList<double> WantedErrors { get; init; } = [0.02, 0.05, 0.1, 0.15, 0.2];
}
