using Cloison.Domain.Walls;

namespace Cloison.Tests.Walls;

/// <summary>
/// The whole wall in a few sets, written from the rules and not from the product: what a registry must remember, and who may open what.
/// Fast tests compare the decision function with it, tests of the server the registry in its databases.
/// </summary>
internal sealed class WallOracle
{
    private readonly Dictionary<PersonId, PersonId> identities = [];
    private readonly Dictionary<(PersonId, CustomerId), DateTimeOffset> seen = [];
    private readonly Dictionary<(PersonId, CustomerId), DateTimeOffset> began = [];
    private readonly HashSet<(PersonId, CustomerId)> grants = [];
    private readonly HashSet<(PersonId, CustomerId)> interests = [];
    private readonly Dictionary<PersonId, Insider> insiders = [];
    private readonly Dictionary<(CustomerId, CustomerId), DateTimeOffset> signed = [];
    private readonly Dictionary<CustomerId, List<(DateTimeOffset At, int Days)>> cooling = [];
    private readonly HashSet<CustomerId> customers = [];

    public void Sign(CustomerId by, CustomerId other, DateTimeOffset at) => signed.TryAdd((by, other), at);

    public void Withdraw(CustomerId by, CustomerId other) => signed.Remove((by, other));

    /// <summary>Two have become rivals: who has to do with both has now last seen what he has seen of them.</summary>
    public void Discover(CustomerId one, CustomerId other, DateTimeOffset at)
    {
        var involved = seen.Keys.Concat(grants).Concat(interests).Distinct().ToList();
        foreach (var (person, customer) in involved.Where(i => i.Item2 == one || i.Item2 == other).ToList())
            if (involved.Exists(i => i.Item2 == (customer == one ? other : one) && IdentityOf(i.Item1) == IdentityOf(person)))
                foreach (var side in new[] { one, other }.Where(side => seen.ContainsKey((person, side))))
                    Expose(person, side, at);
    }

    public void Grant(PersonId person, CustomerId customer) => grants.Add((person, customer));

    /// <summary>The clock of the cooling-off starts when the role ends, if he ever used it.</summary>
    public void Revoke(PersonId person, CustomerId customer, DateTimeOffset at)
    {
        if (grants.Remove((person, customer)) && seen.ContainsKey((person, customer)))
            Expose(person, customer, at);
    }

    public void Interest(PersonId person, CustomerId customer) => interests.Add((person, customer));

    /// <summary>An interest is an exposure for as long as it lasts.</summary>
    public void EndInterest(PersonId person, CustomerId customer, DateTimeOffset at)
    {
        if (interests.Remove((person, customer)))
            Expose(person, customer, at);
    }

    public void Make(PersonId person, Insider insider) => insiders[person] = insider;

    public void Link(PersonId a, PersonId b)
    {
        var (kept, lost) = (IdentityOf(a), IdentityOf(b));
        foreach (var person in identities.Keys.Where(p => identities[p] == lost).Append(b).ToList())
            identities[person] = kept;
        identities[a] = kept;
    }

    public void Cool(CustomerId customer, int days, DateTimeOffset at)
    {
        CoolingOf(customer).RemoveAll(c => c.At == at);
        CoolingOf(customer).Add((at, days));
    }

    public void Expose(PersonId person, CustomerId customer, DateTimeOffset at)
    {
        customers.Add(customer);
        began.TryAdd((person, customer), at);
        seen[(person, customer)] = seen.TryGetValue((person, customer), out var before) && before > at ? before : at;
    }

    public bool HasSeen(PersonId person, CustomerId customer) => seen.ContainsKey((person, customer));

    public DateTimeOffset LastSeen(PersonId person, CustomerId customer) => seen[(person, customer)];

    public bool HasInterest(PersonId person, CustomerId customer) => interests.Contains((person, customer));

    public bool HasGrant(PersonId person, CustomerId customer) => grants.Contains((person, customer));

    public bool AreRivals(CustomerId a, CustomerId b, DateTimeOffset time) => a != b
        && !(signed.TryGetValue((a, b), out var one) && signed.TryGetValue((b, a), out var other) && time >= one.AddHours(24) && time >= other.AddHours(24));

    public bool MayOpen(PersonId person, CustomerId customer, DateTimeOffset time) => grants.Contains((person, customer)) && MayJoin(person, customer, time);

    /// <summary>Whether he may be given a role.</summary>
    public bool MayJoin(PersonId person, CustomerId customer, DateTimeOffset time)
    {
        var all = Everyone().Where(p => IdentityOf(p) == IdentityOf(person)).Append(person).Distinct().ToList();
        return all.TrueForAll(p => insiders.GetValueOrDefault(p) == Insider.None)
            && Known().Where(d => AreRivals(customer, d, time)).All(d => all.TrueForAll(p => !grants.Contains((p, d)) && !interests.Contains((p, d)) && !IsWarm(p, d, customer, time)));
    }

    /// <summary>Pairs of rivals that one person has seen so lately that both count.</summary>
    public IEnumerable<(PersonId Person, CustomerId One, CustomerId Other)> BothSides(DateTimeOffset time) =>
        from a in seen.Keys
        from b in seen.Keys
        where IdentityOf(a.Item1) == IdentityOf(b.Item1) && a.Item2.CompareTo(b.Item2) < 0 && AreRivals(a.Item2, b.Item2, time)
            && IsWarm(a.Item1, a.Item2, b.Item2, time) && IsWarm(b.Item1, b.Item2, a.Item2, time)
        select (a.Item1, a.Item2, b.Item2);

    /// <summary>Whether a person has an interest in a rival of what he has seen.</summary>
    public IEnumerable<(PersonId Person, CustomerId Seen, CustomerId Interest)> InterestedParties(DateTimeOffset time) =>
        from s in seen.Keys
        from i in interests
        where IdentityOf(s.Item1) == IdentityOf(i.Item1) && AreRivals(s.Item2, i.Item2, time)
        select (s.Item1, s.Item2, i.Item2);

    /// <summary>The same state as the decision function wants it.</summary>
    public WallFacts Facts(PersonId person, CustomerId customer, DateTimeOffset time)
    {
        var all = Everyone().Where(p => IdentityOf(p) == IdentityOf(person)).Append(person).Distinct().ToList();
        var ties = Known().Where(d => d != customer).Select(d =>
        {
            var until = all.Where(p => seen.ContainsKey((p, d))).Select(p => (DateTimeOffset?)WarmUntil(p, d, customer)).Max();
            return new WallTie(d, AreRivals(customer, d, time), all.Exists(p => interests.Contains((p, d))), all.Exists(p => grants.Contains((p, d))), until);
        }).Where(t => t.HasInterest || t.HasGrant || t.WarmUntil is not null).ToList();
        return new(time, WallAction.Content, customer, customer, grants.Contains((person, customer)), all.Select(p => insiders.GetValueOrDefault(p)).Max())
        {
            Ties = ties,
            IsExposedHere = all.Exists(p => seen.ContainsKey((p, customer))),
        };
    }

    private bool IsWarm(PersonId person, CustomerId customer, CustomerId other, DateTimeOffset time) =>
        seen.ContainsKey((person, customer)) && time < WarmUntil(person, customer, other);

    // Nothing that was ever seen is forgotten sooner because somebody changed his mind later: every moment of either side's changes is asked.
    private DateTimeOffset WarmUntil(PersonId person, CustomerId customer, CustomerId other)
    {
        var (first, last) = (began[(person, customer)], seen[(person, customer)]);
        var end = last;
        foreach (var side in new[] { customer, other })
            foreach (var moment in CoolingOf(side).Select(c => c.At.AddTicks(-1)).Where(at => at >= first && at < last).Append(last))
            {
                var until = moment.AddDays(LongestSince(side, moment));
                end = until > end ? until : end;
            }

        // A tick before a change stands for the change.
        return end.Ticks % TimeSpan.TicksPerMillisecond == 0 ? end : end.AddTicks(1);
    }

    private int LongestSince(CustomerId customer, DateTimeOffset at)
    {
        var history = CoolingOf(customer);
        var before = history.FindLast(c => c.At <= at);
        return Math.Max(CoolingOff.LeastDays, history.Where(c => c.At > at).Select(c => c.Days).Append(before.Days).Max());
    }

    private List<(DateTimeOffset At, int Days)> CoolingOf(CustomerId customer) => cooling.TryGetValue(customer, out var list) ? list : cooling[customer] = [];

    private PersonId IdentityOf(PersonId person) => identities.GetValueOrDefault(person, person);

    private IEnumerable<PersonId> Everyone() => seen.Keys.Concat(grants).Concat(interests).Select(k => k.Item1).Concat(identities.Keys).Concat(insiders.Keys).Distinct();

    private IEnumerable<CustomerId> Known() => customers.Concat(grants.Select(g => g.Item2)).Concat(interests.Select(i => i.Item2)).Distinct();
}
