using Cloison.Inference.Probability;
using Cloison.Inference.Categorical.Bcc;
using Cloison.Inference.Categorical.Confusions;
using Cloison.Inference.Categorical.Majority;
using Cloison.Inference.Categorical.Results;
using Cloison.Inference.Categorical.Wawa;
using Cloison.Inference.Votes;

namespace Cloison.Inference.Categorical.Communities;

/// <summary>
/// Community-based Bayesian classifier combination: M. Venanzi, J. Guiver, G. Kazai, P. Kohli, M. Shokouhi, "Community-Based Bayesian Aggregation Models for Crowdsourcing",
/// WWW 2014, doi:10.1145/2566486.2567989, section 4.
/// </summary>
/// <remarks>
/// Model: annotator k belongs to community <c>m(k)</c> with probability <c>h_m</c>; the rows of his confusion matrix scatter around those of the community. The paper scatters
/// scores by a Gaussian before a softmax; here rows scatter by a Dirichlet of <see cref="PriorVotes"/> pseudo-votes, <c>π_j(k) ~ Dir(r · Π_j(m))</c>, which keeps every step closed:
/// <c>q(m(k)) ∝ h_m Π_j DirichletMultinomial(N_j(k); r Π_j(m))</c>, then <c>Π(m)</c> = the counts of its members, and the annotator's pseudo-votes are the mixture of his communities'.
/// Task posteriors as in <see cref="IndependentBcc"/>. Communities begin as equal parts of the annotators ordered by agreement with the majority.
/// The bound is the evidence bound of the task posteriors given these priors; as the priors are learned too, it need not be monotone.
/// </remarks>
public static class CommunityBcc
{
    private const int Communities = 3;
    private const double PriorVotes = 6;
    private const int MaxIterations = 200;
    private const double Tolerance = 1e-6;

    /// <summary>Fits the model.</summary>
    public static CategoricalResult Fit(VoteTable votes)
    {
        var agreement = WeightedMajority.Agreement(votes, MajorityVote.Shares(votes, []));
        var posteriors = MajorityVote.Shares(votes, agreement);
        var rows = AnswerRows.Of(votes);
        var (counts, logPi, nu) = (rows.NewTable(), rows.NewTable(), new double[rows.Stride]);
        ConfusionPass.AccumulateGiven(rows, posteriors, counts, nu);
        var member = ByAgreement(agreement);
        var bounds = new List<double>();
        var logKappa = new double[rows.Stride];
        var isSettled = votes.Count == 0;
        while (bounds.Count < MaxIterations && !isSettled)
        {
            var tables = Tables(rows, counts, member);
            Assign(rows, counts, tables, member);
            var divergence = LogConfusions(rows, counts, tables, member, logPi) + IndependentBcc.LogClasses(nu, rows.ClassCount, 1, logKappa);
            bounds.Add(ConfusionPass.Accumulate(rows, logPi, logKappa, counts, nu) - divergence);
            isSettled = bounds.Count > 1 && Math.Abs(bounds[^1] - bounds[^2]) < Tolerance * votes.Count;
        }

        if (bounds.Count > 0)
        {
            ConfusionPass.Posteriors(rows, logPi, logKappa, posteriors);
        }

        return new("cbcc", votes, posteriors)
        {
            Iterations = bounds.Count,
            BoundHistory = bounds,
            Converged = isSettled,
            Confusion = ConfusionTable.FromCounts(rows, counts, nu),
        };
    }

    // A row of memberships an annotator.
    private static double[] ByAgreement(double[] agreement)
    {
        var sorted = (double[])agreement.Clone();
        Array.Sort(sorted);
        var member = new double[agreement.Length * Communities];
        for (var a = 0; a < agreement.Length; a++)
        {
            // Those who agree equally much have the same place, and so begin in the same community whatever their number is.
            var (place, end) = (0, sorted.Length);
            while (place < end)
            {
                var middle = (place + end) / 2;
                (place, end) = sorted[middle] < agreement[a] ? (middle + 1, end) : (place, middle);
            }

            member[(a * Communities) + (int)((long)place * Communities / sorted.Length)] = 1;
        }

        return member;
    }

    private static double[][] Tables(AnswerRows rows, double[] counts, double[] member)
    {
        var tables = new double[Communities][];
        var weighted = new double[counts.Length];
        for (var m = 0; m < Communities; m++)
        {
            for (var a = 0; a < rows.Votes.AnnotatorCount; a++)
            {
                var weight = member[(a * Communities) + m];
                for (var cell = rows.RowStarts[a] * rows.Stride; cell < rows.RowStarts[a + 1] * rows.Stride; cell++)
                {
                    weighted[cell] = weight * counts[cell];
                }
            }

            tables[m] = ConfusionTable.PooledOf(rows, weighted);
        }

        return tables;
    }

    private static void Assign(AnswerRows rows, double[] counts, double[][] tables, double[] member)
    {
        var share = new double[Communities];
        for (var i = 0; i < member.Length; i++)
        {
            share[i % Communities] += member[i];
        }

        var logGamma = new double[Communities][];
        for (var m = 0; m < Communities; m++)
        {
            logGamma[m] = new double[tables[m].Length];
            for (var i = 0; i < logGamma[m].Length; i++)
            {
                logGamma[m][i] = Gamma.Log(PriorVotes * tables[m][i]);
            }
        }

        for (var a = 0; a < rows.Votes.AnnotatorCount; a++)
        {
            var q = member.AsSpan(a * Communities, Communities);
            for (var m = 0; m < Communities; m++)
            {
                // The part of the Dirichlet-multinomial that depends on the community.
                q[m] = Math.Log(share[m] + 1);
                for (var row = rows.RowStarts[a]; row < rows.RowStarts[a + 1]; row++)
                {
                    for (var j = 0; j < rows.ClassCount; j++)
                    {
                        var at = (j * rows.ClassCount) + rows.RowLabels[row];
                        q[m] += Gamma.Log((PriorVotes * tables[m][at]) + counts[(row * rows.Stride) + j]) - logGamma[m][at];
                    }
                }
            }

            SoftMax.InPlace(q);
        }
    }

    private static double LogConfusions(AnswerRows rows, double[] counts, double[][] tables, double[] member, double[] logPi)
    {
        var (classes, stride) = (rows.ClassCount, rows.Stride);
        var divergence = 0.0;
        for (var a = 0; a < rows.Votes.AnnotatorCount; a++)
        {
            var (begin, end) = (rows.RowStarts[a], rows.RowStarts[a + 1]);
            for (var j = 0; j < classes && begin < end; j++)
            {
                var n = 0.0;
                for (var row = begin; row < end; row++)
                {
                    n += counts[(row * stride) + j];
                }

                var psi = Gamma.Digamma(PriorVotes + n);
                divergence += Gamma.Log(PriorVotes + n) - Gamma.Log(PriorVotes);
                for (var row = begin; row < end; row++)
                {
                    var cell = (row * stride) + j;
                    var prior = 0.0;
                    for (var m = 0; m < Communities; m++)
                    {
                        prior += PriorVotes * member[(a * Communities) + m] * tables[m][(j * classes) + rows.RowLabels[row]];
                    }

                    logPi[cell] = Gamma.Digamma(prior + counts[cell]) - psi;
                    divergence += Gamma.Log(prior) - Gamma.Log(prior + counts[cell]) + (counts[cell] * logPi[cell]);
                }
            }
        }

        return divergence;
    }
}
