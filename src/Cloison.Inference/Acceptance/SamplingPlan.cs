using Cloison.Inference.Probability;

namespace Cloison.Inference.Acceptance;

/// <summary>Single sampling by attributes: inspect n of N items, accept with at most c wrong ones.</summary>
/// <param name="LotSize">N; null: without end (the binomial distribution).</param>
/// <param name="SampleSize">n.</param>
/// <param name="AcceptanceNumber">c.</param>
public sealed record SamplingPlan(int? LotSize, int SampleSize, int AcceptanceNumber)
{
    /// <summary>
    /// The smallest c with which some n keeps both risks, and the smallest such n; exact. Every item where no less will do.
    /// Model: X ~ Hypergeometric(N, D, n); P(X ≤ c | D = ⌈LTPD · N⌉) ≤ β and P(X ≤ c | D = ⌊AQL · N⌋) ≥ 1 − α. Guenther (1969), Use of the
    /// binomial, hypergeometric and Poisson tables to obtain sampling plans, doi:10.1080/00224065.1969.11980359.
    /// </summary>
    public static SamplingPlan Find(int? lotSize, SamplingDemand demand)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(demand.RejectableErrorRate, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(demand.RejectableErrorRate, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(demand.AcceptableErrorRate ?? 0, demand.RejectableErrorRate, nameof(demand));
        if (lotSize is 0)
            return new SamplingPlan(0, 0, 0);
        for (var c = 0; ; c++)
        {
            var n = SmallestSample(lotSize, demand, c);
            var plan = new SamplingPlan(lotSize, n, c);
            if (n >= lotSize || demand.AcceptableErrorRate is not { } aql || plan.ChanceToPass(aql, roundUp: false) >= 1 - demand.ProducerRisk)
                return plan;
        }
    }

    /// <summary>The operating characteristic: P(accept) of a batch with this share of wrong items.</summary>
    public double ChanceToPass(double errorRate) => ChanceToPass(errorRate, roundUp: true);

    public bool Accepts(int wrong) => wrong <= AcceptanceNumber;

    private double ChanceToPass(double errorRate, bool roundUp)
    {
        if (LotSize is not { } lot)
            return Binomial.Cumulative(SampleSize, errorRate, AcceptanceNumber);
        // A whisker, so that 0.05 of 100 is 5 and not 6.
        var errors = errorRate * lot;
        return Hypergeometric.Cumulative(lot, (int)(roundUp ? Math.Ceiling(errors - 1e-9) : Math.Floor(errors + 1e-9)), SampleSize, AcceptanceNumber);
    }

    // The chance to pass falls as n grows, so the first that is low enough is found by halving.
    private static int SmallestSample(int? lotSize, SamplingDemand demand, int c)
    {
        var low = c;
        var high = lotSize ?? c + 1;
        while (lotSize is null && Chance(high) > demand.ConsumerRisk)
        {
            high *= 2;
        }

        while (high - low > 1)
        {
            var middle = low + (high - low) / 2;
            if (Chance(middle) <= demand.ConsumerRisk)
                high = middle;
            else
                low = middle;
        }

        return high;

        double Chance(int n) => new SamplingPlan(lotSize, n, c).ChanceToPass(demand.RejectableErrorRate);
    }
}
