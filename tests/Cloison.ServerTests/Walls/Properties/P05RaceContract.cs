using Cloison.Domain.People;
using Cloison.Domain.Walls;
using Cloison.ServerTests.People;

namespace Cloison.ServerTests.Walls.Properties;

/// <summary>
/// P5: thirty-two requests of one person at once, half for one customer, half for its rival. The roles are planted and the rule on roles (R4) is off, so
/// that nothing but the record of the exposure (R5, R15) decides: exactly one side wins, and the other gives not a byte of content.
/// </summary>
public abstract class P05RaceContract(WallPlace place)
{
    private const int Requests = 32;
    private static readonly WallRules RecordAlone = WallRules.All.Without(WallRule.Wall);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>How many rounds are affordable here.</summary>
    protected abstract int Rounds { get; }

    protected abstract bool HasSecondNode { get; }

    [Fact]
    public async Task Of_two_rivals_whose_content_one_person_asks_for_at_once_exactly_one_gives_it()
    {
        var winners = await RaceAsync(RecordAlone, Rounds);
        Assert.All(winners, w => Assert.Single(w));
    }

    [Fact]
    public async Task Without_the_record_both_would()
    {
        // The negative control.
        var winners = await RaceAsync(RecordAlone.Without(WallRule.Cooling, WallRule.LateEdge), rounds: 3);
        Assert.All(winners, w => Assert.Equal(2, w.Count));
    }

    /// <returns>For each round the customers whose content came.</returns>
    private async Task<List<List<CustomerId>>> RaceAsync(WallRules rules, int rounds)
    {
        var postgres = await place.PostgresAsync();
        await using var first = await WallServer.StartAsync(postgres, rules);
        await using var second = HasSecondNode ? await WallServer.StartAsync(postgres, rules, first) : null;
        var nodes = second is null ? [first] : new[] { first, second };
        var rivals = new[] { await first.NewCustomerAsync(), await first.NewCustomerAsync() };
        foreach (var rival in rivals)
            await first.NewProjectAsync(rival);
        var winners = new List<List<CustomerId>>();
        for (var round = 0; round < rounds; round++)
        {
            var person = await first.NewPersonAsync();
            var asked = new List<(CustomerId Customer, Browser Browser)>();
            foreach (var rival in rivals)
                await first.PlantRoleAsync(person, rival, Role.Lead);
            for (var n = 0; n < Requests; n++)
            {
                // Each request has a session of its own: none is remembered as admitted.
                using var session = await first.SignInAsync(person, rivals[n % 2]);
                asked.Add((rivals[n % 2], nodes[n / 2 % nodes.Length].BrowserAs(session)));
            }

            var replies = await Task.WhenAll(asked.Select(a => Task.Run(
                async () =>
                {
                    using var response = await a.Browser.SendAsync(HttpMethod.Get, "/api/projects");
                    return (a.Customer, Status: (int)response.StatusCode, Text: await response.Content.ReadAsStringAsync(Ct));
                },
                Ct)));
            asked.ForEach(a => a.Browser.Dispose());
            foreach (var (_, status, text) in replies.Where(r => r.Status != 200))
            {
                Assert.Equal(403, status);
                Assert.DoesNotContain("A project", text, StringComparison.Ordinal);
            }

            var won = replies.Where(r => r.Text.Contains("A project", StringComparison.Ordinal)).Select(r => r.Customer).Distinct().ToList();
            var recorded = await first.Control.ReadAsync(
                db => db.Scalar<long>("SELECT COUNT(*) FROM exposures WHERE person = @person", ("@person", person.Text)), Ct);
            Assert.Equal(won.Count, recorded);
            winners.Add(won);
        }

        return winners;
    }
}

public sealed class P05RaceOnSqlite(WallsInSqlite place) : P05RaceContract(place), IClassFixture<WallsInSqlite>
{
    protected override int Rounds => 40;

    protected override bool HasSecondNode => false;
}

public sealed class P05RaceOnPostgres(WallsInPostgres place) : P05RaceContract(place), IClassFixture<WallsInPostgres>
{
    protected override int Rounds => 15;

    protected override bool HasSecondNode => true;
}
