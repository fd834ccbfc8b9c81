// Elo, A. E. (1978). The Rating of Chessplayers, Past and Present. E = 1 / (1 + 10^((R_b - R_a) / 400)), R_a <- R_a + K (S - E).
using Cloison.Inference.Fitting;

namespace Cloison.Inference.Pairwise;

/// <summary>Elo's ratings, comparison by comparison in the order given: for a scale that must follow new answers at once. The order matters.</summary>
public static class Elo
{
    public static PairwiseResult Fit(ComparisonTable table, double start = 1500, double k = 32)
    {
        var rating = new double[table.Items.Count];
        Array.Fill(rating, start);
        foreach (var (_, winner, loser, isTie) in table.All)
        {
            var expected = 1 / (1 + Math.Pow(10, (rating[loser] - rating[winner]) / 400));
            var gain = k * ((isTie ? 0.5 : 1) - expected);
            rating[winner] += gain;
            rating[loser] -= gain;
        }

        return new(rating, null, 0, null, Convergence.Immediate);
    }
}
