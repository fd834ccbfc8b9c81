using Cloison.Inference.Consensus;
using Cloison.Inference.Probability;

namespace Cloison.Inference.Signals;

/// <summary>
/// People who are faster than people are. Model: y = ln seconds of person i ~ N(μ_i, σ²), μ_i ~ N(μ, τ²). μ is the median of the people's means and
/// μ's spread comes from their median absolute deviation, so that the suspects do not move them; z_i = (ȳ_i − μ) / √(τ² + σ² / n_i) is
/// compared with Student's t with 0.37 (people − 1) degrees of freedom, the efficiency of that deviation: Rousseeuw and Croux (1993),
/// doi:10.1080/01621459.1993.10476408.
/// </summary>
public static class TooFast
{
    private const double MadToDeviation = 1.4826;

    /// <param name="falseAlarm">The chance for each honest person to be named.</param>
    /// <param name="minAnswers">People with fewer are left out.</param>
    public static IReadOnlyList<Signal> Find(IReadOnlyList<PersonTimes> people, double falseAlarm = 0.001, int minAnswers = 5)
    {
        var known = new List<(string Person, double Mean, double Variance, int Count)>();
        foreach (var person in people)
        {
            if (person.Seconds.Count < Math.Max(2, minAnswers))
                continue;
            double sum = 0, squares = 0;
            foreach (var seconds in person.Seconds)
            {
                var y = Math.Log(Math.Max(seconds, 1e-3));
                sum += y;
                squares += y * y;
            }

            var n = person.Seconds.Count;
            known.Add((person.Person, sum / n, Math.Max(0, (squares - sum * sum / n) / (n - 1)), n));
        }

        if (known.Count < 3)
            return [];
        var centre = Statistics.MedianOf(known.Select(p => p.Mean));
        var spread = MadToDeviation * Statistics.MedianOf(known.Select(p => Math.Abs(p.Mean - centre)));
        var within = Statistics.MedianOf(known.Select(p => p.Variance));
        var sampling = within * Statistics.MedianOf(known.Select(p => 1.0 / p.Count));
        var between = Math.Max(0, spread * spread - sampling);
        var degrees = Math.Max(1, 0.37 * (known.Count - 1));
        var signals = new List<Signal>();
        foreach (var (person, mean, _, count) in known)
        {
            var deviation = Math.Sqrt(between + within / count);
            var p = deviation > 0 ? StudentBelow((mean - centre) / deviation, degrees) : 1;
            if (p <= falseAlarm)
                signals.Add(new Signal(SignalKind.TooFast, [person], Math.Exp(mean), Math.Exp(centre), p, falseAlarm, count));
        }

        return signals;
    }

    // P(T ≤ t) = I_{ν / (ν + t²)}(ν / 2, 1 / 2) / 2 for t < 0; Abramowitz and Stegun 26.7.1.
    private static double StudentBelow(double t, double degrees) =>
        t >= 0 ? 1 : BetaDistribution.Cumulative(degrees / 2, 0.5, degrees / (degrees + t * t)) / 2;
}
