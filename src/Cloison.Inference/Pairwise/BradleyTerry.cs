// P(i beats j) = pi_i / D, P(tie) = nu sqrt(pi_i pi_j) / D, D = pi_i + pi_j + nu sqrt(pi_i pi_j).
// Bradley, R. A., Terry, M. E. (1952), doi:10.2307/2334029; ties: Davidson, R. R. (1970), JASA 65, doi:10.1080/01621459.1970.10481082.
// Fitted by minorise-maximise: Hunter, D. R. (2004), Annals of Statistics 32(1), doi:10.1214/aos/1079120141, eq. 3; with ties the step is
//   pi_i <- (2 w_i + t_i) / sum_j n_ij (2 + nu sqrt(pi_j / pi_i)) / D_ij,   nu <- t / sum_ij n_ij sqrt(pi_i pi_j) / D_ij,
// which minorises as well (log D by its tangent, the square root by the mean of its arithmetic bounds), so the objective never falls.
// Prior: every item has played so many games, half of them won, against a virtual item of strength 1. It decides what the data do not: how far
// apart groups are that were never compared, and how strong an item is that never lost.
namespace Cloison.Inference.Pairwise;

/// <summary>The Bradley-Terry model with ties.</summary>
public static class BradleyTerry
{
    /// <param name="priorGames">Above 0 for a graph that falls apart or has items that always win or always lose.</param>
    public static PairwiseResult Fit(ComparisonTable table, double priorGames = 0.1, int maxIterations = 10_000, double tolerance = 1e-9)
    {
        var pairs = new PairCounts(table);
        var fit = new DavidsonFit(table.Items.Count, priorGames);
        fit.StartTies(pairs);
        var history = new List<double>();
        var isConverged = table.All.Count == 0;
        while (history.Count < maxIterations && !isConverged)
        {
            fit.Step(pairs);
            history.Add(fit.Objective(pairs));
            isConverged = history.Count > 1 && history[^1] - history[^2] <= tolerance * (1 + Math.Abs(history[^1]));
        }

        return new(fit.Scores(), fit.Intervals(pairs), fit.TieStrength, null, new(history.Count, isConverged, history));
    }
}
