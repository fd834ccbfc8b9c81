using Cloison.Contracts;
using Cloison.Domain.Ids;
using Cloison.Domain.People;
using Cloison.Domain.Walls;
using Cloison.ServerTests.People;
using Cloison.ServerTests.Work;
using Cloison.Storage.Databases;
using Cloison.Tests.Walls;

namespace Cloison.ServerTests.Walls.Properties;

/// <summary>
/// P1 and P2 through the server: random lives of a few people and three rivals, asked over HTTP, beside the oracle of the fast tests. Whoever is let in is
/// on one side; the history only grows, and says by itself what the registry holds.
/// </summary>
public abstract class P01HistoryContract(WallPlace place)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>How much is affordable here.</summary>
    protected abstract (int Seeds, int Steps) Size { get; }

    [Fact]
    public async Task The_server_says_what_the_oracle_says_and_its_history_only_grows()
    {
        var (opened, refused) = (0, 0);
        for (var seed = 1; seed <= Size.Seeds; seed++)
        {
            await using var server = await WallServer.StartAsync(await place.PostgresAsync(), WallRules.All);
            var life = await Life.BeginAsync(server, seed);
            for (var step = 0; step < Size.Steps; step++)
                try
                {
                    await life.StepAsync();
                    if (step % 10 == 9)
                        await life.CheckHistoryAsync();
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    Assert.Fail($"Seed {seed}, step {step}: {e}");
                }

            await life.CheckReplayAsync();
            (opened, refused) = (opened + life.Opened, refused + life.Refused);
        }

        Assert.InRange(opened, Size.Seeds * 5, int.MaxValue);
        Assert.InRange(refused, Size.Seeds * 5, int.MaxValue);
    }

    [Fact]
    public async Task A_row_that_was_changed_or_removed_is_found()
    {
        await using var server = await WallServer.StartAsync(await place.PostgresAsync(), WallRules.All);
        var life = await Life.BeginAsync(server, seed: 1);
        for (var step = 0; step < 40; step++)
            await life.StepAsync();
        var whole = await WallHistory.ReadAsync(server.Control);
        Assert.Null(whole.FirstBreak());
        Assert.InRange(whole.Rows.Count, 10, int.MaxValue);
        var n = whole.Rows.Count / 2L;
        foreach (var (column, value) in new (string, object)[]
        {
            ("at", 1L), ("type", "wall.open"), ("customer", CustomerId.New(DateTimeOffset.UnixEpoch).Text), ("person", PersonId.New(DateTimeOffset.UnixEpoch).Text), ("other", CustomerId.New(DateTimeOffset.UnixEpoch).Text), ("opener", "x"),
            ("rule", "R99"), ("decision", "maybe"), ("detail", "x"), ("hash", new byte[32]),
        })
        {
            var before = await server.Control.ReadAsync(db => db.First($"SELECT {column} FROM wall_decisions WHERE n = @n", row => row.GetValue(0), ("@n", n)), Ct);
            await SetAsync(column, column == "type" && before is "wall.open" ? "wall.deny" : value);
            Assert.Equal((column, n), (column, (await WallHistory.ReadAsync(server.Control)).FirstBreak()!.Value));
            await SetAsync(column, before is DBNull ? null : before);
            Assert.Null((await WallHistory.ReadAsync(server.Control)).FirstBreak());
        }

        await server.Control.WriteAsync(db => db.Execute("DELETE FROM wall_decisions WHERE n = @n", ("@n", n)), Ct);
        var shorter = await WallHistory.ReadAsync(server.Control);
        Assert.Equal(n, shorter.FirstBreak());
        Assert.False(shorter.Continues(whole));

        Task SetAsync(string column, object? value) =>
            server.Control.WriteAsync(db => db.Execute($"UPDATE wall_decisions SET {column} = @value WHERE n = @n", ("@value", value), ("@n", n)), Ct);
    }

    /// <summary>The negative control. The rules are no matter of the database: one is enough.</summary>
    protected async Task BreaksWithoutAsync(params WallRule[] rules)
    {
        await using var server = await WallServer.StartAsync(await place.PostgresAsync(), WallRules.All.Without(rules));
        var life = await Life.BeginAsync(server, seed: 1);
        await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(async () =>
        {
            for (var step = 0; step < 1_000; step++)
                await life.StepAsync();
        });
    }

    private sealed class Life(WallServer server, int seed)
    {
        private readonly Dice dice = new((ulong)seed * 7919);
        private readonly WallOracle oracle = new();
        private readonly List<(CustomerId Id, PersonId Head, string CodeName)> customers = [];
        private readonly List<PersonId> people = [];
        private readonly Dictionary<(PersonId, CustomerId), InterestId> interests = [];
        private readonly Dictionary<CustomerId, int> cooling = [];
        private (PersonId Person, CustomerId House) host;
        private WallHistory history = new([]);
        private List<Exposure> exposures = [];

        public int Opened { get; private set; }

        public int Refused { get; private set; }

        private DateTimeOffset Now => server.Clock.GetUtcNow();

        public static async Task<Life> BeginAsync(WallServer server, int seed)
        {
            var life = new Life(server, seed) { host = await server.NewOperatorAsync() };
            for (var n = 0; n < 3; n++)
            {
                var customer = await server.NewCustomerAsync();
                var (head, browser) = await server.HireAsync(customer, Role.Administrator);
                life.customers.Add((customer, head, (await browser.GetAsync<WallSettings>("/api/walls")).CodeName));
                life.people.Add(await server.NewPersonAsync());
            }

            return life;
        }

        public async Task StepAsync()
        {
            // Every step has a time of its own, and every session is a new one: they would be over after a leap of days.
            server.Clock.Advance(TimeSpan.FromSeconds(2));
            var (person, customer, other) = (dice.Of(people), dice.Of(customers), dice.Of(customers));
            switch (dice.Next(22))
            {
                case 0 or 1 or 2 or 15:
                    await JoinAsync(person, customer);
                    break;
                case 3 or 4 when oracle.HasGrant(person, customer.Id):
                    using (var head = await HeadAsync(customer))
                        await head.DoAsync(HttpMethod.Delete, $"/api/people/{person}");
                    oracle.Revoke(person, customer.Id, Now);
                    break;
                case 5 or 6:
                    server.Clock.Advance(TimeSpan.FromDays(dice.Next(220)));
                    break;
                case 7 when customer != other:
                    using (var head = await HeadAsync(customer))
                        await head.DoAsync(HttpMethod.Post, "/api/walls/agreements", new NewAgreement(other.CodeName));
                    oracle.Sign(customer.Id, other.Id, Now);
                    break;
                case 8 when customer != other:
                    await WithdrawAsync(customer, other);
                    break;
                case 9 when !interests.ContainsKey((person, customer.Id)) && dice.Next(6) == 0:
                    using (var @operator = await OperatorAsync())
                        interests[(person, customer.Id)] = (await @operator.PostAsync<CreatedInterest>($"/api/registry/people/{person}/interests", new NewInterest(customer.Id, InterestOf.Equity))).Id;
                    oracle.Interest(person, customer.Id);
                    break;
                case 10 or 11 when interests.Remove((person, customer.Id), out var interest):
                    using (var @operator = await OperatorAsync())
                        await @operator.DoAsync(HttpMethod.Delete, $"/api/registry/people/{person}/interests/{interest}");
                    oracle.EndInterest(person, customer.Id, Now);
                    break;
                case 12 when dice.Next(30) == 0:
                    var alias = dice.Of(people);
                    using (var @operator = await OperatorAsync())
                        await @operator.DoAsync(HttpMethod.Post, "/api/registry/aliases", new LinkAccounts(person, alias));
                    oracle.Link(person, alias);
                    break;
                case 13:
                    // Longer and longer.
                    cooling[customer.Id] = cooling.GetValueOrDefault(customer.Id, CoolingOff.LeastDays) + dice.Next(40);
                    using (var head = await HeadAsync(customer))
                        await head.DoAsync(HttpMethod.Put, "/api/walls/cooling", new SetCooling(cooling[customer.Id]));
                    oracle.Cool(customer.Id, cooling[customer.Id], Now);
                    break;
                case 14 when dice.Next(4) == 0:
                    var kind = dice.Next(5) == 0 ? (Insider)(1 + dice.Next(6)) : Insider.None;
                    using (var @operator = await OperatorAsync())
                        await @operator.DoAsync(HttpMethod.Put, $"/api/registry/people/{person}/insider", new SetInsider(kind));
                    oracle.Make(person, kind);
                    break;
                default:
                    // Mostly where he has a role: elsewhere there is nothing to decide.
                    var roles = people.SelectMany(p => customers.Select(c => (Person: p, Customer: c.Id))).Where(r => oracle.HasGrant(r.Person, r.Customer)).ToList();
                    var (who, where) = roles.Count > 0 && dice.Next(4) > 0 ? dice.Of(roles) : (person, customer.Id);
                    await OpenAsync(who, where);
                    break;
            }
        }

        /// <summary>P2: no row is gone or changed, and no exposure has become less.</summary>
        public async Task CheckHistoryAsync()
        {
            var (later, seen) = (await WallHistory.ReadAsync(server.Control), await ExposuresAsync());
            Assert.Null(later.FirstBreak());
            Assert.True(later.Continues(history));
            foreach (var before in exposures)
            {
                var now = Assert.Single(seen, e => (e.Person, e.Customer) == (before.Person, before.Customer));
                Assert.Equal(before.First, now.First);
                Assert.True(now.Last >= before.Last);
            }

            (history, exposures) = (later, seen);
        }

        /// <summary>P2: the log alone gives the registry.</summary>
        public async Task CheckReplayAsync()
        {
            await CheckHistoryAsync();
            Assert.Equal(exposures.ToDictionary(e => (e.Person, e.Customer), e => e.First).OrderBy(e => e.Key), history.Exposures().OrderBy(e => e.Key));
            // The log says when somebody was let in; how long he stayed is in the registry, and the oracle knows it too.
            Assert.All(exposures.Where(e => people.Contains(e.Person)), e => Assert.Equal(oracle.LastSeen(e.Person, e.Customer), e.Last));
            Assert.Equal(
                await ListAsync("SELECT id, id FROM interests WHERE ended_at IS NULL ORDER BY id", row => row.GetString(0)), history.Interests().Order(StringComparer.Ordinal));
            Assert.Equal(
                await ListAsync("SELECT person, kind FROM insiders ORDER BY person", row => (row.Id<PersonKind>(0), ((Insider)row.GetInt64(1)).ToString())),
                history.Insiders().Select(i => (i.Key, i.Value)).OrderBy(i => i.Key));
            Assert.Equal(
                await ListAsync("SELECT customer, other FROM rival_signatures ORDER BY customer, other", row => (row.Id<CustomerKind>(0), row.GetString(1))),
                history.Signatures().OrderBy(s => s.Customer).ThenBy(s => s.Other, StringComparer.Ordinal));
        }

        private async Task JoinAsync(PersonId person, (CustomerId Id, PersonId Head, string CodeName) customer)
        {
            using var head = await HeadAsync(customer);
            var token = PeopleNode.TokenOf((await head.PostAsync<NewInvitation>("/api/invitations", new Invite(null, [Role.Lead]))).Link);
            using var browser = await server.SignInAsync(person, customer: null);
            var may = oracle.MayJoin(person, customer.Id, Now);
            using var response = await browser.SendAsync(HttpMethod.Post, "/api/invitations/accept", new AcceptInvitation(token));
            Assert.Equal(("join", may ? 200 : 403), ("join", (int)response.StatusCode));
            if (may)
                oracle.Grant(person, customer.Id);
            else
                Refused++;
        }

        private async Task WithdrawAsync((CustomerId Id, PersonId Head, string CodeName) customer, (CustomerId Id, PersonId Head, string CodeName) other)
        {
            var wereFriends = !oracle.AreRivals(customer.Id, other.Id, Now);
            using var head = await HeadAsync(customer);
            await head.DoAsync(HttpMethod.Delete, $"/api/walls/agreements/{other.CodeName}");
            oracle.Withdraw(customer.Id, other.Id);
            if (wereFriends)
                oracle.Discover(customer.Id, other.Id, Now);
        }

        private async Task OpenAsync(PersonId person, CustomerId customer)
        {
            using var browser = await server.SignInAsync(person, customer);
            using var response = await browser.SendAsync(HttpMethod.Get, "/api/projects");
            var may = oracle.MayOpen(person, customer, Now);
            Assert.Equal(("open", may), ("open", (int)response.StatusCode == 200));
            if (may)
            {
                Opened++;
                oracle.Expose(person, customer, Now);
                // P1.
                Assert.DoesNotContain(oracle.BothSides(Now), b => b.Person == person && (b.One == customer || b.Other == customer));
            }
            else if (oracle.HasGrant(person, customer))
                Refused++;
        }

        private Task<Browser> HeadAsync((CustomerId Id, PersonId Head, string CodeName) customer) => server.SignInAsync(customer.Head, customer.Id);

        private Task<Browser> OperatorAsync() => server.SignInAsync(host.Person, host.House);

        private Task<List<Exposure>> ExposuresAsync() => ListAsync(
            "SELECT person, customer, first_at, last_at FROM exposures", row => new Exposure(row.Id<PersonKind>(0), row.Id<CustomerKind>(1), row.Time(2), row.Time(3)));

        private Task<List<T>> ListAsync<T>(string sql, Func<System.Data.Common.DbDataReader, T> map) => server.Control.ReadAsync(db => db.List(sql, map), Ct);

        private sealed record Exposure(PersonId Person, CustomerId Customer, DateTimeOffset First, DateTimeOffset Last);
    }
}

public sealed class P01HistoryOnSqlite(WallsInSqlite place) : P01HistoryContract(place), IClassFixture<WallsInSqlite>
{
    protected override (int, int) Size => (3, 200);

    [Theory]
    [InlineData(WallRule.Wall)]
    [InlineData(WallRule.Cooling)]
    [InlineData(WallRule.LateEdge)]
    [InlineData(WallRule.Insider, WallRule.Owner)]
    public Task With_a_rule_switched_off_the_server_says_something_else(params WallRule[] rules) => BreaksWithoutAsync(rules);
}

public sealed class P01HistoryOnPostgres(WallsInPostgres place) : P01HistoryContract(place), IClassFixture<WallsInPostgres>
{
    protected override (int, int) Size => (1, 150);
}
