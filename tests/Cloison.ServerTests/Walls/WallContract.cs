using System.Text.RegularExpressions;
using Cloison.Contracts;
using Cloison.Domain.People;
using Cloison.Domain.Walls;
using Cloison.Server.Platform.AccessLogs;
using Cloison.Server.Platform.Walls;
using Cloison.ServerTests.People;

namespace Cloison.ServerTests.Walls;

/// <summary>The wall on the running product: who is let in, who is not, and that a refusal tells nothing.</summary>
public abstract class WallContract(WallPlace place) : OnWallServer(place)
{
    private const string Content = "/api/projects";
    private static readonly (int, string?) NotEligible = (403, "not_eligible");

    [Fact]
    public async Task Who_has_served_one_customer_is_refused_by_its_rival_until_a_year_after_his_last_day()
    {
        Assert.Equal(["refused", "refused", "admitted"], await ChangeSidesAsync(Server));
    }

    [Fact]
    public async Task Without_the_wall_he_would_not_be()
    {
        // The negative control.
        await StartAsync(WallRules.All.Without(WallRule.Wall, WallRule.Cooling, WallRule.LateEdge));
        Assert.Equal(["admitted", "admitted", "admitted"], await ChangeSidesAsync(Server));
    }

    [Fact]
    public async Task Of_two_rivals_that_invite_the_same_person_at_once_one_gets_him()
    {
        var (home, rivals) = (await Server.NewCustomerAsync(), new[] { await Server.NewCustomerAsync(), await Server.NewCustomerAsync() });
        foreach (var rival in rivals)
            await Agreed.BetweenAsync(Server.Control, home, rival, Server.Clock.GetUtcNow());
        for (var round = 0; round < 10; round++)
        {
            var (person, _) = await Server.HireAsync(home, Role.Annotator);
            var attempts = new List<(CustomerId Customer, Task<HttpResponseMessage> Reply)>();
            foreach (var rival in rivals)
            {
                var (_, head) = await Server.HireAsync(rival, Role.Administrator);
                for (var i = 0; i < 4; i++)
                {
                    var token = PeopleNode.TokenOf((await head.PostAsync<NewInvitation>("/api/invitations", new Invite(null, [Role.Annotator]))).Link);
                    var browser = await Server.SignInAsync(person, home);
                    attempts.Add((rival, Task.Run(() => browser.SendAsync(HttpMethod.Post, "/api/invitations/accept", new AcceptInvitation(token)), Ct)));
                }
            }

            await Task.WhenAll(attempts.Select(a => a.Reply));
            Assert.Single(attempts.Where(a => a.Reply.Result.IsSuccessStatusCode).Select(a => a.Customer).Distinct());
            Assert.All(attempts.Where(a => !a.Reply.Result.IsSuccessStatusCode), a => Assert.Equal(403, (int)a.Reply.Result.StatusCode));
        }
    }

    [Fact]
    public async Task The_exposure_is_recorded_before_anything_is_read_and_once_for_a_session()
    {
        var customer = await Server.NewCustomerAsync();
        var (person, browser) = await Server.HireAsync(customer, Role.Lead);
        Assert.Equal(0, await CountAsync("SELECT COUNT(*) FROM exposures WHERE person = @person", person));
        // The answer is "no such project", and still he was inside.
        Assert.Equal((404, "not_found"), await browser.RefusalAsync(HttpMethod.Get, $"/api/projects/{ProjectId.New(Server.Clock.GetUtcNow())}"));
        Assert.Equal(1, await CountAsync("SELECT COUNT(*) FROM exposures WHERE person = @person", person));
        for (var i = 0; i < 3; i++)
            await browser.DoAsync(HttpMethod.Get, Content);
        Assert.Equal(1, await CountAsync("SELECT COUNT(*) FROM wall_decisions WHERE type = 'wall.open' AND person = @person", person));
        var first = await LastSeenAsync(person, customer);
        Server.Clock.Advance(TimeSpan.FromSeconds(59));
        await browser.DoAsync(HttpMethod.Get, Content);
        Assert.Equal(first, await LastSeenAsync(person, customer));
        Server.Clock.Advance(TimeSpan.FromSeconds(1));
        await browser.DoAsync(HttpMethod.Get, Content);
        Assert.Equal(first!.Value.AddSeconds(60), await LastSeenAsync(person, customer));
    }

    [Fact]
    public async Task The_customers_own_log_says_that_the_wall_opened_before_it_says_what_was_given()
    {
        var customer = await Server.NewCustomerAsync();
        var (person, browser) = await Server.HireAsync(customer, Role.Lead);
        await browser.DoAsync(HttpMethod.Get, Content);
        await browser.DoAsync(HttpMethod.Get, Content);

        var log = await Server.LogAsync(customer, Ct);
        var entries = (await log.ReadAsync(0, 1000, Ct)).ConvertAll(e => EntryEncoding.Read(e));
        Assert.Equal(["wall.open", "access.list", "access.list"], entries.Where(e => e.Actor == log.Pseudonym(person.Text) && e.Type is "wall.open" or "access.list").Select(e => e.Type));
    }

    [Fact]
    public async Task An_agreement_that_is_withdrawn_ends_the_sessions_on_both_sides_at_once()
    {
        var (one, other) = (await Server.NewCustomerAsync(), await Server.NewCustomerAsync());
        var (_, oneHead) = await Server.HireAsync(one, Role.Administrator);
        var (_, otherHead) = await Server.HireAsync(other, Role.Administrator);
        var (oneName, otherName) = ((await oneHead.GetAsync<WallSettings>("/api/walls")).CodeName, (await otherHead.GetAsync<WallSettings>("/api/walls")).CodeName);
        await oneHead.DoAsync(HttpMethod.Post, "/api/walls/agreements", new NewAgreement(otherName));
        Assert.Null(Assert.Single((await oneHead.GetAsync<WallSettings>("/api/walls")).Agreements).EffectiveAt);
        await otherHead.DoAsync(HttpMethod.Post, "/api/walls/agreements", new NewAgreement(oneName));
        Server.Clock.Advance(TimeSpan.FromHours(11));
        Assert.Equal((200, 200), (await StatusAsync(oneHead), await StatusAsync(otherHead)));
        Server.Clock.Advance(TimeSpan.FromHours(11));
        Assert.Equal((200, 200), (await StatusAsync(oneHead), await StatusAsync(otherHead)));
        Server.Clock.Advance(TimeSpan.FromHours(2) - TimeSpan.FromSeconds(1));
        var (person, _) = await Server.HireAsync(one, Role.Annotator, Role.Lead);
        await Server.PlantRoleAsync(person, other, Role.Annotator, Role.Lead);
        var (here, there) = (await Server.SignInAsync(person, one), await Server.SignInAsync(person, other));
        Assert.Equal(NotEligible, await there.RefusalAsync(HttpMethod.Get, Content));
        Server.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((200, 200), (await StatusAsync(here), await StatusAsync(there)));

        await otherHead.DoAsync(HttpMethod.Delete, $"/api/walls/agreements/{oneName}");

        Assert.Equal((401, 401), (await StatusAsync(here), await StatusAsync(there)));
        foreach (var (customer, head) in new[] { (one, oneHead), (other, otherHead) })
        {
            Assert.Equal(NotEligible, await (await Server.SignInAsync(person, customer)).RefusalAsync(HttpMethod.Get, Content));
            Assert.Equal(1, Assert.Single((await head.GetAsync<WallSettings>("/api/walls")).Conflicts).People);
        }
    }

    [Fact]
    public async Task A_code_name_that_nobody_has_is_answered_like_one_that_somebody_has()
    {
        var (one, other) = (await Server.NewCustomerAsync(), await Server.NewCustomerAsync());
        var (_, head) = await Server.HireAsync(one, Role.Administrator);
        var (_, otherHead) = await Server.HireAsync(other, Role.Administrator);
        var known = (await otherHead.GetAsync<WallSettings>("/api/walls")).CodeName;
        foreach (var name in new[] { known, "nobodys-name" })
            await head.DoAsync(HttpMethod.Post, "/api/walls/agreements", new NewAgreement(name));
        Assert.All((await head.GetAsync<WallSettings>("/api/walls")).Agreements, a => Assert.Null(a.EffectiveAt));
        Assert.Empty((await otherHead.GetAsync<WallSettings>("/api/walls")).Agreements);
        Assert.Equal((400, "walls.code_name"), await head.RefusalAsync(HttpMethod.Post, "/api/walls/agreements", new NewAgreement("not a name")));
        Assert.Equal((400, "input.invalid"), await head.RefusalAsync(HttpMethod.Put, "/api/walls/cooling", new SetCooling(364)));
    }

    [Fact]
    public async Task Every_refusal_is_the_same_to_the_byte()
    {
        var (house, one, other) = (await Server.NewCustomerAsync(), await Server.NewCustomerAsync(), await Server.NewCustomerAsync());
        var (_, head) = await Server.HireAsync(house, Role.Administrator);
        var refused = new List<(string Why, Browser Browser)>();
        foreach (var insider in new[] { Insider.Operator, Insider.Owner, Insider.Investor, Insider.Board, Insider.Support, Insider.Developer })
        {
            var (person, browser) = await Server.HireAsync(one, Role.Lead);
            await ChangeAsync(db => WallRegistry.SetInsider(db, person, insider, Server.Clock.GetUtcNow()));
            refused.Add((insider.ToString(), browser));
        }

        var (interested, interestedBrowser) = await Server.HireAsync(one, Role.Lead);
        await ChangeAsync(db => WallRegistry.AddInterest(db, interested, other, 0, Server.Clock.GetUtcNow()));
        refused.Add(("interest", interestedBrowser));
        var (both, bothBrowser) = await Server.HireAsync(one, Role.Lead);
        await Server.PlantRoleAsync(both, other, Role.Lead);
        refused.Add(("role with a rival", bothBrowser));
        var (seen, seenBrowser) = await Server.HireAsync(one, Role.Lead);
        var (alias, aliasBrowser) = await Server.HireAsync(other, Role.Lead);
        await aliasBrowser.DoAsync(HttpMethod.Get, Content);
        await ChangeAsync(db => db.Execute("DELETE FROM memberships WHERE person = @person", ("@person", alias.Text)));
        await ChangeAsync(db => WallRegistry.Link(db, seen, alias, Server.Clock.GetUtcNow()));
        refused.Add(("seen by another account of his", seenBrowser));
        Server.Clock.Advance(TimeSpan.FromSeconds(1));

        var replies = new List<string>();
        foreach (var (why, browser) in refused)
            foreach (var path in new[] { Content, "/api/work", $"/api/projects/{ProjectId.New(Server.Clock.GetUtcNow())}", "/api/people" })
            {
                using var response = await browser.SendAsync(HttpMethod.Get, path);
                var text = await response.Content.ReadAsStringAsync(Ct);
                Assert.True((int)response.StatusCode == 403, $"{why} at {path}: {(int)response.StatusCode} {text}");
                var headers = response.Headers.Where(h => h.Key != "Date").OrderBy(h => h.Key, StringComparer.Ordinal).Select(h => $"{h.Key}: {string.Join(',', h.Value)}");
                // The nonce, of a fixed length, is the only thing that differs.
                var reply = $"{string.Join('\n', headers)}\n{response.Content.Headers.ContentLength}\n{text}";
                replies.Add(Regex.Replace(reply, "'nonce-[A-Za-z0-9+/]{24}'", "'nonce'", RegexOptions.None, TimeSpan.FromSeconds(1)));
            }

        Assert.Single(replies.Distinct());
        Assert.Equal(200, await StatusAsync(head));
    }

    [Fact]
    public async Task An_operator_sees_the_content_of_his_own_house_and_an_owner_not_even_that()
    {
        var (house, customer) = (await Server.NewCustomerAsync(), await Server.NewCustomerAsync());
        await ChangeAsync(db => db.Execute("UPDATE customers SET is_house = 1 WHERE id = @id", ("@id", house.Text)));
        foreach (var (where, expected) in new[] { (house, 200), (customer, 403) })
        {
            var (person, browser) = await Server.HireAsync(where, Role.Administrator);
            await ChangeAsync(db => db.Execute("UPDATE persons SET is_operator = 1 WHERE id = @id", ("@id", person.Text)));
            Server.Clock.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal(expected, await StatusAsync(browser));
            var access = await browser.GetAsync<AccessOverview>("/api/trust/access");
            Assert.Equal((where == house, true), (access.IsOperatorsHouse, access.OperatorHasHouse));
        }

        var (owner, ownersBrowser) = await Server.HireAsync(house, Role.Administrator);
        await ChangeAsync(db => WallRegistry.SetInsider(db, owner, Insider.Owner, Server.Clock.GetUtcNow()));
        Assert.Equal(NotEligible, await ownersBrowser.RefusalAsync(HttpMethod.Get, Content));
    }

    [Fact]
    public async Task A_key_is_let_in_like_the_person_who_made_it()
    {
        var (one, other) = (await Server.NewCustomerAsync(), await Server.NewCustomerAsync());
        var (maker, head) = await Server.HireAsync(one, Role.Administrator);
        var key = await head.PostAsync<CreatedApiKey>("/api/keys", new NewApiKey("ci", KeyEnvironment.Live, [KeyScope.Read]));
        using var program = Server.Browser(null);
        program.Headers.Authorization = new("Bearer", key.Secret);
        Assert.Equal(200, await StatusAsync(program));
        Assert.NotNull(await LastSeenAsync(maker, one));
        await ChangeAsync(db => WallRegistry.AddInterest(db, maker, other, 0, Server.Clock.GetUtcNow()));
        Server.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(NotEligible, await program.RefusalAsync(HttpMethod.Get, Content));
    }

    [Fact]
    public async Task A_clock_that_leaps_forward_opens_no_new_door_until_an_operator_confirms_it()
    {
        var customer = await Server.NewCustomerAsync();
        var (_, inside) = await Server.HireAsync(customer, Role.Lead);
        await ChangeAsync(db => db.Execute("UPDATE customers SET is_house = 1"));
        Assert.Equal(200, await StatusAsync(inside));
        Server.Clock.Leap(TimeSpan.FromMinutes(6));
        var (late, outside) = await Server.HireAsync(customer, Role.Lead);
        Assert.Equal(NotEligible, await outside.RefusalAsync(HttpMethod.Get, Content));
        Assert.Equal(200, await StatusAsync(inside));
        await ChangeAsync(db => db.Execute("UPDATE persons SET is_operator = 1 WHERE id = @id", ("@id", late.Text)));
        Server.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True((await outside.GetAsync<WallClockState>("/api/registry/clock")).IsInDoubt);
        await outside.DoAsync(HttpMethod.Post, "/api/registry/clock/confirm");
        Assert.Equal(200, await StatusAsync(outside));
    }

    [Fact]
    public async Task Planner_and_person_see_what_a_first_exposure_closes_and_no_name_of_anybody_else()
    {
        var (one, other) = (await Server.NewCustomerAsync(), await Server.NewCustomerAsync());
        var (_, lead) = await Server.HireAsync(one, Role.Administrator);
        var (person, browser) = await Server.HireAsync(one, Role.Annotator);
        var (taken, _) = await Server.HireAsync(one, Role.Annotator);
        await ChangeAsync(db => WallRegistry.AddInterest(db, taken, other, 0, Server.Clock.GetUtcNow()));
        await lead.DoAsync(HttpMethod.Put, "/api/walls/cooling", new SetCooling(500));
        await lead.DoAsync(HttpMethod.Post, "/api/walls/agreements", new NewAgreement("amber-heron"));

        var staffing = await lead.GetAsync<Staffing>("/api/walls/staffing");
        Assert.Equal((500, 1, 2), (staffing.FirstExposureClosesDays, staffing.RivalsNamed, staffing.LeastPeople));
        Assert.Equal((true, true), staffing.People.Where(p => p.Person == person).Select(p => (p.MayWork, p.IsFirst)).Single());
        Assert.False(staffing.People.Single(p => p.Person == taken).MayWork);

        await browser.DoAsync(HttpMethod.Get, "/api/work");
        var mine = Assert.Single((await browser.GetAsync<MyWall>("/api/me/wall")).Customers);
        Assert.Equal((one, true, 500, true), (mine.Customer.Id, mine.MayWork, mine.ClosesDays, mine.SeenSince is not null));
        var access = await lead.GetAsync<AccessOverview>("/api/trust/access");
        Assert.Equal(3, access.Now.Count);
        Assert.Equal(2, access.Seen.Count);
    }

    [Fact]
    public async Task Who_works_on_after_a_shortening_is_kept_from_rivals_for_what_he_saw_before_it()
    {
        var (one, rival) = (await Server.NewCustomerAsync(), await Server.NewCustomerAsync());
        var (person, browser) = await Server.HireAsync(one, Role.Lead);
        var (_, head) = await Server.HireAsync(one, Role.Administrator);
        await head.DoAsync(HttpMethod.Put, "/api/walls/cooling", new SetCooling(800));
        Assert.Equal(200, await StatusAsync(browser));
        Server.Clock.Advance(TimeSpan.FromHours(1));
        await head.DoAsync(HttpMethod.Put, "/api/walls/cooling", new SetCooling(365));
        Server.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(200, await StatusAsync(browser));
        Assert.Equal(800, Assert.Single((await browser.GetAsync<MyWall>("/api/me/wall")).Customers).ClosesDays);
        await head.DoAsync(HttpMethod.Delete, $"/api/people/{person}");
        await Server.PlantRoleAsync(person, rival, Role.Lead);
        Server.Clock.Advance(TimeSpan.FromDays(799));
        Assert.NotEqual(200, await StatusAsync(await Server.SignInAsync(person, rival)));
        Server.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(200, await StatusAsync(await Server.SignInAsync(person, rival)));
    }

    // Sees one customer, loses the role there, and gets one with its rival: at once, a second before the year is over, and when it is.
    private static async Task<List<string>> ChangeSidesAsync(WallServer server)
    {
        var (one, rival) = (await server.NewCustomerAsync(), await server.NewCustomerAsync());
        var (person, browser) = await server.HireAsync(one, Role.Lead);
        Assert.Equal(200, await StatusAsync(browser));
        var (_, head) = await server.HireAsync(one, Role.Administrator);
        await head.DoAsync(HttpMethod.Delete, $"/api/people/{person}");
        await server.PlantRoleAsync(person, rival, Role.Lead);
        var seen = new List<string>();
        foreach (var wait in new[] { TimeSpan.Zero, TimeSpan.FromDays(365) - TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1) })
        {
            server.Clock.Advance(wait);
            seen.Add(await StatusAsync(await server.SignInAsync(person, rival)) == 200 ? "admitted" : "refused");
        }

        return seen;
    }

    private static async Task<int> StatusAsync(Browser browser)
    {
        using var response = await browser.SendAsync(HttpMethod.Get, Content);
        return (int)response.StatusCode;
    }

    private async Task ChangeAsync(Action<Cloison.Storage.Databases.Session> change)
    {
        await Server.Control.WriteAsync(change, Ct);
        Server.Clock.Advance(TimeSpan.FromSeconds(1));
    }

    private Task<long> CountAsync(string sql, PersonId person) => Server.Control.ReadAsync(db => db.Scalar<long>(sql, ("@person", person.Text)), Ct);

    private Task<DateTimeOffset?> LastSeenAsync(PersonId person, CustomerId customer) => Server.Control.ReadAsync(db => WallRegistry.LastSeen(db, person, customer), Ct);
}

public sealed class WallOnSqlite(WallsInSqlite place) : WallContract(place), IClassFixture<WallsInSqlite>;

public sealed class WallOnPostgres(WallsInPostgres place) : WallContract(place), IClassFixture<WallsInPostgres>;
