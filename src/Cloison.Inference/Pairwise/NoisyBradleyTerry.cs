// Crowd-BT: Chen, X., Bennett, P. N., Collins-Thompson, K., Horvitz, E. (2013). Pairwise ranking aggregation in a crowdsourced setting. WSDM.
// doi:10.1145/2433396.2433420, eq. 3:  P(k says i over j) = eta_k P(i beats j) + (1 - eta_k) P(j beats i), the Bradley-Terry P of BradleyTerry.cs.
// That annotator reverses; the other kind only guesses:  P(k says i over j) = eta_k P(i beats j) + (1 - eta_k) / 2.  The two have the same P for
// eta above 1/2 in the first; the second cannot turn the scale round, and is the default.
// EM over whether k meant what he said (r, of one comparison) with the minorising step of Bradley-Terry inside:
//   r = eta P / (eta P + (1 - eta)(1 - P)),  eta_k = (sum r + a - 1) / (n_k + a + b - 2), a prior Beta(a, b) on eta that expects sincere annotators.
// Ties say the same either way: they are taken as meant. The objective is the log posterior; it never falls.
namespace Cloison.Inference.Pairwise;

/// <summary>Bradley-Terry with annotators of whom some answer at random or the wrong way round.</summary>
public static class NoisyBradleyTerry
{
    /// <param name="sincere">a of the prior, above 1.</param>
    /// <param name="insincere">b of the prior, above 1.</param>
    public static PairwiseResult Fit(
        ComparisonTable table, double priorGames = 1, double sincere = 20, double insincere = 2, Insincerity insincerity = Insincerity.Guesses, int maxIterations = 5_000, double tolerance = 1e-8)
    {
        var pairs = new PairCounts(table);
        var fit = new DavidsonFit(table.Items.Count, priorGames);
        fit.StartTies(pairs);
        var people = table.Annotators.Count;
        var reliability = new double[people];
        Array.Fill(reliability, (sincere - 1) / (sincere + insincere - 2));
        var (meant, said) = (new double[people], new double[people]);
        var reverses = insincerity == Insincerity.Reverses;
        var history = new List<double>();
        var isConverged = table.All.Count == 0;
        while (history.Count < maxIterations && !isConverged)
        {
            Array.Clear(meant);
            Array.Clear(said);
            Array.Clear(pairs.Wins);
            Array.Clear(pairs.Losses);
            double log = fit.LogPrior();
            for (var n = 0; n < table.All.Count; n++)
            {
                var (who, winner, loser, isTie) = table.All[n];
                double a = fit.Strength[winner], b = fit.Strength[loser], root = Math.Sqrt(a * b), all = a + b + fit.TieStrength * root;
                if (isTie)
                {
                    log += Math.Log(fit.TieStrength * root / all);
                    continue;
                }

                double right = reliability[who] * a, wrong = (1 - reliability[who]) * (reverses ? b : all / 2), r = right / (right + wrong);
                log += Math.Log((right + wrong) / all);
                meant[who] += r;
                said[who]++;
                var p = pairs.Of[n];
                var back = reverses ? 1 - r : 0;
                pairs.Wins[p] += winner < loser ? r : back;
                pairs.Losses[p] += winner < loser ? back : r;
            }

            foreach (var eta in reliability)
                log += (sincere - 1) * Math.Log(eta) + (insincere - 1) * Math.Log(1 - eta);
            history.Add(log);
            isConverged = history.Count > 1 && history[^1] - history[^2] <= tolerance * (1 + Math.Abs(history[^1]));
            fit.Step(pairs);
            for (var k = 0; k < people; k++)
                reliability[k] = (meant[k] + sincere - 1) / (said[k] + sincere + insincere - 2);
        }

        return new(fit.Scores(), null, fit.TieStrength, reliability, new(history.Count, isConverged, history));
    }
}
