namespace Cloison.Inference.Adaptive;

/// <summary>
/// When a task has answers enough, and who should give the next one. Pure: the same input, the same decision.
/// <para>
/// Stop where ln P(leader) / P(others) reaches the margin that the gold tasks prove (<see cref="StopCalibration.MarginFor"/>). The next answer goes
/// to whom it tells most from: I = H(q) − Σ_l P(l) H(q | l), with P(l) = Σ_j q_j π_jl; Lindley (1956), On a measure of the information provided by an
/// experiment, doi:10.1214/aoms/1177728069.
/// </para>
/// </summary>
public static class AdaptivePolicy
{
    public static AdaptiveDecision Decide(TaskBelief task, CrowdModel crowd, IReadOnlyList<Candidate> candidates, AdaptiveRules rules)
    {
        var answers = task.Answers;
        var label = task.Leader;
        var margin = task.Margin;
        var confidence = crowd.Calibration.Confidence(margin);
        var proven = crowd.Calibration.MarginFor(rules.WantedError);
        if (answers >= rules.MinAnswers && margin >= (proven ?? rules.UnprovenMargin ?? double.PositiveInfinity) && HasLead(task, rules))
            return new Stop(answers, label, confidence, proven is not null);
        if (answers >= rules.MaxAnswers)
            return new RouteToExpert(answers, label, confidence, ExpertReason.MaxAnswers);
        if (candidates.Count == 0)
            return new RouteToExpert(answers, label, confidence, ExpertReason.NobodyLeft);

        var ranked = Rank(task, crowd, candidates);
        if (answers >= rules.MinAnswers && rules.ValuePerNat > 0)
        {
            ranked.RemoveAll(c => c.GainPerCost * rules.ValuePerNat < 1);
            if (ranked.Count == 0)
                return new RouteToExpert(answers, label, confidence, ExpertReason.NotWorthIt);
        }

        return new AskMore(answers, label, confidence, ranked);
    }

    /// <summary>The rule without a model: stop when the leader is <paramref name="lead"/> answers ahead.</summary>
    public static bool StopsByLead(TaskBelief task, int lead, int minAnswers) => task.Answers >= minAnswers && task.Lead >= lead;

    private static bool HasLead(TaskBelief task, AdaptiveRules rules) =>
        rules.NewcomerLead == 0 || 2 * task.Newcomers <= task.Answers || task.Lead >= rules.NewcomerLead;

    private static List<RankedCandidate> Rank(TaskBelief task, CrowdModel crowd, IReadOnlyList<Candidate> candidates)
    {
        var q = task.Probabilities();
        var ranked = new List<RankedCandidate>(candidates.Count);
        foreach (var candidate in candidates)
        {
            var gain = InformationGain(q, crowd.Of(candidate.Person).Counts);
            ranked.Add(new RankedCandidate(candidate.Person, gain, gain / candidate.Cost));
        }

        // Among equals by name, so that the order in which they were found does not matter.
        ranked.Sort((a, b) => a.GainPerCost != b.GainPerCost ? b.GainPerCost.CompareTo(a.GainPerCost) : string.CompareOrdinal(a.Person, b.Person));
        return ranked;
    }

    /// <param name="counts">K × K of the person.</param>
    internal static double InformationGain(ReadOnlySpan<double> q, ReadOnlySpan<double> counts)
    {
        var k = q.Length;
        double before = 0, after = 0;
        for (var j = 0; j < k; j++)
        {
            before -= XLogX(q[j]);
        }

        Span<double> rowSums = k <= 64 ? stackalloc double[k] : new double[k];
        for (var j = 0; j < k; j++)
        {
            rowSums[j] = 0;
            for (var l = 0; l < k; l++)
            {
                rowSums[j] += counts[j * k + l];
            }
        }

        for (var l = 0; l < k; l++)
        {
            double chance = 0, sum = 0;
            for (var j = 0; j < k; j++)
            {
                var joint = q[j] * counts[j * k + l] / rowSums[j];
                chance += joint;
                sum += XLogX(joint);
            }

            after += XLogX(chance) - sum;
        }

        return Math.Max(0, before - after);
    }

    private static double XLogX(double x) => x > 0 ? x * Math.Log(x) : 0;
}
