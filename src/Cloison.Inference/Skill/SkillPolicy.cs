namespace Cloison.Inference.Skill;

/// <summary>Applies a project's rules to a person. A rule that spoke stays silent until he has recovered, so that nobody is told the same twice.</summary>
public static class SkillPolicy
{
    /// <param name="projectMedianSeconds">Of all answers; null: rules of speed are silent.</param>
    /// <returns>What happens now, in the order of the rules, and the state in which it is noted.</returns>
    public static (IReadOnlyList<SkillDecision> Decisions, SkillState State) Decide(
        SkillState state, IReadOnlyList<SkillRule> rules, SkillOptions options, double? projectMedianSeconds)
    {
        var estimate = SkillEstimate.Of(state, options);
        var answers = state.Counts.All;
        var decisions = new List<SkillDecision>();
        // Rules that no longer exist are forgotten on the way.
        var fired = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var rule in rules)
        {
            var (value, evidence) = Measure(rule.Measure, state, estimate, projectMedianSeconds);
            var hasSpoken = state.Fired.TryGetValue(rule.Id, out var spokeAt);
            if (evidence < rule.MinEvidence)
            {
                if (hasSpoken)
                    fired[rule.Id] = spokeAt;
                continue;
            }

            // How far on the bad side of the threshold: 0 on it, which only "at least" counts.
            var excess = rule.Comparison == SkillComparison.Below ? rule.Threshold - value : value - rule.Threshold;
            var applies = rule.Comparison == SkillComparison.Below ? excess > 0 : excess >= 0;
            if (hasSpoken && excess > -rule.Recovery && !(applies && rule.RepeatAfter > 0 && answers - spokeAt >= rule.RepeatAfter))
            {
                fired[rule.Id] = spokeAt;
                continue;
            }

            if (!applies)
                continue;
            fired[rule.Id] = answers;
            decisions.Add(new SkillDecision(rule.Id, rule.Action, rule.Measure, rule.Comparison, value, rule.Threshold, evidence, estimate));
        }

        return (decisions, state with { Fired = fired });
    }

    private static (double Value, double Evidence) Measure(SkillMeasure measure, SkillState state, SkillEstimate estimate, double? projectMedianSeconds)
    {
        switch (measure)
        {
            case SkillMeasure.SkillLower:
                return (estimate.Lower, estimate.Evidence);
            case SkillMeasure.SkillUpper:
                return (estimate.Upper, estimate.Evidence);
            case SkillMeasure.WrongGoldStreak:
                return (state.WrongGoldStreak, state.Counts.GoldSeen);
            case SkillMeasure.Agreement:
                var compared = state.Agreed + state.Disagreed;
                return (compared > 0 ? state.Agreed / compared : 1, compared);
            default:
                if (projectMedianSeconds is not > 0 || state.RecentSeconds.Count == 0)
                    return (1, -1);
                double[] sorted = [.. state.RecentSeconds.Order()];
                return (Consensus.Statistics.Median(sorted) / projectMedianSeconds.Value, sorted.Length);
        }
    }
}
