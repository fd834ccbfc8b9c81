namespace Cloison.Inference.Acceptance;

/// <summary>Judges a batch by an inspected sample: the plan, the draw, and the report.</summary>
public static class BatchAcceptance
{
    /// <summary>What to inspect.</summary>
    public static (SamplingPlan Plan, IReadOnlyList<LotItem> Sample) Draw(IReadOnlyList<LotItem> lot, SamplingDemand demand, ulong seed)
    {
        var plan = SamplingPlan.Find(lot.Count, demand);
        return (plan, SampleDraw.Draw(lot, plan.SampleSize, seed));
    }

    /// <summary>The verdict so far. More wrong items than allowed refuse at once; accepting needs all of the sample.</summary>
    /// <param name="inspections">At most one a drawn item; others are not counted.</param>
    public static AcceptanceReport Judge(IReadOnlyList<LotItem> lot, AcceptanceRules rules, ulong seed, IReadOnlyList<Inspection> inspections)
    {
        var (plan, sample) = Draw(lot, rules.Demand, seed);
        return Judge(lot.Count, plan, sample, rules, seed, inspections);
    }

    /// <summary>The same of a sample that was drawn before.</summary>
    public static AcceptanceReport Judge(
        int lotSize, SamplingPlan plan, IReadOnlyList<LotItem> sample, AcceptanceRules rules, ulong seed, IReadOnlyList<Inspection> inspections)
    {
        var drawn = sample.ToDictionary(i => i.Id, StringComparer.Ordinal);
        var counted = inspections.Where(i => drawn.ContainsKey(i.ItemId)).DistinctBy(i => i.ItemId, StringComparer.Ordinal).OrderBy(i => i.ItemId, StringComparer.Ordinal).ToArray();
        double[] weights = [.. counted.Select(i => i.Errors.Count == 0 ? 0 : i.Errors.Max(e => e.Weight))];
        var wrong = weights.Count(w => w >= rules.WrongFrom);
        var verdict = !plan.Accepts(wrong) ? AcceptanceVerdict.Refused : counted.Length == sample.Count ? AcceptanceVerdict.Accepted : AcceptanceVerdict.Open;
        return new AcceptanceReport(
            lotSize, seed, plan, rules.Demand, rules.Confidence, rules.WrongFrom,
            [.. sample.Select(i => i.Id)],
            counted.GroupBy(i => drawn[i.ItemId].Stratum, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal),
            wrong, verdict,
            Share(wrong, counted.Length), ErrorBound.Upper(lotSize, counted.Length, wrong, rules.Confidence),
            weights.DefaultIfEmpty(0).Average(), ErrorBound.UpperWeighted(lotSize, weights, rules.Confidence),
            plan.ChanceToPass(rules.Demand.RejectableErrorRate), rules.Demand.AcceptableErrorRate is { } aql ? plan.ChanceToPass(aql) : null,
            Kinds(counted, rules), [.. counted.Where(i => i.Errors.Count > 0)]);
    }

    private static List<KindFinding> Kinds(Inspection[] counted, AcceptanceRules rules)
    {
        var findings = new List<KindFinding>();
        foreach (var kind in counted.SelectMany(i => i.Kinds.Concat(i.Errors.Select(e => e.Kind))).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            double[] weights = [.. counted.Where(i => i.Kinds.Contains(kind) || i.Errors.Any(e => e.Kind == kind))
                .Select(i => i.Errors.Where(e => e.Kind == kind).Select(e => e.Weight).DefaultIfEmpty(0).Max())];
            var wrong = weights.Count(w => w > 0);
            findings.Add(new KindFinding(
                kind, weights.Length, wrong, Share(wrong, weights.Length), ErrorBound.Upper(null, weights.Length, wrong, rules.Confidence),
                weights.Average(), ErrorBound.UpperWeighted(null, weights, rules.Confidence)));
        }

        return findings;
    }

    private static double Share(int part, int all) => all == 0 ? 0 : (double)part / all;
}
