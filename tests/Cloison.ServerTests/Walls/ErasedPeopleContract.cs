using Cloison.Contracts;
using Cloison.Domain.People;
using Cloison.Domain.Walls;
using Cloison.Server.Features.Certificates;
using Cloison.Server.Platform.Walls;
using Cloison.ServerTests.People;

namespace Cloison.ServerTests.Walls;

/// <summary>R18 and P8: an account that was erased and made again is the same person's; and R16: who turns out to have seen two rivals is told to both, by pseudonyms.</summary>
public abstract class ErasedPeopleContract(WallPlace place) : OnWallServer(place)
{
    private CustomerId home;
    private PersonId keeper;

    private protected override async Task FillAsync()
    {
        home = await Server.NewCustomerAsync();
        (keeper, _) = await Server.HireAsync(home, Role.Administrator);
        await Server.Control.WriteAsync(db => db.Execute("UPDATE persons SET is_operator = 1 WHERE id = @id", ("@id", keeper.Text)), Ct);
    }

    [Fact]
    public async Task Who_has_his_account_erased_and_makes_it_again_is_still_refused_by_the_rival_and_welcome_where_he_was()
    {
        var (one, rival) = (await Server.NewCustomerAsync(), await Server.NewCustomerAsync());
        var (person, email) = await SeesAndIsErasedAsync(one);
        Assert.Equal(0, await CountAsync("SELECT COUNT(*) FROM persons WHERE id = @person", person));
        Assert.Equal(0, await Server.Control.ReadAsync(db => db.Scalar<long>("SELECT COUNT(*) FROM persons WHERE normalized_email = @e OR email = @e", ("@e", email.ToUpperInvariant())), Ct));
        Assert.Equal(1, await CountAsync("SELECT COUNT(*) FROM exposures WHERE person = @person", person));
        Assert.Equal(
            ("erase", null), (await Server.EntriesAsync(one)).Where(e => e.Type == "revoke" && e.Object == Server.LogAsync(one).Result.Pseudonym(person.Text)).Select(e => (e.Decision, e.Actor)).Single());

        // Another spelling of the same address, another name.
        Assert.Equal((403, "not_eligible"), await JoinAsync(rival, $"  {email.ToUpperInvariant()} "));
        Assert.Contains((await Server.EntriesAsync(rival)), e => e is { Type: "wall.deny", Rule: "R15" });
        // The control: it is not that nobody is let in.
        Assert.Equal((200, null), await JoinAsync(rival, "somebody.else@example.org"));
        Assert.Equal((200, null), await JoinAsync(one, email));
        var again = await Server.Control.ReadAsync(db => PersonId.Parse(db.Scalar<string>("SELECT id FROM persons WHERE normalized_email = @e", ("@e", email.ToUpperInvariant()))!), Ct);
        Assert.NotNull(await Server.Control.ReadAsync(db => WallRegistry.LastSeen(db, again, one), Ct));
    }

    [Fact]
    public async Task What_was_kept_is_destroyed_when_the_last_cooling_off_is_over_and_not_while_it_is_held()
    {
        var (one, rival) = (await Server.NewCustomerAsync(), await Server.NewCustomerAsync());
        var (_, head) = await Server.HireAsync(rival, Role.Administrator);
        // The rival demands more than the one who was seen.
        await head.DoAsync(HttpMethod.Put, "/api/walls/cooling", new SetCooling(400));
        var (person, email) = await SeesAndIsErasedAsync(one);
        var (held, heldEmail) = await SeesAndIsErasedAsync(one);
        var browser = await KeeperAsync();
        Assert.Equal((404, "not_found"), await browser.RefusalAsync(HttpMethod.Put, $"/api/registry/erased/{keeper}", new HoldErased(true)));
        await browser.DoAsync(HttpMethod.Put, $"/api/registry/erased/{held}", new HoldErased(true));
        var kept = await browser.GetAsync<List<ErasedPerson>>("/api/registry/erased");
        Assert.Equal([(held, true), (person, false)], kept.Select(e => (e.Person, e.IsHeld)).OrderByDescending(e => e.IsHeld));
        Assert.All(kept, e => Assert.Equal(Server.Clock.GetUtcNow().AddDays(400), e.KeptUntil));

        Server.Clock.Advance(TimeSpan.FromDays(400) - TimeSpan.FromSeconds(1));
        await Server.Service<EndedScreens>().RunAsync(Ct);
        Assert.Equal((1, 1), (await TracesAsync(person), await TracesAsync(held)));
        Assert.Equal((403, "not_eligible"), await JoinAsync(rival, email));
        Server.Clock.Advance(TimeSpan.FromSeconds(1));
        await Server.Service<EndedScreens>().RunAsync(Ct);
        Assert.Equal((0, 1), (await TracesAsync(person), await TracesAsync(held)));
        Assert.Equal(0, await Server.Control.ReadAsync(db => db.Scalar<long>("SELECT COUNT(*) FROM erased_people WHERE held = 0"), Ct));
        Assert.Equal((200, null), await JoinAsync(rival, email));
        // Both have had their notice of the end, which names nobody.
        Assert.Equal(2, (await Server.EntriesAsync(one)).Count(e => e.Purpose == "end_of_screen"));

        await (await KeeperAsync()).DoAsync(HttpMethod.Put, $"/api/registry/erased/{held}", new HoldErased(false));
        await Server.Service<EndedScreens>().RunAsync(Ct);
        Assert.Equal(0, await TracesAsync(held));
        Assert.Equal((200, null), await JoinAsync(rival, heldEmail));
    }

    [Fact]
    public async Task An_interest_without_an_end_is_kept_without_an_end_and_who_is_here_again_keeps_what_he_is()
    {
        var one = await Server.NewCustomerAsync();
        var (interested, _) = await SeesAndIsErasedAsync(one, person => db => WallRegistry.AddInterest(db, person, home, 0, Server.Clock.GetUtcNow()));
        var (owner, email) = await SeesAndIsErasedAsync(one, person => db => WallRegistry.SetInsider(db, person, Insider.Investor, Server.Clock.GetUtcNow()));
        Assert.Equal((403, "not_eligible"), await JoinAsync(one, email));
        Server.Clock.Advance(TimeSpan.FromDays(36_500));
        await (await KeeperAsync()).DoAsync(HttpMethod.Post, "/api/registry/clock/confirm");
        await Server.Service<EndedScreens>().RunAsync(Ct);
        Assert.Equal((1, 0), (await TracesAsync(interested), await TracesAsync(owner)));
        Assert.Null((await (await KeeperAsync()).GetAsync<List<ErasedPerson>>("/api/registry/erased")).Single().KeptUntil);
    }

    [Fact]
    public async Task The_last_administrator_and_an_operator_are_not_erased()
    {
        var one = await Server.NewCustomerAsync();
        var (head, _) = await Server.HireAsync(one, Role.Administrator);
        var browser = await KeeperAsync();
        Assert.Equal((409, "people.last_administrator"), await browser.RefusalAsync(HttpMethod.Delete, $"/api/registry/people/{head}"));
        Assert.Equal((409, "people.operator"), await browser.RefusalAsync(HttpMethod.Delete, $"/api/registry/people/{keeper}"));
        Assert.Equal((404, "not_found"), await browser.RefusalAsync(HttpMethod.Delete, $"/api/registry/people/{PersonId.New(Server.Clock.GetUtcNow())}"));
    }

    [Fact]
    public async Task Both_sides_of_a_conflict_are_told_who_by_the_pseudonyms_of_their_own_logs_and_not_whom_else()
    {
        var (one, other) = (await Server.NewCustomerAsync(), await Server.NewCustomerAsync());
        await Agreed.BetweenAsync(Server.Control, one, other, Server.Clock.GetUtcNow());
        var (_, oneHead) = await Server.HireAsync(one, Role.Administrator);
        var (_, otherHead) = await Server.HireAsync(other, Role.Administrator);
        var people = new List<PersonId>();
        for (var i = 0; i < 2; i++)
        {
            var (person, browser) = await Server.HireAsync(one, Role.Lead);
            await browser.DoAsync(HttpMethod.Get, "/api/projects");
            await Server.PlantRoleAsync(person, other, Role.Lead);
            await (await Server.SignInAsync(person, other)).DoAsync(HttpMethod.Get, "/api/projects");
            people.Add(person);
        }

        var otherName = (await otherHead.GetAsync<WallSettings>("/api/walls")).CodeName;
        await oneHead.DoAsync(HttpMethod.Delete, $"/api/walls/agreements/{otherName}");

        var seen = new List<string>();
        foreach (var (customer, head) in new[] { (one, oneHead), (other, otherHead) })
        {
            var log = await Server.LogAsync(customer);
            var expected = people.Select(p => log.Pseudonym(p.Text)).Order(StringComparer.Ordinal).ToList();
            var found = (await Server.EntriesAsync(customer)).Where(e => e.Type == "conflict.discovered").ToList();
            Assert.Equal(expected, found.Select(e => e.Object).Order(StringComparer.Ordinal));
            Assert.All(found, e => Assert.Equal(("people=2", "R16", null), (e.Decision, e.Rule, e.Actor)));
            var conflict = Assert.Single((await head.GetAsync<WallSettings>("/api/walls")).Conflicts);
            Assert.Equal((2, 2), (conflict.People, conflict.Accounts.Count));
            Assert.Equal(expected, conflict.Accounts.Select(a => a.Pseudonym));
            Assert.All(conflict.Accounts, a => Assert.Equal("Somebody", a.DisplayName));
            seen.AddRange(expected);
        }

        // Two customers that compare theirs learn nothing.
        Assert.Equal(4, seen.Distinct().Count());
    }

    [Fact]
    public async Task Two_accounts_that_turn_out_to_be_one_persons_are_a_conflict_too_each_side_is_told_of_its_own_account()
    {
        var (one, other) = (await Server.NewCustomerAsync(), await Server.NewCustomerAsync());
        var (here, hereBrowser) = await Server.HireAsync(one, Role.Lead);
        var (there, thereBrowser) = await Server.HireAsync(other, Role.Lead);
        foreach (var browser in new[] { hereBrowser, thereBrowser })
            await browser.DoAsync(HttpMethod.Get, "/api/projects");
        await (await KeeperAsync()).DoAsync(HttpMethod.Post, "/api/registry/aliases", new Contracts.LinkAccounts(here, there));
        Server.Clock.Advance(TimeSpan.FromSeconds(1));
        foreach (var (customer, person, browser) in new[] { (one, here, hereBrowser), (other, there, thereBrowser) })
        {
            Assert.Equal(401, (await browser.RefusalAsync(HttpMethod.Get, "/api/projects")).Status);
            var found = Assert.Single(await Server.EntriesAsync(customer), e => e.Type == "conflict.discovered");
            Assert.Equal(((await Server.LogAsync(customer)).Pseudonym(person.Text), "people=1"), (found.Object, found.Decision));
        }
    }

    private async Task<(PersonId Person, string Email)> SeesAndIsErasedAsync(CustomerId customer, Func<PersonId, Action<Cloison.Storage.Databases.Session>>? also = null)
    {
        var (person, browser) = await Server.HireAsync(customer, Role.Lead);
        await browser.DoAsync(HttpMethod.Get, "/api/projects");
        if (also is not null)
            await Server.Control.WriteAsync(also(person), Ct);
        await (await KeeperAsync()).DoAsync(HttpMethod.Delete, $"/api/registry/people/{person}");
        Assert.Equal(401, (await browser.RefusalAsync(HttpMethod.Get, "/api/me")).Status);
        return (person, $"{person}@example.org");
    }

    /// <summary>Invites, and accepts as somebody who has no account.</summary>
    private async Task<(int Status, string? Code)> JoinAsync(CustomerId customer, string email)
    {
        var (_, head) = await Server.HireAsync(customer, Role.Administrator);
        var token = PeopleNode.TokenOf((await head.PostAsync<NewInvitation>("/api/invitations", new Invite(null, [Role.Annotator]))).Link);
        var request = new AcceptInvitation(token, "A new name", email, "a rather long secret of his");
        using var nobody = Server.Browser(null);
        using var response = await nobody.SendAsync(HttpMethod.Post, "/api/invitations/accept", request);
        if (response.IsSuccessStatusCode)
            return (200, null);
        using var problem = System.Text.Json.JsonDocument.Parse(await response.Content.ReadAsStringAsync(Ct));
        return ((int)response.StatusCode, problem.RootElement.GetProperty("code").GetString());
    }

    private Task<Browser> KeeperAsync() => Server.SignInAsync(keeper, home);

    private Task<long> TracesAsync(PersonId person) => CountAsync("SELECT COUNT(*) FROM exposures WHERE person = @person", person);

    private Task<long> CountAsync(string sql, PersonId person) => Server.Control.ReadAsync(db => db.Scalar<long>(sql, ("@person", person.Text)), Ct);
}

public sealed class ErasedPeopleOnSqlite(WallsInSqlite place) : ErasedPeopleContract(place), IClassFixture<WallsInSqlite>;

public sealed class ErasedPeopleOnPostgres(WallsInPostgres place) : ErasedPeopleContract(place), IClassFixture<WallsInPostgres>;
