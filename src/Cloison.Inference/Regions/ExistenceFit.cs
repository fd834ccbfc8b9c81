using Cloison.Inference.Fitting;

namespace Cloison.Inference.Regions;

/// <summary>Expectation and maximisation of the model in RegionCrowd.cs.</summary>
internal sealed class ExistenceFit
{
    private const int Clear = 0, Hard = 1, Ghost = 2, Kinds = 3;

    private readonly int[][] _who;
    private readonly bool[][][] _drew;
    // Of each task, group by group the probability of each kind.
    private readonly double[][] _posterior;
    private readonly double[][] _rates;
    private readonly double[] _share = new double[Kinds];
    private readonly int _people;
    private readonly double _prior;

    public ExistenceFit(int people, int[][] who, List<List<(int Answer, int Region)>>[] groups, double priorRegions)
    {
        (_people, _who, _prior) = (people, who, priorRegions);
        _rates = [new double[people], new double[people], new double[people]];
        _drew = new bool[groups.Length][][];
        _posterior = new double[groups.Length][];
        for (var t = 0; t < groups.Length; t++)
        {
            _drew[t] = new bool[groups[t].Count][];
            _posterior[t] = new double[groups[t].Count * Kinds];
            for (var g = 0; g < groups[t].Count; g++)
            {
                _drew[t][g] = new bool[who[t].Length];
                foreach (var (answer, _) in groups[t][g])
                    _drew[t][g][answer] = true;
                // To begin with, by the share of people who drew it.
                var s = (double)groups[t][g].Count / who[t].Length;
                (_posterior[t][g * Kinds + Clear], _posterior[t][g * Kinds + Hard], _posterior[t][g * Kinds + Ghost]) = (s * s, 2 * s * (1 - s), (1 - s) * (1 - s));
            }
        }
    }

    public double[] HitRates => _rates[Clear];

    public double[] FalseAlarmRates => _rates[Ghost];

    public double Posterior(int task, int group) => 1 - _posterior[task][group * Kinds + Ghost];

    public Convergence Run(int maxIterations)
    {
        var history = new List<double>();
        var isConverged = Array.TrueForAll(_posterior, p => p.Length == 0);
        while (history.Count < maxIterations && !isConverged)
        {
            Maximise();
            history.Add(Expect());
            isConverged = history.Count > 1 && Math.Abs(history[^1] - history[^2]) <= 1e-6 * (1 + Math.Abs(history[^1]));
        }

        var answered = new bool[_people];
        foreach (var who in _who)
            foreach (var j in who)
                answered[j] = true;
        for (var j = 0; j < _people; j++)
            if (!answered[j] || history.Count == 0)
                HitRates[j] = FalseAlarmRates[j] = double.NaN;
        return new(history.Count, isConverged, history);
    }

    private void Maximise()
    {
        double all = 0;
        Array.Fill(_share, 1);
        for (var kind = 0; kind < Kinds; kind++)
        {
            var (drawn, seen) = (new double[_people], new double[_people]);
            for (var t = 0; t < _posterior.Length; t++)
            {
                // With each group that was seen come those like it that nobody drew.
                var unseen = Unseen(_who[t], _rates[kind]);
                for (var g = 0; g < _drew[t].Length; g++)
                {
                    var p = _posterior[t][g * Kinds + kind];
                    _share[kind] += p;
                    for (var a = 0; a < _who[t].Length; a++)
                    {
                        seen[_who[t][a]] += p * (1 + unseen);
                        drawn[_who[t][a]] += _drew[t][g][a] ? p : 0;
                    }
                }
            }

            all += _share[kind];
            // One pseudo-vote each way keeps the pooled rate from 0 and 1.
            var rate = (drawn.Sum() + 1) / (seen.Sum() + 2);
            for (var j = 0; j < _people; j++)
                _rates[kind][j] = kind == Hard ? rate : (drawn[j] + _prior * rate) / (seen[j] + _prior);
        }

        for (var kind = 0; kind < Kinds; kind++)
            _share[kind] /= all;
    }

    // The odds that nobody draws a group: q / (1 - q), 0 before the first round.
    private static double Unseen(int[] who, double[] rates)
    {
        double q = 1;
        foreach (var j in who)
            q *= 1 - rates[j];
        return q < 1 ? q / (1 - q) : 0;
    }

    private double Expect()
    {
        double log = 0;
        Span<double> of = stackalloc double[Kinds];
        for (var t = 0; t < _posterior.Length; t++)
            for (var g = 0; g < _drew[t].Length; g++)
            {
                for (var kind = 0; kind < Kinds; kind++)
                {
                    // Given that somebody drew it.
                    of[kind] = Math.Log(_share[kind]) + Math.Log(1 + Unseen(_who[t], _rates[kind]));
                    for (var a = 0; a < _who[t].Length; a++)
                    {
                        var rate = _rates[kind][_who[t][a]];
                        of[kind] += Math.Log(_drew[t][g][a] ? rate : 1 - rate);
                    }
                }

                double most = Math.Max(of[Clear], Math.Max(of[Hard], of[Ghost])), sum = 0;
                foreach (var l in of)
                    sum += Math.Exp(l - most);
                for (var kind = 0; kind < Kinds; kind++)
                    _posterior[t][g * Kinds + kind] = Math.Exp(of[kind] - most) / sum;
                log += most + Math.Log(sum);
            }

        return log;
    }
}
