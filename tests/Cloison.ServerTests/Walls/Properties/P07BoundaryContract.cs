using Cloison.Contracts;
using Cloison.Domain.People;
using Cloison.Domain.Walls;
using Cloison.ServerTests.People;

namespace Cloison.ServerTests.Walls.Properties;

/// <summary>P7: the cooling-off to the second, over a leap day, and with a clock that somebody has set.</summary>
public abstract class P07BoundaryContract(WallPlace place)
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public Task The_cooling_off_ends_to_the_second_and_not_before() =>
        Breaks.WithoutAsync(place, server => EndsToTheSecondAsync(server, new(2031, 8, 1, 12, 0, 0, TimeSpan.Zero), days: 365), WallRule.Cooling);

    [Theory]
    [InlineData("2032-02-28T23:59:59Z", 365)]
    [InlineData("2032-02-29T00:00:00Z", 365)]
    [InlineData("2032-02-29T23:59:59Z", 366)]
    [InlineData("2033-03-01T00:00:00Z", 400)]
    public async Task Days_are_days_of_24_hours_over_a_leap_day_too(string last, int days)
    {
        await using var server = await WallServer.StartAsync(await place.PostgresAsync(), WallRules.All);
        await EndsToTheSecondAsync(server, DateTimeOffset.Parse(last, System.Globalization.CultureInfo.InvariantCulture), days);
    }

    [Fact]
    public Task A_clock_that_is_put_back_a_year_shortens_nothing_and_opens_nothing() => Breaks.WithoutAsync(
        place,
        async server =>
        {
            var (person, rival) = await LeaveAsync(server);
            server.Clock.Advance(TimeSpan.FromDays(100));
            Assert.Equal(403, await AskAsync(server, person, rival));
            server.Clock.Leap(TimeSpan.FromDays(-366));
            Assert.Equal(403, await AskAsync(server, person, rival));
            // By the clock that was put back, the year is over; by what passed it is not, nor by what the wall has decided before.
            server.Clock.Advance(TimeSpan.FromDays(264));
            Assert.Equal(403, await AskAsync(server, person, rival));
            // And nobody who is inside is put out by it.
            var (_, inside) = await server.HireAsync(rival, Role.Lead);
            Assert.Equal(200, await StatusAsync(inside));
        },
        WallRule.Cooling);

    [Fact]
    public Task A_clock_that_is_put_forward_a_year_ends_no_cooling_off() => Breaks.WithoutAsync(
        place,
        async server =>
        {
            var (person, rival) = await LeaveAsync(server);
            server.Clock.Leap(TimeSpan.FromDays(366));
            Assert.Equal(403, await AskAsync(server, person, rival));
            server.Clock.Advance(TimeSpan.FromDays(1));
            Assert.Equal(403, await AskAsync(server, person, rival));
        },
        WallRule.Cooling, WallRule.Clock);

    [Fact]
    public Task A_clock_that_is_put_forward_opens_no_new_door_until_it_is_confirmed() => Breaks.WithoutAsync(
        place,
        async server =>
        {
            var (@operator, house) = await server.NewOperatorAsync();
            var customer = await server.NewCustomerAsync();
            var (_, before) = await server.HireAsync(customer, Role.Lead);
            Assert.Equal(200, await StatusAsync(before));
            server.Clock.Leap(TimeSpan.FromMinutes(5) + Second);
            var (newcomer, browser) = await server.HireAsync(customer, Role.Lead);
            Assert.Equal(403, await StatusAsync(browser));
            using var host = await server.SignInAsync(@operator, house);
            await host.DoAsync(HttpMethod.Post, "/api/registry/clock/confirm");
            Assert.Equal(200, await AskAsync(server, newcomer, customer));
        },
        WallRule.Clock);

    // He works to the very last second before his role ends; the boundary is asked for at -1 s, 0 and +1 s.
    private static async Task EndsToTheSecondAsync(WallServer server, DateTimeOffset last, int days)
    {
        var (one, rival) = (await server.NewCustomerAsync(), await server.NewCustomerAsync());
        server.Clock.Advance(last.AddSeconds(-30) - server.Clock.GetUtcNow());
        var (_, head) = await server.HireAsync(one, Role.Administrator);
        await head.DoAsync(HttpMethod.Put, "/api/walls/cooling", new SetCooling(days));
        var (person, browser) = await server.HireAsync(one, Role.Lead);
        Assert.Equal(200, await StatusAsync(browser));
        server.Clock.Advance(last - server.Clock.GetUtcNow());
        await head.DoAsync(HttpMethod.Delete, $"/api/people/{person}");
        await server.PlantRoleAsync(person, rival, Role.Lead);
        server.Clock.Advance(last.AddDays(days) - Second - server.Clock.GetUtcNow());
        Assert.Equal(("-1 s", 403), ("-1 s", await AskAsync(server, person, rival)));
        server.Clock.Advance(Second);
        Assert.Equal(("0 s", 200), ("0 s", await AskAsync(server, person, rival)));
        server.Clock.Advance(Second);
        Assert.Equal(("+1 s", 200), ("+1 s", await AskAsync(server, person, rival)));
    }

    /// <summary>Somebody who has seen one customer, has no role there any more, and has one with its rival.</summary>
    private static async Task<(PersonId Person, CustomerId Rival)> LeaveAsync(WallServer server)
    {
        var (one, rival) = (await server.NewCustomerAsync(), await server.NewCustomerAsync());
        var (_, head) = await server.HireAsync(one, Role.Administrator);
        var (person, browser) = await server.HireAsync(one, Role.Lead);
        Assert.Equal(200, await StatusAsync(browser));
        await head.DoAsync(HttpMethod.Delete, $"/api/people/{person}");
        await server.PlantRoleAsync(person, rival, Role.Lead);
        return (person, rival);
    }

    private static async Task<int> AskAsync(WallServer server, PersonId person, CustomerId customer)
    {
        using var browser = await server.SignInAsync(person, customer);
        return await StatusAsync(browser);
    }

    private static async Task<int> StatusAsync(Browser browser)
    {
        using var response = await browser.SendAsync(HttpMethod.Get, "/api/projects");
        return (int)response.StatusCode;
    }
}

public sealed class P07BoundaryOnSqlite(WallsInSqlite place) : P07BoundaryContract(place), IClassFixture<WallsInSqlite>;

public sealed class P07BoundaryOnPostgres(WallsInPostgres place) : P07BoundaryContract(place), IClassFixture<WallsInPostgres>;
