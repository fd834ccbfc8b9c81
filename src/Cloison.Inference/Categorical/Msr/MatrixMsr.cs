using Cloison.Inference.Categorical.Confusions;
using Cloison.Inference.Categorical.Results;
using Cloison.Inference.Votes;

namespace Cloison.Inference.Categorical.Msr;

/// <summary>
/// Matrix mean-subsequence-reduced: Q. Ma, A. Olshevsky, "Adversarial Crowdsourcing Through Robust Rank-One Matrix Completion", NeurIPS 2020, arXiv:2010.12181, algorithms 1 and 2.
/// </summary>
/// <remarks>
/// Symbols: <c>C_ij = K/(K−1) · (share of common tasks on which i and j agree) − 1/(K−1)</c>, whose expectation is <c>s_i s_j</c>, with P(i is right) = s_i (K−1)/K + 1/K.
/// The rank-one factors u, v are found by turns: <c>v_j</c> = mean of <c>|C_ij| / u_i</c> over i's that share tasks with j, without the F largest of those above and the F smallest of
/// those below the present <c>v_j</c>; F = half the least number of neighbours, minus 1, at least 0. Then signs, clamping to <c>[−1/(K−1) + 1/√N, 1 − 1/√N]</c>, and a vote
/// with weights <c>ln((K−1) p/(1−p))</c>. Only pairs that share a task are kept: memory follows the pairs, not the square of the annotators or annotators times tasks.
/// Signs: begin with all positive and turn each to the sign of <c>Σ_j C_ij s_j</c> until none turns, instead of the paper's eigenvector; most annotators are taken to be better than chance.
/// Annotators who share no task with anybody have the mean s. Factors begin at ½.
/// </remarks>
public static class MatrixMsr
{
    private const int MaxIterations = 1000;
    private const int MaxTurns = 50;
    private const double Tolerance = 1e-8;

    /// <summary>Fits the weights and votes with them.</summary>
    public static CategoricalResult Fit(VoteTable votes)
    {
        var pairs = AnnotatorPairs.Of(votes);
        var (u, v) = (new double[votes.AnnotatorCount], new double[votes.AnnotatorCount]);
        Array.Fill(u, 0.5);
        Array.Fill(v, 0.5);
        var drop = Math.Max((pairs.LeastNeighbours / 2) - 1, 0);
        var floor = 1 / Math.Sqrt(Math.Max(votes.TaskCount, 1));
        var scratch = new double[pairs.MostNeighbours];
        var (round, change) = (0, double.PositiveInfinity);
        while (round < MaxIterations && change > Tolerance)
        {
            round++;
            change = Math.Max(Turn(pairs, u, v, drop, floor, scratch), Turn(pairs, v, u, drop, floor, scratch));
        }

        var skills = Signed(pairs, Balanced(u, v));
        return new("mmsr", votes, Vote(votes, pairs, skills, floor)) { Iterations = round, Converged = change <= Tolerance };
    }

    // One half round; gives the largest relative change.
    private static double Turn(AnnotatorPairs pairs, double[] from, double[] to, int drop, double floor, double[] scratch)
    {
        var largest = 0.0;
        for (var j = 0; j < to.Length; j++)
        {
            var (begin, end) = (pairs.Starts[j], pairs.Starts[j + 1]);
            if (begin == end)
            {
                continue;
            }

            var values = scratch.AsSpan(0, end - begin);
            for (var e = begin; e < end; e++)
            {
                values[e - begin] = Math.Abs(pairs.Covariance[e]) / from[pairs.Neighbours[e]];
            }

            var mean = Math.Max(Trimmed(values, drop, to[j]), floor * floor);
            largest = Math.Max(largest, Math.Abs(mean - to[j]));
            to[j] = mean;
        }

        return largest;
    }

    private static double Trimmed(Span<double> values, int drop, double now)
    {
        if (drop > 0)
        {
            values.Sort();
            var below = 0;
            while (below < values.Length && values[below] < now)
            {
                below++;
            }

            var above = 0;
            while (above < values.Length && values[values.Length - 1 - above] > now)
            {
                above++;
            }

            var kept = values[Math.Min(below, drop)..(values.Length - Math.Min(above, drop))];
            if (kept.IsEmpty)
            {
                return now;
            }

            values = kept;
        }

        var sum = 0.0;
        foreach (var value in values)
        {
            sum += value;
        }

        return sum / values.Length;
    }

    private static double[] Balanced(double[] u, double[] v)
    {
        var (squareU, squareV) = (0.0, 0.0);
        for (var i = 0; i < u.Length; i++)
        {
            squareU += u[i] * u[i];
            squareV += v[i] * v[i];
        }

        var scale = squareU > 0 ? Math.Pow(squareV / squareU, 0.25) : 1;
        var s = new double[u.Length];
        for (var i = 0; i < s.Length; i++)
        {
            s[i] = u[i] * scale;
        }

        return s;
    }

    private static double[] Signed(AnnotatorPairs pairs, double[] s)
    {
        for (var turn = 0; turn < MaxTurns; turn++)
        {
            var turned = false;
            for (var i = 0; i < s.Length; i++)
            {
                var sum = 0.0;
                for (var e = pairs.Starts[i]; e < pairs.Starts[i + 1]; e++)
                {
                    // A pair counts as much as it has tasks: a single common task says little.
                    sum += pairs.Common[e] * pairs.Covariance[e] * s[pairs.Neighbours[e]];
                }

                if (sum * s[i] < 0)
                {
                    s[i] = -s[i];
                    turned = true;
                }
            }

            if (!turned)
            {
                break;
            }
        }

        return s;
    }

    private static double[] Vote(VoteTable votes, AnnotatorPairs pairs, double[] skills, double floor)
    {
        var starts = votes.TaskStarts;
        var annotators = votes.Annotators;
        var labels = votes.Labels;
        var classes = votes.ClassCount;
        var posteriors = Cells.New(votes);
        var (mean, known) = (0.0, 0);
        for (var a = 0; a < skills.Length; a++)
        {
            if (pairs.Starts[a] < pairs.Starts[a + 1])
            {
                mean += skills[a];
                known++;
            }
        }

        mean = known == 0 ? 0.5 : mean / known;
        var weights = new double[skills.Length];
        for (var a = 0; a < weights.Length && classes > 1; a++)
        {
            var s = pairs.Starts[a] < pairs.Starts[a + 1] ? skills[a] : mean;
            s = Math.Max(Math.Min(s, 1 - floor), (-1.0 / (classes - 1)) + floor);
            var p = (s * (classes - 1) / classes) + (1.0 / classes);
            weights[a] = Math.Log((classes - 1) * Math.Clamp(p, 1e-6, 1 - 1e-6) / (1 - Math.Clamp(p, 1e-6, 1 - 1e-6)));
        }

        for (var t = 0; t < votes.TaskCount; t++)
        {
            var p = posteriors.AsSpan(t * classes, classes);
            for (var v = starts[t]; v < starts[t + 1]; v++)
            {
                p[labels[v]] += weights[annotators[v]];
            }

            SoftMax.InPlace(p);
        }

        return posteriors;
    }
}
