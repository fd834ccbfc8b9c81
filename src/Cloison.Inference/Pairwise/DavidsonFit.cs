using Cloison.Inference.Fitting;
using MathNet.Numerics.LinearAlgebra;

namespace Cloison.Inference.Pairwise;

/// <summary>The steps of Bradley and Terry's model with Davidson's ties that <see cref="BradleyTerry"/> and <see cref="NoisyBradleyTerry"/> share; formulas there.</summary>
internal sealed class DavidsonFit(int items, double priorGames)
{
    private const int MaxItemsWithIntervals = 1000;

    private readonly double[] _points = new double[items];
    private readonly double[] _load = new double[items];

    /// <summary>pi, the strength of each item; the virtual item of the prior has 1.</summary>
    public double[] Strength { get; } = Ones(items);

    /// <summary>nu.</summary>
    public double TieStrength { get; private set; }

    /// <summary>One step that does not lower the objective.</summary>
    public void Step(PairCounts pairs)
    {
        Array.Fill(_points, priorGames);
        double ties = 0, tieLoad = 0;
        for (var i = 0; i < items; i++)
            _load[i] = 2 * priorGames / (Strength[i] + 1);
        for (var p = 0; p < pairs.First.Length; p++)
        {
            var (i, j) = (pairs.First[p], pairs.Second[p]);
            double n = pairs.Wins[p] + pairs.Losses[p] + pairs.Ties[p], root = Math.Sqrt(Strength[i] * Strength[j]);
            var share = n / (Strength[i] + Strength[j] + TieStrength * root);
            _points[i] += 2 * pairs.Wins[p] + pairs.Ties[p];
            _points[j] += 2 * pairs.Losses[p] + pairs.Ties[p];
            _load[i] += share * (2 + TieStrength * root / Strength[i]);
            _load[j] += share * (2 + TieStrength * root / Strength[j]);
            ties += pairs.Ties[p];
            tieLoad += share * root;
        }

        for (var i = 0; i < items; i++)
            // An item without comparisons and without prior stays where it is.
            Strength[i] = _load[i] > 0 ? Math.Clamp(_points[i] / _load[i], 1e-12, 1e12) : Strength[i];
        TieStrength = ties > 0 ? ties / tieLoad : 0;
        Shift();
    }

    // What all strengths have in common moves only the prior, and the step above moves it slowly: to its best place at once, by Newton's method.
    private void Shift()
    {
        double shift = 0;
        for (var n = 0; n < 50 && priorGames > 0; n++)
        {
            double slope = 0, curvature = 0;
            foreach (var s in Strength)
            {
                var p = 1 / (1 + Math.Exp(-shift) / s);
                slope += 0.5 - p;
                curvature += p * (1 - p);
            }

            var step = Math.Clamp(slope / Math.Max(curvature, 1e-9), -1, 1);
            shift += step;
            if (Math.Abs(step) < 1e-12)
                break;
        }

        var factor = Math.Exp(shift);
        for (var i = 0; i < items; i++)
            Strength[i] *= factor;
    }

    public void StartTies(PairCounts pairs) => TieStrength = pairs.Ties.Sum() > 0 ? 0.5 : 0;

    /// <summary>Log likelihood and prior.</summary>
    public double Objective(PairCounts pairs)
    {
        double log = 0;
        for (var p = 0; p < pairs.First.Length; p++)
        {
            double a = Strength[pairs.First[p]], b = Strength[pairs.Second[p]], root = Math.Sqrt(a * b), n = pairs.Wins[p] + pairs.Losses[p] + pairs.Ties[p];
            log += pairs.Wins[p] * Math.Log(a) + pairs.Losses[p] * Math.Log(b) - n * Math.Log(a + b + TieStrength * root);
            if (pairs.Ties[p] > 0)
                log += pairs.Ties[p] * Math.Log(TieStrength * root);
        }

        return log + LogPrior();
    }

    public double LogPrior()
    {
        double log = 0;
        foreach (var s in Strength)
            log += priorGames * (0.5 * Math.Log(s) - Math.Log(s + 1));
        return log;
    }

    public double[] Scores()
    {
        var scores = Array.ConvertAll(Strength, Math.Log);
        var mean = scores.Length == 0 ? 0 : scores.Average();
        return Array.ConvertAll(scores, s => s - mean);
    }

    /// <summary>Of log pi_i minus its mean: what all items have in common is known only by the prior, and nobody asks for it.</summary>
    public Interval[]? Intervals(PairCounts pairs)
    {
        if (items is 0 or > MaxItemsWithIntervals)
            return null;
        var information = Matrix<double>.Build.Dense(items, items);
        for (var i = 0; i < items; i++)
            // 1e-9: an item that nobody compared, without prior, is unknown and not an error.
            information[i, i] = 1e-9 + priorGames * Strength[i] / ((Strength[i] + 1) * (Strength[i] + 1));
        for (var p = 0; p < pairs.First.Length; p++)
        {
            var (i, j) = (pairs.First[p], pairs.Second[p]);
            double a = Strength[i], b = Strength[j], tie = TieStrength * Math.Sqrt(a * b), all = a + b + tie;
            double n = pairs.Wins[p] + pairs.Losses[p] + pairs.Ties[p], mean = (a + tie / 2) / all;
            // Variance of the points of one comparison: 1 for a win, a half for a tie.
            var variance = n * ((a + tie / 4) / all - mean * mean);
            information[i, i] += variance;
            information[j, j] += variance;
            information[i, j] -= variance;
            information[j, i] -= variance;
        }

        var covariance = information.Cholesky().Solve(Matrix<double>.Build.DenseIdentity(items));
        var rows = covariance.RowSums() / items;
        var grand = rows.Sum() / items;
        var scores = Scores();
        var intervals = new Interval[items];
        for (var i = 0; i < items; i++)
        {
            var half = 1.959964 * Math.Sqrt(Math.Max(0, covariance[i, i] - 2 * rows[i] + grand));
            intervals[i] = new(scores[i] - half, scores[i] + half);
        }

        return intervals;
    }

    private static double[] Ones(int n)
    {
        var ones = new double[n];
        Array.Fill(ones, 1);
        return ones;
    }
}
