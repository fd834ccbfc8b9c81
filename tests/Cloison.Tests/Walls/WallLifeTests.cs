using Cloison.Domain.Walls;
using FsCheck;
using FsCheck.Fluent;

namespace Cloison.Tests.Walls;

/// <summary>P1 and P2: whatever happens in whatever order, nobody has seen two rivals, and the decision function says what the oracle says.</summary>
public sealed class WallLifeTests
{
    [Fact]
    public void Nobody_ever_sees_both_sides_of_a_wall()
    {
        var (opened, refused) = Live(WallRules.All, withSurprises: false, out var wrong);

        Assert.Null(wrong);
        Assert.InRange(opened, 1000, int.MaxValue);
        Assert.InRange(refused, 1000, int.MaxValue);
    }

    [Fact]
    public void Nobody_is_let_in_who_turned_out_to_stand_on_both_sides()
    {
        var (opened, refused) = Live(WallRules.All, withSurprises: true, out var wrong);

        Assert.Null(wrong);
        Assert.InRange(opened, 1000, int.MaxValue);
        Assert.InRange(refused, 1000, int.MaxValue);
    }

    [Theory]
    [InlineData(WallRule.Wall)]
    [InlineData(WallRule.Cooling)]
    [InlineData(WallRule.LateEdge)]
    public void With_a_rule_of_the_wall_switched_off_somebody_does(WallRule rule)
    {
        Live(WallRules.All.Without(rule), withSurprises: true, out var wrong);

        Assert.NotNull(wrong);
    }

    [Fact]
    public void With_the_cooling_off_switched_off_people_change_sides_without_any_surprise()
    {
        Live(WallRules.All.Without(WallRule.Cooling), withSurprises: false, out var wrong);

        Assert.NotNull(wrong);
    }

    [Fact]
    public void To_link_two_accounts_never_opens_a_door_that_was_shut()
    {
        Prop.ForAll<int, byte, byte>((seed, a, b) =>
        {
            var life = new WallLife(seed, WallRules.All, withSurprises: true);
            life.Run(60);
            var pairs = WallLife.People.SelectMany(p => WallLife.Customers.Select(c => (p, c))).ToList();
            var shut = pairs.Where(x => !Wall.Decide(life.Oracle.Facts(x.p, x.c, life.Time)).IsAdmitted).ToList();
            life.Oracle.Link(WallLife.People[a % WallLife.People.Length], WallLife.People[b % WallLife.People.Length]);
            return shut.TrueForAll(x => !Wall.Decide(life.Oracle.Facts(x.p, x.c, life.Time)).IsAdmitted);
        }).QuickCheckThrowOnFailure();
    }

    private static (int Opened, int Refused) Live(WallRules rules, bool withSurprises, out string? wrong)
    {
        var (opened, refused) = (0, 0);
        wrong = null;
        for (var seed = 1; seed <= 400 && wrong is null; seed++)
        {
            var life = new WallLife(seed, rules, withSurprises);
            wrong = life.Run(250);
            (opened, refused) = (opened + life.Opened, refused + life.Refused);
        }

        return (opened, refused);
    }
}
