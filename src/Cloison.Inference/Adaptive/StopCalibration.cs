using Cloison.Inference.Probability;

namespace Cloison.Inference.Adaptive;

/// <summary>
/// How wrong the labels are that stopping at a margin leaves, learnt by playing the answers to gold tasks again (<see cref="GoldReplay"/>), and an upper
/// bound for it. Choosing a threshold by such a bound is risk control as in Angelopoulos, Bates, Candès, Jordan and Lei (2025), Learn then test,
/// doi:10.1214/24-AOAS1998; the bound is that of Clopper and Pearson (1934), doi:10.1093/biomet/26.4.404, with the mean over the orders as its
/// (fractional) number of errors.
/// </summary>
/// <param name="GoldTasks">How many gold tasks are behind it; 0: nothing can be promised.</param>
/// <param name="Margins">Thresholds, ascending.</param>
/// <param name="Stopped">Expected number of gold tasks that stop at each of them.</param>
/// <param name="Wrong">Expected number of those that stop with a wrong label.</param>
public sealed record StopCalibration(int GoldTasks, double[] Margins, double[] Stopped, double[] Wrong)
{
    /// <summary>The chance that the bound is below the true error.</summary>
    public const double Risk = 0.05;

    // Without gold: the temperature and the floor that no open data set of docs/benchmarks.md was worse than at its recorded redundancy.
    private const double PriorTemperature = 3;
    private const double PriorFloor = 0.15;

    public static readonly StopCalibration WithoutGold = new(0, [], [], []);

    /// <summary>
    /// The least margin at which the share of wrong labels among those that stop is at most <paramref name="wantedError"/>, by the upper bound;
    /// null where the gold tasks do not show that there is one.
    /// </summary>
    public double? MarginFor(double wantedError)
    {
        // Without a wrong one the bound needs ln(risk) / ln(1 − wanted) tasks. Where hardly more stop, luck passes too often: half as many again.
        var enough = 1.5 * Math.Log(Risk) / Math.Log(1 - wantedError);
        double? found = null;
        for (var i = Margins.Length - 1; i >= 0; i--)
        {
            if (Stopped[i] >= enough && UpperError(i) <= wantedError)
                found = Margins[i];
            else if (found is not null)
                // No further than the first that fails: a lucky dip further down does not count.
                break;
        }

        return found;
    }

    /// <summary>How sure one may be of a label at this margin, 0 to 1: what is shown to people. Without gold a cautious guess.</summary>
    public double Confidence(double margin)
    {
        var prior = (1 - PriorFloor) / (1 + Math.Exp(-margin / PriorTemperature)) + PriorFloor / 2;
        if (GoldTasks == 0)
            return prior;
        var at = 0;
        while (at + 1 < Margins.Length && Margins[at + 1] <= margin)
        {
            at++;
        }

        // The cautious guess counts as much as five gold tasks.
        const double PriorTasks = 5;
        return (Stopped[at] - Wrong[at] + PriorTasks * prior) / (Stopped[at] + PriorTasks);
    }

    private double UpperError(int i) =>
        Stopped[i] < 1 ? 1 : BetaDistribution.Quantile(Wrong[i] + 1, Math.Max(1e-9, Stopped[i] - Wrong[i]), 1 - Risk);
}
