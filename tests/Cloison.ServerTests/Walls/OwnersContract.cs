using Cloison.Contracts;
using Cloison.Domain.People;
using Cloison.Domain.Walls;
using Cloison.Server.Features.Owners;
using Cloison.Server.Platform.Walls;
using Cloison.ServerTests.People;

namespace Cloison.ServerTests.Walls;

/// <summary>P20: a change of the ownership register stands in every customer's log before it takes effect; and what owners see.</summary>
public abstract class OwnersContract(WallPlace place) : OnWallServer(place)
{
    private const int Days = 30;
    private static readonly OwnerEntry[] Owners = [new("Jo van der Doe", OwnerKind.Investor, 12.5m, []), new("Max Muster", OwnerKind.Board, null, [])];

    [Fact]
    public async Task A_change_stands_in_every_log_before_it_takes_effect_and_takes_effect_when_the_notice_is_over()
    {
        var (one, other) = (await Server.NewCustomerAsync(), await Server.NewCustomerAsync());
        // Logs have keys of their own: who has withheld his content is told like everybody.
        var (_, otherHead) = await Server.HireAsync(other, Role.Administrator);
        await otherHead.DoAsync(HttpMethod.Post, "/api/custody/revoke", new { });
        var announced = await AnnounceAsync(Owners);
        Assert.Equal((1, OwnerRegisterText.HashOf(1, Owners)), (announced.Version, announced.Hash));
        Assert.False(await LookAsync());

        foreach (var customer in new[] { one, other })
        {
            var told = await SeenByAsync(customer);
            Assert.Null(told.Current);
            Assert.Equal((announced.Hash, Server.Clock.GetUtcNow().AddDays(Days)), (told.Coming!.Hash, told.Coming.EffectiveAt!.Value));
            var entry = (await Server.EntriesAsync(customer))[(int)told.ComingEntry!.Value];
            Assert.Equal(("owner", "announce", "R13", $"sha256:{announced.Hash}", $"version=1,notice-days={Days}"), (entry.Type, entry.Decision, entry.Rule, entry.Object, entry.Purpose));
        }

        Server.Clock.Advance(TimeSpan.FromDays(Days) - TimeSpan.FromSeconds(1));
        Assert.False(await LookAsync());
        Server.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(await LookAsync());
        foreach (var customer in new[] { one, other })
        {
            var told = await SeenByAsync(customer);
            Assert.Equal((1, null), (told.Current!.Version, told.Coming));
            Assert.Equal(Owners.Select(o => (o.Name, o.Kind, o.Share)), told.Current.Owners.Select(o => (o.Name, o.Kind, o.Share)));
            Assert.Equal(["announce", "effect"], (await Server.EntriesAsync(customer)).Where(e => e.Type == "owner").Select(e => e.Decision));
        }
    }

    [Fact]
    public async Task A_customer_whose_log_cannot_be_written_puts_it_off_and_then_has_all_the_days_of_notice()
    {
        var (_, mute) = (await Server.NewCustomerAsync(), await Server.NewCustomerAsync());
        await Server.ShutLogAsync(mute);
        await AnnounceAsync(Owners);
        Assert.False(await LookAsync());
        Server.Clock.Advance(TimeSpan.FromDays(Days + 10));
        Assert.False(await LookAsync());
        var kept = await (await OperatorAsync()).GetAsync<OwnersForOperator>("/api/registry/owners");
        Assert.Equal((1, null), (kept.Waiting, kept.Coming!.EffectiveAt));

        await Server.ShutLogAsync(mute, shut: false);
        Assert.False(await LookAsync());
        Assert.Single(await Server.EntriesAsync(mute), e => e.Type == "owner");
        Server.Clock.Advance(TimeSpan.FromDays(Days) - TimeSpan.FromSeconds(1));
        Assert.False(await LookAsync());
        Server.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(await LookAsync());
    }

    [Fact]
    public async Task A_customer_who_comes_meanwhile_has_it_in_his_log_as_well_and_puts_nothing_off()
    {
        await Server.NewCustomerAsync();
        await AnnounceAsync(Owners);
        await LookAsync();
        Server.Clock.Advance(TimeSpan.FromDays(Days));
        // On the very day, and before anybody has looked.
        var late = await Server.NewCustomerAsync();
        await Server.ShutLogAsync(late);
        Assert.False(await LookAsync());
        await Server.ShutLogAsync(late, shut: false);
        Assert.True(await LookAsync());
        Assert.Equal(["announce", "effect"], (await Server.EntriesAsync(late)).Where(e => e.Type == "owner").Select(e => e.Decision));
        // And who comes afterwards has what is in effect.
        var later = await Server.NewCustomerAsync();
        await LookAsync();
        Assert.Equal(1, (await SeenByAsync(later)).Current!.Version);
        Assert.NotNull((await SeenByAsync(later)).CurrentEntry);
    }

    [Fact]
    public async Task What_another_announcement_has_replaced_never_takes_effect()
    {
        var customer = await Server.NewCustomerAsync();
        await AnnounceAsync(Owners);
        await LookAsync();
        Server.Clock.Advance(TimeSpan.FromDays(Days - 1));
        await AnnounceAsync([Owners[1]]);
        await LookAsync();
        Server.Clock.Advance(TimeSpan.FromDays(1));
        Assert.False(await LookAsync());
        Server.Clock.Advance(TimeSpan.FromDays(Days - 1));
        Assert.True(await LookAsync());
        Assert.Equal(2, (await SeenByAsync(customer)).Current!.Version);
        Assert.Equal([1L, 2L], await Server.Control.ReadAsync(db => db.List("SELECT version FROM owner_notices WHERE customer = @c ORDER BY version", row => row.GetInt64(0), ("@c", customer.Text)), Ct));
    }

    [Fact]
    public async Task A_clock_that_is_put_forward_ends_no_notice()
    {
        await Server.NewCustomerAsync();
        await AnnounceAsync(Owners);
        await LookAsync();
        Server.Clock.Leap(TimeSpan.FromDays(Days + 1));
        Assert.False(await LookAsync());
    }

    [Fact]
    public async Task An_owners_account_is_shown_no_customer_no_code_name_and_no_number_whatever_its_roles()
    {
        var (house, rival) = (await Server.NewCustomerAsync(), await Server.NewCustomerAsync());
        await Server.Control.WriteAsync(db => db.Execute("UPDATE customers SET is_house = 1 WHERE id = @id", ("@id", house.Text)), Ct);
        var (owner, browser) = await Server.HireAsync(house, Role.Administrator);
        Assert.NotEmpty((await browser.GetAsync<Me>("/api/me")).Customers);
        var codeName = await CodeNames.OfAsync(Server.Control, rival, Server.Clock.GetUtcNow(), Ct);
        await AnnounceAsync([new("Jo", OwnerKind.Owner, 51, [codeName], owner)]);
        Server.Clock.Advance(TimeSpan.FromSeconds(1));

        // At once, without waiting for the register's effect: a door that is shut too early harms nobody.
        var me = await browser.GetAsync<Me>("/api/me");
        Assert.Equal((true, null, 0, 0), (me.IsOwner, me.Customer, me.Customers.Count, me.Roles.Count));
        Assert.Empty((await browser.GetAsync<MyWall>("/api/me/wall")).Customers);
        foreach (var path in new[] { "/api/projects", "/api/walls", "/api/trust/access", "/api/trust/owners", "/api/trust/certificates", "/api/walls/staffing", "/api/people", "/api/log", "/api/customers", "/api/registry/people" })
            Assert.Equal(403, (await browser.RefusalAsync(HttpMethod.Get, path)).Status);
        Assert.Equal(Insider.Owner, await Server.Control.ReadAsync(db => WallRegistry.InsiderOf(db, owner), Ct));
        Assert.True(await Server.Control.ReadAsync(db => WallRegistry.HasInterest(db, owner, rival, (long)InterestOf.Equity), Ct));

        // And nobody takes it back while he is in the register.
        var keeper = await OperatorAsync();
        Assert.Equal((409, "owners.in_register"), await keeper.RefusalAsync(HttpMethod.Put, $"/api/registry/people/{owner}/insider", new Contracts.SetInsider(Insider.None)));
        Assert.Equal((409, "owners.in_register"), await keeper.RefusalAsync(HttpMethod.Delete, $"/api/registry/people/{owner}"));
        // Customers are not told which account it is.
        Assert.DoesNotContain(owner.Text, await TextAsync(rival, "/api/trust/owners"), StringComparison.Ordinal);
        Assert.Contains(codeName, await TextAsync(rival, "/api/trust/owners"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_register_that_is_not_right_is_refused_with_what_and_where()
    {
        await Server.NewCustomerAsync();
        var keeper = await OperatorAsync();
        var operates = await Server.Control.ReadAsync(db => db.Scalar<string>("SELECT id FROM persons WHERE is_operator = 1"), Ct);
        foreach (var (owner, where) in new (OwnerEntry, string)[]
        {
            (new(" ", OwnerKind.Board, null, []), "owners[0].name"), (new("Jo\nowner", OwnerKind.Board, null, []), "owners[0].name"), (new("Jo", OwnerKind.Owner, null, []), "owners[0].share"),
            (new("Jo", OwnerKind.Owner, 0, []), "owners[0].share"), (new("Jo", OwnerKind.Owner, 100.01m, []), "owners[0].share"), (new("Jo", OwnerKind.Owner, 1.234m, []), "owners[0].share"),
            (new("Jo", OwnerKind.Board, null, ["nobodys-name"]), "owners[0].interests"), (new("Jo", OwnerKind.Board, null, ["a b"]), "owners[0].interests"),
            (new("Jo", OwnerKind.Board, null, [], PersonId.New(Server.Clock.GetUtcNow())), "owners[0].account"), (new("Jo", OwnerKind.Board, null, [], PersonId.Parse(operates!)), "owners[0].account"),
        })
        {
            using var response = await keeper.SendAsync(HttpMethod.Put, "/api/registry/owners", new SetOwners([owner]));
            Assert.Equal(400, (int)response.StatusCode);
            Assert.Contains($"\"{where}\"", await response.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        }

        using var tooMuch = await keeper.SendAsync(HttpMethod.Put, "/api/registry/owners", new SetOwners([new("Jo", OwnerKind.Owner, 60, []), new("Max", OwnerKind.Owner, 41, [])]));
        Assert.Equal(400, (int)tooMuch.StatusCode);
        Assert.Null((await keeper.GetAsync<OwnersForOperator>("/api/registry/owners")).Coming);
    }

    private Task<bool> LookAsync() => Server.Service<OwnerNotices>().RunAsync(Ct);

    private async Task<OwnerRegister> AnnounceAsync(IReadOnlyList<OwnerEntry> owners)
    {
        using var response = await (await OperatorAsync()).SendAsync(HttpMethod.Put, "/api/registry/owners", new SetOwners(owners));
        var text = await response.Content.ReadAsStringAsync(Ct);
        Assert.True(response.IsSuccessStatusCode, text);
        return System.Text.Json.JsonSerializer.Deserialize<OwnerRegister>(text, Domain.Json.DomainJson.Options)!;
    }

    /// <summary>In a session of his own each time: those of before may be over.</summary>
    private async Task<Browser> OperatorAsync()
    {
        var someCustomer = await Server.Control.ReadAsync(db => CustomerId.Parse(db.Scalar<string>("SELECT MIN(id) FROM customers")!), Ct);
        var known = await Server.Control.ReadAsync(db => db.Scalar<string>("SELECT id FROM persons WHERE is_operator = 1"), Ct);
        if (known is not null)
            return await Server.SignInAsync(PersonId.Parse(known), someCustomer);
        var (person, browser) = await Server.HireAsync(someCustomer, Role.Administrator);
        await Server.Control.WriteAsync(db => db.Execute("UPDATE persons SET is_operator = 1 WHERE id = @id", ("@id", person.Text)), Ct);
        return browser;
    }

    private async Task<OwnersForCustomer> SeenByAsync(CustomerId customer) => await (await Server.HireAsync(customer, Role.Engineer)).Browser.GetAsync<OwnersForCustomer>("/api/trust/owners");

    private async Task<string> TextAsync(CustomerId customer, string path)
    {
        using var response = await (await Server.HireAsync(customer, Role.Engineer)).Browser.SendAsync(HttpMethod.Get, path);
        return await response.Content.ReadAsStringAsync(Ct);
    }
}

public sealed class OwnersOnSqlite(WallsInSqlite place) : OwnersContract(place), IClassFixture<WallsInSqlite>;

public sealed class OwnersOnPostgres(WallsInPostgres place) : OwnersContract(place), IClassFixture<WallsInPostgres>;
