using Cloison.Domain.Walls;

namespace Cloison.Tests.Walls;

/// <summary>Each rule by itself: one fact that is wrong is refused by its rule, and by no other.</summary>
public sealed class WallTests
{
    private static readonly DateTimeOffset Now = new(2028, 3, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly CustomerId Here = CustomerId.From(new Guid(1, 0, 0, new byte[8]));
    private static readonly CustomerId There = CustomerId.From(new Guid(2, 0, 0, new byte[8]));
    private static readonly WallFacts Good = new(Now, WallAction.Content, Here, Here, HasGrant: true);
    private static readonly WallTie Rival = new(There, IsRival: true, HasInterest: false, HasGrant: false, WarmUntil: null);
    private static readonly GlassFacts Ticket = new(2, true, true, true, true, true, IsOver: false, CustomerAllows: true, Now.AddHours(1));
    private static readonly WallFacts Broken = Good with { HasGrant = false, Insider = Insider.Operator, Glass = Ticket };
    private static readonly WallFacts Figures = Good with { Action = WallAction.Outflow, IsSanitised = true, OutflowPeople = 5 };

    public static TheoryData<WallRule> Rules => [.. Bad().Select(b => b.Rule).Distinct()];

    [Fact]
    public void Who_has_a_role_and_no_tie_to_a_rival_is_admitted_and_exposed()
    {
        Assert.Equal(new(null, null, Exposes: true), Wall.Decide(Good));
        Assert.Equal(new(null, null, Exposes: true), Wall.Decide(Broken));
        Assert.Equal(new(null, null, Exposes: false), Wall.Decide(Figures));
        Assert.Equal(new(null, null, Exposes: false), Wall.Decide(Good with { Action = WallAction.Join }));
        Assert.True(Wall.Decide(Good with { Insider = Insider.Operator, IsHouse = true }).IsAdmitted);
        Assert.True(Wall.Decide(Good with { Ties = [Rival with { IsRival = false, HasGrant = true, HasInterest = true, WarmUntil = Now.AddDays(365) }] }).IsAdmitted);
    }

    [Fact]
    public void Every_wrong_fact_is_refused_by_its_rule()
    {
        foreach (var (rule, facts) in Bad())
            Assert.Equal((rule, false, facts), (Wall.Decide(facts).Refusing, Wall.Decide(facts).Exposes, facts));
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_rule_that_is_switched_off_lets_through_what_it_alone_refuses(WallRule rule)
    {
        // The negative control: every rule is needed, because nothing else refuses what it refuses.
        foreach (var (_, facts) in Bad().Where(b => b.Rule == rule))
            Assert.NotEqual(rule, Wall.Decide(facts, WallRules.All.Without(rule)).Refusing);
        Assert.Contains(Bad(), b => b.Rule == rule && Wall.Decide(b.Facts, WallRules.All.Without(rule)).IsAdmitted);
    }

    [Fact]
    public void The_reason_in_the_log_is_the_number_of_the_rule()
    {
        Assert.Equal("R4", Wall.Decide(Good with { Ties = [Rival with { HasGrant = true }] }).Rule);
        Assert.Equal(There, Wall.Decide(Good with { Ties = [Rival with { HasGrant = true }] }).Other);
        Assert.Equal("clock", Wall.Decide(Good with { IsClockInDoubt = true }).Rule);
        Assert.Null(Wall.Decide(Good).Rule);
    }

    [Fact]
    public void What_was_seen_before_a_shortening_counts_as_long_as_was_demanded_then_however_long_the_person_works_on()
    {
        CoolingDemand[] demands = [new(Now, 800), new(Now.AddDays(100), 400)];
        Assert.Equal(Now.AddDays(100 + 800), CoolingOff.End(demands, Now, Now.AddDays(200)));
        Assert.Equal(Now.AddDays(600 + 400), CoolingOff.End(demands, Now, Now.AddDays(600)));
        Assert.Equal(Now.AddDays(200 + 400), CoolingOff.End(demands, Now.AddDays(100), Now.AddDays(200)));
        // Lengthened, it holds for what was seen before as well.
        Assert.Equal(Now.AddDays(50 + 900), CoolingOff.End([.. demands, new(Now.AddDays(300), 900)], Now, Now.AddDays(50)));
    }

    [Fact]
    public void The_cooling_off_ends_to_the_second()
    {
        // P7. Over a leap day, and over both changes of summer time, which UTC does not know.
        var last = new DateTimeOffset(2027, 11, 30, 23, 59, 59, TimeSpan.Zero);
        var end = last.AddDays(365);
        var tie = Rival with { WarmUntil = CoolingOff.End([], last, last) };
        Assert.Equal(new DateTimeOffset(2028, 11, 29, 23, 59, 59, TimeSpan.Zero), end);
        foreach (var (offset, admitted) in new[] { (-1, false), (0, true), (1, true) })
            Assert.Equal(admitted, Wall.Decide(Good with { Time = end.AddSeconds(offset), Ties = [tie] }).IsAdmitted);
        Assert.False(Wall.Decide(Good with { Time = last.AddYears(-1), Ties = [tie] }).IsAdmitted);
        Assert.True(Wall.Decide(Good with { Time = last.AddYears(1).AddDays(1), Ties = [tie] }).IsAdmitted);
        Assert.False(Wall.Decide(Good with { Time = last.AddYears(99), Ties = [tie with { WarmUntil = CoolingOff.End([new(last, CoolingOff.MostDays)], last, last) }] }).IsAdmitted);
    }

    [Fact]
    public void An_agreement_needs_both_and_a_day()
    {
        Assert.True(Rivalry.Is(null, null, Now));
        Assert.True(Rivalry.Is(Now.AddYears(-1), null, Now));
        Assert.True(Rivalry.Is(null, Now.AddYears(-1), Now));
        Assert.True(Rivalry.Is(Now.AddYears(-1), Now.AddHours(-24).AddSeconds(1), Now));
        Assert.False(Rivalry.Is(Now.AddYears(-1), Now.AddHours(-24), Now));
        Assert.False(Rivalry.Is(Now.AddHours(-24), Now.AddYears(-1), Now));
    }

    [Fact]
    public void A_clock_that_is_put_back_or_forward_shortens_nothing()
    {
        // P7: back by a year.
        Assert.Equal(new(Now, false), WallTime.Of(Now.AddYears(-1), Now, Now));
        Assert.Equal(new(Now, false), WallTime.Of(Now, Now, Now.AddYears(-1)));
        Assert.Equal(new(Now.AddMinutes(5), false), WallTime.Of(Now.AddMinutes(5), Now, null));
        // Forward by a year: not believed, and nothing new opens.
        Assert.Equal(new(Now, true), WallTime.Of(Now.AddYears(1), Now, Now.AddDays(-1)));
        Assert.True(WallTime.IsPlausibleStart(Now, null));
        Assert.True(WallTime.IsPlausibleStart(Now, Now.AddDays(-7)));
        Assert.False(WallTime.IsPlausibleStart(Now, Now.AddDays(-7).AddSeconds(-1)));
    }

    [Fact]
    public void Code_names_are_many_and_well_formed()
    {
        Assert.InRange(CodeName.Count, 20_000, int.MaxValue);
        var n = 0;
        for (var i = 0; i < 400; i++)
            Assert.True(CodeName.IsWellFormed(CodeName.Draw(below => n++ * 7 % below)));
        Assert.False(CodeName.IsWellFormed("amber heron"));
        Assert.False(CodeName.IsWellFormed("Amber-heron"));
        Assert.False(CodeName.IsWellFormed("amber-heron-x"));
    }

    private static IEnumerable<(WallRule Rule, WallFacts Facts)> Bad()
    {
        yield return (WallRule.Bind, Good with { Session = There });
        yield return (WallRule.Machine, Good with { Session = There, IsMachine = true });
        yield return (WallRule.Grant, Good with { HasGrant = false });
        foreach (var insider in new[] { Insider.Operator, Insider.Support, Insider.Developer })
            yield return (WallRule.Insider, Good with { Insider = insider });
        foreach (var owner in new[] { Insider.Owner, Insider.Investor, Insider.Board })
        {
            yield return (WallRule.Owner, Good with { Insider = owner });
            yield return (WallRule.Owner, Good with { Insider = owner, IsHouse = true });
            yield return (WallRule.Owner, Broken with { Insider = owner });
        }

        yield return (WallRule.Wall, Good with { Ties = [Rival with { HasInterest = true }] });
        yield return (WallRule.Wall, Good with { Ties = [Rival with { HasGrant = true }] });
        yield return (WallRule.Wall, Broken with { Ties = [Rival with { HasGrant = true }] });
        yield return (WallRule.Cooling, Good with { Ties = [Rival with { WarmUntil = Now.AddDays(365) }] });
        yield return (WallRule.Cooling, Broken with { Ties = [Rival with { WarmUntil = Now.AddDays(365) }] });
        yield return (WallRule.Cooling, Good with { Action = WallAction.Join, Ties = [Rival with { WarmUntil = Now.AddDays(365) }] });
        yield return (WallRule.LateEdge, Good with { IsExposedHere = true, Ties = [Rival with { WarmUntil = Now.AddDays(365) }] });
        yield return (WallRule.Clock, Good with { IsClockInDoubt = true });
        yield return (WallRule.Key, Good with { IsKeyAvailable = false });
        yield return (WallRule.Log, Good with { IsLogAvailable = false });
        yield return (WallRule.Write, Good with { CarriesForeignContent = true });
        yield return (WallRule.Write, Good with { JudgesHimself = true });
        yield return (WallRule.Outflow, Figures with { IsSanitised = false });
        yield return (WallRule.Outflow, Figures with { OutflowPeople = 4 });
        yield return (WallRule.Reserve, Good with { CanRecord = false });
        // P11: everything that a glass needs.
        foreach (var bad in new[]
        {
            Ticket with { Approvals = 1 }, Ticket with { IsRequesters = false }, Ticket with { IsCustomers = false }, Ticket with { IsProjects = false }, Ticket with { IsSessions = false },
            Ticket with { ReadsOnly = false }, Ticket with { IsOver = true }, Ticket with { CustomerAllows = false }, Ticket with { ExpiresAt = Now }, Ticket with { ExpiresAt = Now.AddHours(4).AddSeconds(1) },
        })
            yield return (WallRule.BreakGlass, Broken with { Glass = bad });
        yield return (WallRule.BreakGlass, Broken with { IsMachine = true });
        yield return (WallRule.BreakGlass, Broken with { Insider = Insider.None });
        yield return (WallRule.BreakGlass, Broken with { Action = WallAction.Join });
    }
}
