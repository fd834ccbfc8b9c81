namespace Cloison.Domain.Walls;

/// <summary>
/// The Chinese Wall of Brewer and Nash (IEEE S&amp;P 1989) over a symmetric rivalry graph instead of classes (Lin 1989: rivalry is not
/// transitive), with people apart from sessions (Sandhu 1992). One pure function: all that it knows is in the facts.
/// </summary>
public static class Wall
{
    /// <summary>The fewest people that figures may be of when they leave a compartment (R9).</summary>
    public const int LeastOutflowPeople = 5;

    public static WallDecision Decide(WallFacts facts) => Decide(facts, WallRules.All);

    /// <param name="rules">Other than all of them only in tests.</param>
    internal static WallDecision Decide(WallFacts facts, WallRules rules)
    {
        foreach (var (rule, other) in Failures(facts))
            if (rules.Hold(rule))
                return new(rule, other, Exposes: false);
        return new(null, null, Exposes: facts.Action == WallAction.Content);
    }

    // In the order in which they are asked: the first that fails names the reason in the log.
    private static IEnumerable<(WallRule Rule, CustomerId? Other)> Failures(WallFacts facts)
    {
        if (facts.Session != facts.Object)
            yield return (facts.IsMachine ? WallRule.Machine : WallRule.Bind, facts.Session);
        if (facts.Insider.IsOwner())
            yield return (WallRule.Owner, null);
        if (facts.Glass is { } glass)
        {
            if (!Opens(glass, facts))
                yield return (WallRule.BreakGlass, null);
        }
        else
        {
            if (!facts.HasGrant)
                yield return (WallRule.Grant, null);
            if (facts.Insider != Insider.None && !facts.Insider.IsOwner() && !facts.IsHouse)
                yield return (WallRule.Insider, null);
        }

        foreach (var tie in facts.Ties)
        {
            if (!tie.IsRival || tie.Customer == facts.Object)
                continue;
            if (tie.HasInterest || tie.HasGrant)
                yield return (facts.IsExposedHere && tie.IsWarm(facts.Time) ? WallRule.LateEdge : WallRule.Wall, tie.Customer);
            if (tie.IsWarm(facts.Time))
                yield return (facts.IsExposedHere ? WallRule.LateEdge : WallRule.Cooling, tie.Customer);
        }

        if (facts.IsClockInDoubt && !facts.IsExposedHere)
            yield return (WallRule.Clock, null);
        if (!facts.IsKeyAvailable)
            yield return (WallRule.Key, null);
        if (!facts.IsLogAvailable)
            yield return (WallRule.Log, null);
        if (facts.CarriesForeignContent || facts.JudgesHimself)
            yield return (WallRule.Write, null);
        if (facts.Action == WallAction.Outflow && (!facts.IsSanitised || facts.OutflowPeople < LeastOutflowPeople))
            yield return (WallRule.Outflow, null);
        if (facts.Action == WallAction.Content && !facts.CanRecord)
            yield return (WallRule.Reserve, null);
    }

    private static bool Opens(GlassFacts glass, WallFacts facts) =>
        facts.Insider is Insider.Operator or Insider.Support or Insider.Developer
        && facts is { Action: WallAction.Content, IsMachine: false }
        && glass is { Approvals: >= GlassFacts.NeededApprovals, IsRequesters: true, IsCustomers: true, IsProjects: true, IsSessions: true, ReadsOnly: true, IsOver: false, CustomerAllows: true }
        && facts.Time < glass.ExpiresAt && glass.ExpiresAt - facts.Time <= GlassFacts.Longest;
}
